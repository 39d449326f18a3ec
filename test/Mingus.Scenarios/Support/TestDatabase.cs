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
    private readonly StoreKind _kind;
    private readonly string _folder;

    private TestDatabase(StoreKind kind, string folder, string connectionString) =>
        (_kind, _folder, ConnectionString) = (kind, folder, connectionString);

    public string ConnectionString { get; }

    public static async Task<TestDatabase> Create(StoreKind kind)
    {
        if (kind == StoreKind.Postgres)
        {
            return new(kind, folder: "", await PostgresServer.CreateDatabase());
        }

        var folder = Directory.CreateTempSubdirectory("mingus-scenarios-").FullName;
        return new(kind, folder, $"Data Source={Path.Combine(folder, "mingus.db")}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_kind == StoreKind.Postgres)
        {
            await PostgresServer.DropDatabase(new NpgsqlConnectionStringBuilder(ConnectionString).Database!);
            return;
        }

        Directory.Delete(_folder, recursive: true);
    }
}
