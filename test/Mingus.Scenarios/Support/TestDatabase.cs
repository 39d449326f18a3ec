using System.Data.Common;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Mingus.Conformance;
using Npgsql;

namespace Mingus.Scenarios.Support;

/// <summary>The engines that every scenario runs on.</summary>
public enum StoreKind
{
    Sqlite,
    Postgres,

    /// <summary>PostgreSQL, with two nodes of the product on it; each request goes to the other one.</summary>
    Nodes,
}

/// <summary>An empty database of one stack, gone with it.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private static readonly SemaphoreSlim s_gate = new(1);
    private static PostgresServer? s_server;
    private static int s_databases;

    private readonly StoreKind _kind;
    private readonly string _folder;

    private TestDatabase(StoreKind kind, string folder, string connectionString) =>
        (_kind, _folder, ConnectionString) = (kind, folder, connectionString);

    public string ConnectionString { get; }

    public static async Task<TestDatabase> Create(StoreKind kind)
    {
        if (kind != StoreKind.Sqlite)
        {
            var name = $"scenario_{Interlocked.Increment(ref s_databases)}";
            return new(kind, folder: "", await (await Server()).CreateDatabase(name));
        }

        var folder = Directory.CreateTempSubdirectory("mingus-scenarios-").FullName;
        return new(kind, folder, $"Data Source={Path.Combine(folder, "mingus.db")}");
    }

    /// <summary>Does to the database what the product never does: plants what a check has to find.</summary>
    public async Task Tamper(string sql)
    {
        await using var connection = await Open();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.True(await command.ExecuteNonQueryAsync() > 0, $"Nothing was changed by: {sql}");
    }

    /// <summary>The rows that a statement gives, their values between bars.</summary>
    public async Task<List<string>> Query(string sql)
    {
        await using var connection = await Open();
        return await Rows(connection, sql);
    }

    /// <summary>Every row of every table, as one text: equal texts are equal databases.</summary>
    public async Task<string> Text()
    {
        await using var connection = await Open();
        var tables = await Rows(
            connection,
            _kind != StoreKind.Sqlite
                ? "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1"
                : "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1"
        );
        var text = new StringBuilder();
        foreach (var table in tables)
        {
            text.AppendLine(table);
            foreach (var row in (await Rows(connection, $"SELECT * FROM {table}")).Order(StringComparer.Ordinal))
            {
                text.AppendLine(row);
            }
        }

        return text.ToString();
    }

    /// <summary>Every byte that a thief of the files, or of a dump, would have, as Latin-1.</summary>
    public async Task<string> Bytes()
    {
        if (_kind == StoreKind.Postgres)
        {
            var name = new NpgsqlConnectionStringBuilder(ConnectionString).Database!;
            return Encoding.Latin1.GetString(await (await Server()).Dump(name));
        }

        var text = new StringBuilder();
        foreach (
            var file in Directory
                .GetFiles(_folder, "mingus.db*")
                .Where(f => !f.EndsWith(".lock", StringComparison.Ordinal))
        )
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var copy = new MemoryStream();
            await stream.CopyToAsync(copy);
            text.Append(Encoding.Latin1.GetString(copy.ToArray()));
        }

        return text.ToString();
    }

    /// <summary>Stops the PostgreSQL server of this process, once all databases are gone.</summary>
    public static async Task StopServer()
    {
        if (s_server is { } server)
        {
            s_server = null;
            NpgsqlConnection.ClearAllPools();
            await server.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_kind != StoreKind.Sqlite)
        {
            // The database goes with the server; what the product still holds of it goes now.
            await using var connection = new NpgsqlConnection(ConnectionString);
            NpgsqlConnection.ClearPool(connection);
            return;
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task<DbConnection> Open()
    {
        DbConnection connection =
            _kind != StoreKind.Sqlite
                ? new NpgsqlConnection(ConnectionString)
                : new SqliteConnection($"{ConnectionString};Pooling=False");
        await connection.OpenAsync();
        return connection;
    }

    private static async Task<List<string>> Rows(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            var values = Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue);
            rows.Add(string.Join('|', values.Select(ValueText)));
        }

        return rows;
    }

    private static string ValueText(object value) =>
        value switch
        {
            byte[] bytes => Convert.ToHexString(bytes),
            Array list => $"[{string.Join(',', list.Cast<object>())}]",
            _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
        };

    private static async Task<PostgresServer> Server()
    {
        await s_gate.WaitAsync();
        try
        {
            return s_server ??= await PostgresServer.Start(isDurable: false);
        }
        finally
        {
            s_gate.Release();
        }
    }
}
