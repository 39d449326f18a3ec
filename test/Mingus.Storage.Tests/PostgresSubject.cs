using Mingus.Conformance;

[assembly: AssemblyFixture(typeof(Mingus.Storage.Tests.SharedPostgres))]

namespace Mingus.Storage.Tests;

/// <summary>One server for all tests of this assembly.</summary>
public sealed class SharedPostgres : IAsyncLifetime
{
    private int _databases;

    public PostgresServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await PostgresServer.Start(isDurable: false);

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    /// <summary>The name of a new, empty database.</summary>
    public async Task<string> CreateDatabase()
    {
        var name = $"mingus_{Interlocked.Increment(ref _databases)}";
        await Server.CreateDatabase(name);
        return name;
    }
}

/// <summary>A database of the shared server.</summary>
public sealed class PostgresSubject(SharedPostgres shared) : IStoreSubject, IAsyncLifetime
{
    private IStoreDatabase _database = null!;

    public StoreNode Node { get; private set; } = null!;

    public ManualTime Time { get; } = new();

    public bool AllowsSeveralNodes => true;

    public async Task<IStoreDatabase> CreateDatabase() =>
        new ServerDatabase(shared.Server, await shared.CreateDatabase(), Time);

    public async ValueTask InitializeAsync()
    {
        _database = await CreateDatabase();
        Node = await _database.Start("node");
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private sealed class ServerDatabase(PostgresServer server, string name, TimeProvider time) : IStoreDatabase
    {
        private readonly List<StoreNode> _nodes = [];

        public async Task<StoreNode> Start(string node)
        {
            var started = await SqliteSubject.Start(server.ConnectionString(name), node, time);
            _nodes.Add(started);
            return started;
        }

        public Task<byte[]> ReadEverything() => server.Dump(name);

        public async ValueTask DisposeAsync()
        {
            foreach (var node in _nodes)
            {
                await node.Kill();
            }
        }
    }
}
