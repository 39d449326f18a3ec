using Microsoft.Extensions.Logging.Abstractions;
using Mingus.Bench.Feed;
using Mingus.Ledger;
using Mingus.Ledger.Plan;
using Mingus.Storage;
using Mingus.Storage.Keys;
using Mingus.Sync;
using Mingus.Sync.Connect;
using Mingus.Sync.Events;
using Mingus.Sync.Ports;

namespace Mingus.Bench.Rig;

/// <summary>One connection with one account, linked.</summary>
internal sealed record Linked(UserId UserId, ConnectionId ConnectionId, AccountId AccountId);

/// <summary>The engine on a real database, composed as the server does it, with the bench's bank as its
/// provider.</summary>
internal sealed class EngineRig : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly RunIds _ids = new(TimeProvider.System);

    private EngineRig(LedgerDatabase database, TimedStore store, BankProvider bank, ServiceProvider services)
    {
        (Database, Store, Bank, _services) = (database, store, bank, services);
        Engine = services.GetRequiredService<SyncEngine>();
        Linker = services.GetRequiredService<AccountLinker>();
    }

    public LedgerDatabase Database { get; }

    public TimedStore Store { get; }

    public BankProvider Bank { get; }

    public SyncEngine Engine { get; }

    /// <summary>Takes a person's word for which account a feed shows.</summary>
    public AccountLinker Linker { get; }

    public static SyncOptions Options => new() { ScheduleEnabled = false, Node = "bench" };

    public static Task<EngineRig> Open(string connectionString) =>
        Open(connectionString, Options, VaultKeys.Generate());

    /// <summary>With row-level security, or without.</summary>
    public static Task<EngineRig> Open(string connectionString, bool isGuarded) =>
        Open(connectionString, Options, VaultKeys.Generate(), isGuarded);

    /// <summary>The same as one of several processes: under a name of its own, with the key of all.</summary>
    public static async Task<EngineRig> Open(
        string connectionString,
        SyncOptions options,
        string key,
        bool isGuarded = true
    )
    {
        var bank = new BankProvider();
        var hub = new EventHub();
        var database = await LedgerDatabase.Open(
            new StorageOptions { ConnectionString = connectionString, RowSecurity = isGuarded },
            hub,
            options.Node,
            TimeProvider.System,
            NullLogger.Instance,
            CancellationToken.None
        );
        var store = new TimedStore(database.Store);
        var services = new ServiceCollection()
            .AddSingleton(TimeProvider.System)
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.None))
            .AddSingleton<IProvider>(bank)
            .AddStorage(database, VaultKeys.From(key, []))
            .AddSingleton<ILedgerStore>(store)
            .AddSync(options, hub)
            .BuildServiceProvider();
        return new EngineRig(database, store, bank, services);
    }

    /// <summary>Only brings the schema up to date: for the tables that the limit is measured on.</summary>
    public static async Task Migrate(string connectionString)
    {
        await using var rig = await Open(connectionString);
    }

    /// <summary>Links a connection of that user, with one account.</summary>
    public async Task<Linked> Link(string tenant, string user, string itemId)
    {
        var account = BankProvider.AccountOf(itemId, asOf: BankProvider.LinkedAt);
        var (userId, connectionId, feeds) = await Link((tenant, user), (itemId, "ins_1"), [account]);
        return new Linked(userId, connectionId, feeds[0].AccountId);
    }

    /// <summary>Links a connection of that user at that bank, with those accounts.</summary>
    public async Task<(UserId UserId, ConnectionId ConnectionId, IReadOnlyList<Ledger.Feed> Feeds)> Link(
        (string Tenant, string Name) user,
        (string Id, string InstitutionId) item,
        IReadOnlyList<ProviderAccount> accounts
    )
    {
        var none = CancellationToken.None;
        var store = Database.Store;
        var userId = await store.EnsureUser(user.Tenant, user.Name, none);
        var now = TimeProvider.System.GetUtcNow();
        var connection = new Connection
        {
            Id = _ids.New<ConnectionId>(),
            UserId = userId,
            Provider = Bank.Name,
            ItemId = item.Id,
            InstitutionId = item.InstitutionId,
            InstitutionName = "First Bank",
            Version = 0,
            CreatedAt = now,
        };
        var run = FirstRun(connection, now);
        var plan = BalancePlanner.Plan(
            new PlanContext(connection.Id, run.Id, [], now, null),
            accounts,
            [],
            BalanceSource.Cached
        );
        var sealedToken = _services
            .GetRequiredService<ISecretVault>()
            .Seal(new ProtectedToken($"access-bench-{item.Id}"), userId, connection.Id);
        await store.AddConnection(new NewConnection(connection, sealedToken, run, []), none);
        await store.DescribeConnection(connection, plan, plan.Events, none);
        await store.CancelQueued(userId, run.Id, now, none);
        return (userId, connection.Id, plan.NewFeeds);
    }

    /// <summary>Syncs a connection as the schedule does it.</summary>
    /// <exception cref="InvalidOperationException">The run did not succeed: there is nothing to measure.</exception>
    public Task Sync(Linked linked) => Sync(linked.UserId, linked.ConnectionId);

    /// <summary>Syncs a connection as the schedule does it.</summary>
    /// <exception cref="InvalidOperationException">The run did not succeed: there is nothing to measure.</exception>
    public async Task Sync(UserId userId, ConnectionId connectionId)
    {
        var request = new SyncRequest(
            userId,
            connectionId,
            AccountId: null,
            SyncType.Transactions,
            Force: false,
            RunTrigger.Schedule
        );
        var run = await Engine.SyncNow(request, CancellationToken.None);
        if (run.Status != RunStatus.Succeeded)
        {
            throw new InvalidOperationException(
                $"The run ended {run.Status}: {run.Problem?.Code} {run.Problem?.Detail}"
            );
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Database.DisposeAsync();
    }

    private Run FirstRun(Connection connection, DateTimeOffset now) =>
        new()
        {
            Id = _ids.New<RunId>(),
            UserId = connection.UserId,
            ConnectionId = connection.Id,
            Type = SyncType.Transactions,
            Work = SyncWork.Transactions,
            Force = false,
            Trigger = RunTrigger.Link,
            Status = RunStatus.Queued,
            CreatedAt = now,
        };
}
