using Mingus.Ledger;
using Mingus.Ledger.Link;
using Mingus.Ledger.Match;
using Mingus.Sync.Ports;

namespace Mingus.Simulation.Memory;

/// <summary>What the engine itself asks of the queries; what only the API asks is not here.</summary>
internal sealed class MemoryQueries(MemoryDatabase database) : ILedgerQueries
{
    public Task<Snapshot<Page<ConnectionView>>> Connections(
        UserId userId,
        PageRequest page,
        CancellationToken cancellationToken
    )
    {
        var user = database.Of(userId);
        var views = user.Connections.Values.Select(c => ViewOf(user, c)).ToList();
        return Answer(user, new Page<ConnectionView>(views, Next: null));
    }

    public Task<Snapshot<ConnectionView?>> Connection(
        UserId userId,
        ConnectionId connectionId,
        CancellationToken cancellationToken
    )
    {
        var user = database.Of(userId);
        var stored = user.Connections.GetValueOrDefault(connectionId);
        return Answer(user, stored is null ? null : ViewOf(user, stored));
    }

    public Task<Snapshot<Page<AccountView>>> Accounts(
        UserId userId,
        PageRequest page,
        CancellationToken cancellationToken
    )
    {
        var user = database.Of(userId);
        var shown = user.Accounts.Values.Where(a => user.Feeds.Values.Any(f => f.AccountId == a.Id));
        return Answer(user, new Page<AccountView>([.. shown.Select(a => ViewOf(user, a))], Next: null));
    }

    public Task<Snapshot<AccountView?>> Account(UserId userId, AccountId accountId, CancellationToken cancellationToken)
    {
        var user = database.Of(userId);
        while (user.AccountRedirects.TryGetValue(accountId, out var next))
        {
            accountId = next;
        }

        var account = user.Accounts.GetValueOrDefault(accountId);
        var isShown = account is not null && user.Feeds.Values.Any(f => f.AccountId == account.Id);
        return Answer(user, isShown ? ViewOf(user, account!) : null);
    }

    public Task<Snapshot<AccountMatchState?>> MatchState(
        UserId userId,
        AccountId accountId,
        CancellationToken cancellationToken
    )
    {
        var user = database.Of(userId);
        return Answer(user, user.MatchStates.GetValueOrDefault(accountId));
    }

    public Task<Snapshot<TransactionView?>> Transaction(
        UserId userId,
        TransactionId transactionId,
        CancellationToken cancellationToken
    )
    {
        var user = database.Of(userId);
        var id = user.Follow(transactionId);
        var records = user.RecordsOf(id).ToList();
        return Answer(
            user,
            records.Count == 0
                ? null
                : new TransactionView(
                    id,
                    records[0].AccountId,
                    records.Find(static r => r is { IsPrimary: true, IsLive: true }),
                    Annotation: null,
                    records.Min(static r => r.FirstSeenAt),
                    records.Max(static r => r.UpdatedAt),
                    records
                )
        );
    }

    public Task<Snapshot<Run?>> Run(UserId userId, RunId runId, CancellationToken cancellationToken)
    {
        var user = database.Of(userId);
        return Answer(user, user.Runs.GetValueOrDefault(runId)?.Run);
    }

    public Task<Snapshot<QuarantineItem?>> QuarantineItem(
        UserId userId,
        QuarantineId quarantineId,
        CancellationToken cancellationToken
    )
    {
        var user = database.Of(userId);
        return Answer(user, user.Quarantine.GetValueOrDefault(quarantineId));
    }

    public Task<Snapshot<Page<AccountLink>>> AccountLinks(
        UserId userId,
        PageRequest page,
        CancellationToken cancellationToken
    )
    {
        var user = database.Of(userId);
        return Answer(user, new Page<AccountLink>([.. user.Links.Values], Next: null));
    }

    public Task<Snapshot<Page<TransactionView>?>> Transactions(
        UserId userId,
        AccountId accountId,
        TransactionFilter filter,
        PageRequest page,
        CancellationToken cancellationToken
    ) => throw NotAsked();

    public Task<Snapshot<Page<BalanceSnapshot>?>> Balances(
        UserId userId,
        AccountId accountId,
        DateOnly? from,
        DateOnly? to,
        bool onePerDay,
        PageRequest page,
        CancellationToken cancellationToken
    ) => throw NotAsked();

    public Task<Snapshot<Page<Run>>> Runs(
        UserId userId,
        AccountId? accountId,
        ConnectionId? connectionId,
        PageRequest page,
        CancellationToken cancellationToken
    ) => throw NotAsked();

    public Task<Snapshot<Page<Finding>>> Findings(
        UserId userId,
        FindingFilter filter,
        PageRequest page,
        CancellationToken cancellationToken
    ) => throw NotAsked();

    public Task<Snapshot<Finding?>> Finding(UserId userId, FindingId findingId, CancellationToken cancellationToken) =>
        throw NotAsked();

    public Task<Snapshot<Page<QuarantineItem>>> Quarantine(
        UserId userId,
        PageRequest page,
        CancellationToken cancellationToken
    ) => throw NotAsked();

    public Task<EventPage> Events(UserId userId, long after, int limit, CancellationToken cancellationToken) =>
        throw NotAsked();

    public Task Ping(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<int> PruneEvents(DateTimeOffset before, CancellationToken cancellationToken) => throw NotAsked();

    private static NotSupportedException NotAsked() => new("The engine does not ask this.");

    private static Task<Snapshot<T>> Answer<T>(UserLedger user, T value) =>
        Task.FromResult(new Snapshot<T>(user.LastSequence, value));

    private static ConnectionView ViewOf(UserLedger user, StoredConnection stored) =>
        new(
            stored.Connection,
            [
                .. user
                    .Feeds.Values.Where(f => f.ConnectionId == stored.Connection.Id)
                    .Select(static f => f.AccountId)
                    .Distinct(),
            ],
            [.. stored.States.Values]
        );

    private static AccountView ViewOf(UserLedger user, Account account)
    {
        var feeds = user.Feeds.Values.Where(f => f.AccountId == account.Id).ToList();
        BalanceSnapshot? newest = null;
        foreach (var balance in feeds.Select(f => user.LastBalance(f.Id, static _ => true)).OfType<BalanceSnapshot>())
        {
            newest = newest is null || balance.AsOf >= newest.AsOf ? balance : newest;
        }

        return new AccountView(
            account,
            newest,
            [.. feeds.Select(f => FeedViewOf(user, f))],
            user.Findings.Values.Count(f =>
                f is { State: FindingState.Open, Severity: Severity.Error } && f.AccountId == account.Id
            ),
            ActiveRun: null
        );
    }

    private static FeedView FeedViewOf(UserLedger user, Feed feed)
    {
        var stored = user.Connections[feed.ConnectionId];
        return new FeedView(feed, stored.Connection, [.. stored.States.Values])
        {
            Coverage = user.Coverage.GetValueOrDefault(feed.Id),
        };
    }
}
