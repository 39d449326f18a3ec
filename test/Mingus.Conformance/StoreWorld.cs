using Mingus.Ledger;
using Mingus.Ledger.Coverage;
using Mingus.Ledger.Match;
using Mingus.Ledger.Plan;
using Mingus.Sync.Ports;

namespace Mingus.Conformance;

/// <summary>One user with one linked connection, one account and one feed, and short words for what tests do with
/// them.</summary>
public sealed class StoreWorld
{
    private static long _made;

    private StoreWorld(StoreNode node, ManualTime time, UserId userId)
    {
        Node = node;
        Time = time;
        UserId = userId;
    }

    public StoreNode Node { get; }

    public ManualTime Time { get; }

    public UserId UserId { get; }

    public DateTimeOffset Now => Time.GetUtcNow();

    public Connection Connection { get; private set; } = null!;

    public Account Account { get; private set; } = null!;

    public Feed Feed { get; private set; } = null!;

    public Run FirstRun { get; private set; } = null!;

    /// <summary>What stands in for the vault.</summary>
    public Func<UserId, ConnectionId, byte[]> Seal { get; set; } = static (_, _) => [1, 2, 3];

    /// <summary>The version the user's ledger had after the last write of this world.</summary>
    public long UserVersion { get; private set; }

    /// <summary>A user of its own, with a connection.</summary>
    public static async Task<StoreWorld> Create(StoreNode node, ManualTime time)
    {
        var number = Interlocked.Increment(ref _made);
        var userId = await node.Store.EnsureUser("tenant", $"person {number}", Token);
        var world = new StoreWorld(node, time, userId);
        await world.Link($"item {number}");
        return world;
    }

    public static CancellationToken Token => CancellationToken.None;

    /// <summary>A new id, as random as it needs to be.</summary>
    public Guid NewId() => PrefixedId.Derive(Now, $"id {Interlocked.Increment(ref _made)}");

    /// <summary>Links a bank with one account and makes it the world's.</summary>
    public async Task<AddedConnection> Link(string itemId)
    {
        Connection = new Connection
        {
            Id = new ConnectionId(NewId()),
            UserId = UserId,
            Provider = "plaid",
            ItemId = itemId,
            InstitutionId = "ins_1",
            InstitutionName = "First Bank",
            Version = 0,
            CreatedAt = Now,
        };
        Account = new Account(
            new AccountId(NewId()),
            "Checking",
            "Gold Checking",
            "0000",
            AccountKind.Depository,
            "checking",
            Currency.Official("USD")
        );
        Feed = new Feed(
            new FeedId(NewId()),
            Connection.Id,
            Account.Id,
            $"account of {itemId}",
            "persistent",
            "Checking",
            "0000",
            Now
        );
        FirstRun = NewRun(RunStatus.Queued, RunTrigger.Link);
        var plan = new SyncPlan { NewAccounts = [Account], NewFeeds = [Feed] };
        var added = await Node.Store.AddConnection(
            new NewConnection(Connection, Seal(UserId, Connection.Id), FirstRun, [Event("connection.changed")]),
            Token
        );
        if (added.IsNew)
        {
            await Node.Store.DescribeConnection(Connection, plan, [], Token);
        }

        await Reload();
        return added;
    }

    public Run NewRun(RunStatus status = RunStatus.Queued, RunTrigger trigger = RunTrigger.Person) =>
        new()
        {
            Id = new RunId(NewId()),
            UserId = UserId,
            ConnectionId = Connection.Id,
            Type = SyncType.Transactions,
            Work = SyncWork.Transactions,
            Force = false,
            Trigger = trigger,
            Status = status,
            CreatedAt = Now,
            StartedAt = status == RunStatus.Queued ? null : Now,
        };

    public LedgerEvent Event(string type) => new(type, Now) { ConnectionId = Connection.Id };

    /// <summary>Begins a run and keeps the connection as it then is.</summary>
    public async Task<Run> Begin(Run? run = null, StoreNode? node = null)
    {
        var begun = (run ?? FirstRun) with { Status = RunStatus.Running, StartedAt = Now };
        var start = await TryBegin(begun, node);
        Connection = ((RunStart.Started)start).Context.Connection;
        return begun;
    }

    public Task<RunStart> TryBegin(Run run, StoreNode? node = null)
    {
        var by = node ?? Node;
        return by.Store.Begin(new BeginRun(run, by.Name, Now.AddMinutes(2), [Event("sync.started")]), Token);
    }

    /// <summary>Commits a plan as the whole of a run begun for it.</summary>
    public async Task<CommitOutcome> CommitPlan(SyncPlan plan)
    {
        var run = await Begin(NewRun());
        return await Commit(run with { Status = RunStatus.Succeeded, EndedAt = Now }, plan, UserVersion);
    }

    public async Task<CommitOutcome> Commit(
        Run run,
        SyncPlan plan,
        long? sliceVersion = null,
        params IReadOnlyList<LedgerEvent> events
    )
    {
        var outcome = await Node.Store.Commit(
            new SyncCommit
            {
                Connection = Connection,
                Run = run,
                Plan = plan,
                SliceUserVersion = sliceVersion,
                Events = events,
                LeaseUntil = Now.AddMinutes(2),
            },
            Token
        );
        if (outcome.Result == CommitResult.Committed)
        {
            Connection = Connection with { Version = Connection.Version + 1 };
            UserVersion = outcome.UserVersion;
        }

        return outcome;
    }

