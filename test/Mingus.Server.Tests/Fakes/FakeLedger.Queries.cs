using Mingus.Ledger;
using Mingus.Ledger.Link;
using Mingus.Ledger.Match;
using Mingus.Sync.Ports;

namespace Mingus.Server.Tests.Fakes;

internal sealed partial class FakeLedger : ILedgerQueries
{
    public Task<Snapshot<Page<ConnectionView>>> Connections(
        UserId userId,
        PageRequest page,
        CancellationToken cancellationToken
    ) => Seen(userId, PageOf(ConnectionViews, page), new([], null));

    public Task<Snapshot<ConnectionView?>> Connection(
        UserId userId,
        ConnectionId connectionId,
        CancellationToken cancellationToken
    ) => Seen(userId, ConnectionViews.Find(v => v.Connection.Id == connectionId), null);

    public Task<Snapshot<Page<AccountView>>> Accounts(
        UserId userId,
        PageRequest page,
        CancellationToken cancellationToken
    ) => Seen(userId, PageOf(AccountViews, page), new([], null));

    public Task<Snapshot<AccountView?>> Account(
        UserId userId,
        AccountId accountId,
        CancellationToken cancellationToken
    ) => Seen(userId, AccountViews.Find(v => v.Account.Id == accountId), null);

    public Task<Snapshot<Page<TransactionView>?>> Transactions(
        UserId userId,
        AccountId accountId,
        TransactionFilter filter,
        PageRequest page,
        CancellationToken cancellationToken
    )
    {
        LastFilter = filter;
        var found = TransactionViews
            .Where(view => view.AccountId == accountId)
            .Select(view => filter.IncludeRecords ? view : view with { Records = null });
        var isKnown = AccountViews.Exists(view => view.Account.Id == accountId);
        return Seen(userId, isKnown ? PageOf(found, page) : null, null);
    }

    public Task<Snapshot<TransactionView?>> Transaction(
        UserId userId,
        TransactionId transactionId,
        CancellationToken cancellationToken
    ) => Seen(userId, TransactionViews.Find(v => v.Id == transactionId), null);

    public Task<Snapshot<Page<BalanceSnapshot>?>> Balances(
        UserId userId,
        AccountId accountId,
        DateOnly? from,
        DateOnly? to,
        bool onePerDay,
        PageRequest page,
        CancellationToken cancellationToken
    ) => Seen<Page<BalanceSnapshot>?>(userId, PageOf(BalanceList.Where(b => b.AccountId == accountId), page), null);

    public Task<Snapshot<Page<Run>>> Runs(
        UserId userId,
        AccountId? accountId,
        ConnectionId? connectionId,
        PageRequest page,
        CancellationToken cancellationToken
    ) => Seen(userId, PageOf(RunList, page), new([], null));

    public Task<Snapshot<Run?>> Run(UserId userId, RunId runId, CancellationToken cancellationToken) =>
        Seen(userId, RunList.Find(run => run.Id == runId), null);

    public Task<Snapshot<Page<Finding>>> Findings(
        UserId userId,
        FindingFilter filter,
        PageRequest page,
        CancellationToken cancellationToken
    )
    {
        var found = FindingList.Where(f =>
            (filter.State is null || f.State == filter.State)
            && (filter.RunId is null || f.RunId == filter.RunId)
            && (filter.AccountId is null || f.AccountId == filter.AccountId)
        );
        return Seen(userId, PageOf(found, page), new([], null));
    }

    public Task<Snapshot<Finding?>> Finding(UserId userId, FindingId findingId, CancellationToken cancellationToken) =>
        Seen(userId, FindingList.Find(f => f.Id == findingId), null);

    public Task<Snapshot<Page<AccountLink>>> AccountLinks(
        UserId userId,
        PageRequest page,
        CancellationToken cancellationToken
    ) => Seen(userId, PageOf(Links, page), new([], null));

    public Task<Snapshot<AccountMatchState?>> MatchState(
        UserId userId,
        AccountId accountId,
        CancellationToken cancellationToken
    ) => Seen<AccountMatchState?>(userId, MatchStates.GetValueOrDefault(accountId), null);

    public Task<Snapshot<Page<QuarantineItem>>> Quarantine(
        UserId userId,
        PageRequest page,
        CancellationToken cancellationToken
    ) => Seen(userId, PageOf(QuarantineList, page), new([], null));

    public Task<Snapshot<QuarantineItem?>> QuarantineItem(
        UserId userId,
        QuarantineId quarantineId,
        CancellationToken cancellationToken
    ) => Seen(userId, QuarantineList.Find(item => item.Id == quarantineId), null);

    public Task<EventPage> Events(UserId userId, long after, int limit, CancellationToken cancellationToken)
    {
        lock (EventList)
        {
            var last = userId == Owner ? Sequence : 0;
            var items = EventList.Where(e => userId == Owner && e.Sequence > after).Take(limit).ToList();
            return Task.FromResult(new EventPage(items, last, userId == Owner && after < PrunedUpTo));
        }
    }

    public Task Ping(CancellationToken cancellationToken) => IsDown ? throw new TimeoutException() : Task.CompletedTask;

    public Task<int> PruneEvents(DateTimeOffset before, CancellationToken cancellationToken) => Task.FromResult(0);
}
