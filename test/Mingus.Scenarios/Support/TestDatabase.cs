using Mingus.Conformance;
using Npgsql;

namespace Mingus.Scenarios.Support;

/// <summary>The engines that every scenario runs on.</summary>
public enum StoreKind
{
    Sqlite,
    Postgres,
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
        if (kind == StoreKind.Postgres)
        {
            var name = $"scenario_{Interlocked.Increment(ref s_databases)}";
            return new(kind, folder: "", await (await Server()).CreateDatabase(name));
        }

        var folder = Directory.CreateTempSubdirectory("mingus-scenarios-").FullName;
        return new(kind, folder, $"Data Source={Path.Combine(folder, "mingus.db")}");
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
        if (_kind == StoreKind.Postgres)
        {
            // The database goes with the server; what the product still holds of it goes now.
            await using var connection = new NpgsqlConnection(ConnectionString);
            NpgsqlConnection.ClearPool(connection);
            return;
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<PostgresServer> Server()
    {
        await s_gate.WaitAsync();
        try
        {
            return s_server ??= await PostgresServer.Start();
        }
        finally
        {
            s_gate.Release();
        }
    }
}