    public async Task Reload()
    {
        var context = await Node.Store.LoadConnection(UserId, Connection.Id, Token);
        UserVersion = context?.UserVersion ?? 0;
        Connection = context?.Connection ?? Connection;
    }

    /// <summary>Erases a connection; nothing is remembered of accounts that stay.</summary>
    public async Task<EraseResult> Erase(ConnectionId connectionId)
    {
        var remembered = new Remembered(new Dictionary<AccountId, AccountMatchState>(), (await Slice()).UserVersion);
        return await Node.Edits.Erase(UserId, connectionId, remembered, Now, Token);
    }

    public Task<LedgerSlice> Slice(params string[] ids) =>
        Node.Store.LoadSlice(
            new SliceRequest(UserId, Connection.Id, [.. ids.Select(id => new RecordKey(Feed.Id, id))]),
            Token
        );

    /// <summary>The slice of a window.</summary>
    public Task<LedgerSlice> Window(BackfillWindow window, params string[] ids) =>
        Node.Store.LoadSlice(
            new SliceRequest(UserId, Connection.Id, [.. ids.Select(id => new RecordKey(Feed.Id, id))])
            {
                Window = window,
            },
            Token
        );

    /// <summary>A posted record with a transaction of its own.</summary>
    public LedgerRecord Record(string id, long minor = -1240, string date = "2026-03-01", bool pending = false) =>
        new()
        {
            FeedId = Feed.Id,
            AccountId = Account.Id,
            ProviderTransactionId = id,
            Content = new RecordContent
            {
                Amount = new Money(minor, Currency.Official("USD")),
                Date = DateOnly.Parse(date),
                IsPending = pending,
                Description = $"Coffee {id}",
            },
            Fingerprint = new Fingerprint(1, new string('a', 64)),
            TransactionId = new TransactionId(NewId()),
            IsPrimary = true,
            FirstSeenAt = Now,
            UpdatedAt = Now,
        };

    /// <summary>So many records that a store may write them in another way than a few.</summary>
    public const int Many = 300;

    /// <summary>Posted records with transactions of their own.</summary>
    public LedgerRecord[] Records(string name, int count) =>
        [.. Enumerable.Range(0, count).Select(i => Record($"{name} {i}", minor: i))];

    /// <summary>Adds records in one commit.</summary>
    public async Task Add(params LedgerRecord[] records)
    {
        var outcome = await CommitPlan(Adding(records));
        Assert.Equal(CommitResult.Committed, outcome.Result);
    }

    public static SyncPlan Adding(params LedgerRecord[] records) =>
        new() { Records = [.. records.Select(r => new RecordChange(ChangeKind.Added, r, Before: null))] };

    public Finding Finding(string check, params (string Name, string Value)[] evidence) =>
        new(
            new FindingId(NewId()),
            Account.Id,
            Connection.Id,
            check,
            Severity.Error,
            "Something is off.",
            evidence.ToDictionary(e => e.Name, e => e.Value, StringComparer.Ordinal),
            ProblemActions.Retry,
            FindingState.Open,
            Now,
            FirstRun.Id
        );

    public QuarantineItem Quarantined(string? providerTransactionId, string payload = "{}") =>
        new(
            new QuarantineId(NewId()),
            Connection.Id,
            Account.Id,
            QuarantineKind.Record,
            Feed.ProviderAccountId,
            providerTransactionId,
            "amount",
            "it is no number",
            payload,
            Now,
            FirstRun.Id
        );

    public BalanceSnapshot Balance(long minor, DateTimeOffset asOf, bool withUpdate = true) =>
        new(
            Account.Id,
            Feed.Id,
            new Money(minor, Account.Currency),
            null,
            null,
            asOf,
            Now,
            BalanceSource.Cached,
            withUpdate
        );

    /// <summary>The feed's coverage as a run begins with it.</summary>
    public async Task<FeedCoverage?> Coverage()
    {
        var context = await Node.Store.LoadConnection(UserId, Connection.Id, Token);
        return context!.Feeds.Single(feed => feed.Feed.Id == Feed.Id).Coverage;
    }

    public async Task<IReadOnlyList<TransactionView>> Transactions(TransactionFilter? filter = null)
    {
        var page = await Node.Queries.Transactions(
            UserId,
            Account.Id,
            filter ?? new TransactionFilter(),
            new PageRequest(500, After: null),
            Token
        );
        return page.Value!.Items;
    }

    public async Task<IReadOnlyList<StoredEvent>> Events(long after = 0) =>
        (await Node.Queries.Events(UserId, after, 1_000, Token)).Items;

    /// <summary>The events as another node reads them.</summary>
    public async Task<IReadOnlyList<StoredEvent>> Events(StoreNode node) =>
        (await node.Queries.Events(UserId, after: 0, 1_000, Token)).Items;
}
