using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Mingus.Ledger;
using Mingus.Storage;
using Mingus.Storage.Keys;
using Mingus.Sync;
using Mingus.Sync.Connect;
using Mingus.Sync.Events;
using Mingus.Sync.Ports;

namespace Mingus.Extending;

/// <summary>A host of one's own: the engine and a SQLite file, with what the host registers.</summary>
internal sealed class Host : IAsyncDisposable
{
    private readonly string _folder;
    private readonly LedgerDatabase _database;
    private readonly ServiceProvider _services;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _work;

    private Host(string folder, LedgerDatabase database, ServiceProvider services)
    {
        (_folder, _database, _services) = (folder, database, services);
        Engine = services.GetRequiredService<SyncEngine>();
        Queries = services.GetRequiredService<ILedgerQueries>();
        // snippet work
        // What is queued is worked here; a hosted service does it in a server.
        _work = Engine.Work(_stopping.Token);
        // end snippet
    }

    public SyncEngine Engine { get; }

    public ILedgerQueries Queries { get; }

    public INotificationStore Notifications => _services.GetRequiredService<INotificationStore>();

    public static async Task<Host> Start(Action<IServiceCollection> register)
    {
        var folder = Directory.CreateTempSubdirectory("mingus-extending-").FullName;
        // snippet host
        var options = new SyncOptions { ScheduleEnabled = false, Node = "host" };
        var hub = new EventHub();
        var database = await LedgerDatabase.Open(
            new StorageOptions { ConnectionString = $"Data Source={Path.Combine(folder, "ledger.db")}" },
            hub,
            options.Node,
            TimeProvider.System,
            NullLogger.Instance,
            CancellationToken.None
        );
        var services = new ServiceCollection()
            .AddSingleton(TimeProvider.System)
            .AddLogging()
            .AddStorage(database, VaultKeys.From(VaultKeys.Generate(), []))
            .AddSync(options, hub);
        register(services);
        var provider = services.BuildServiceProvider();
        // end snippet
        return new Host(folder, database, provider);
    }

    /// <summary>Links what the provider's page gave, for a user of its own, and syncs it.</summary>
    public async Task<(UserId UserId, ConnectionId ConnectionId, Run Run)> Link(string publicToken)
    {
        var store = _services.GetRequiredService<ILedgerStore>();
        var userId = await store.EnsureUser("tenant", "user", CancellationToken.None);
        var linking = _services.GetRequiredService<Linking>();
        var linked = await linking.Connect(userId, publicToken, CancellationToken.None);
        return (userId, linked.ConnectionId, await Sync(userId, linked.ConnectionId, SyncType.Transactions));
    }

    public Task<Run> Sync(UserId userId, ConnectionId connectionId, SyncType type) =>
        Engine.SyncNow(
            new SyncRequest(userId, connectionId, AccountId: null, type, Force: true, RunTrigger.Person),
            CancellationToken.None
        );

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAny(_work);
        _stopping.Dispose();
        await _services.DisposeAsync();
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
