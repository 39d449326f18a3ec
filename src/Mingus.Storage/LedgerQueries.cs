using Mingus.Ledger;
using Mingus.Ledger.Link;
using Mingus.Ledger.Match;
using Mingus.Storage.Rows;
using Mingus.Storage.Scripts;
using Mingus.Sync.Ports;

namespace Mingus.Storage;

/// <summary>What is read for people and programs. Every script begins with the user's row: its sequence is the
/// snapshot's.</summary>
internal sealed class LedgerQueries(Journal journal) : ILedgerQueries
{
    private static readonly FallingList<AccountLink> LinkList = new(
        ListKind.AccountLinks,
        Sql.ListAccountLinks,
        LinkRows.Read,
        static item => (item.At, item.Id.Value)
    );

    private static readonly FallingList<QuarantineItem> QuarantineList = new(
        ListKind.Quarantine,
        Sql.ListQuarantine,
        FindingRows.ReadQuarantine,
        static item => (item.At, item.Id.Value)
    );

    private static readonly FallingList<Finding> FindingList = new(
        ListKind.Findings,
        Sql.ListFindings,
        FindingRows.Read,
        static item => (item.FoundAt, item.Id.Value)
    );

    private readonly AccountQueries _accounts = new(journal);
    private readonly TransactionQueries _transactions = new(journal);

    public Task<Snapshot<Page<ConnectionView>>> Connections(
        UserId userId,
        PageRequest page,
        CancellationToken cancellationToken
    ) => _accounts.Connections(userId, page, cancellationToken);

    public Task<Snapshot<ConnectionView?>> Connection(
        UserId userId,
        ConnectionId connectionId,
        CancellationToken cancellationToken
    ) => _accounts.Connection(userId, connectionId, cancellationToken);

    public Task<Snapshot<Page<AccountView>>> Accounts(
        UserId userId,
        PageRequest page,
        CancellationToken cancellationToken
    ) => _accounts.Accounts(userId, page, cancellationToken);

    public Task<Snapshot<AccountView?>> Account(
        UserId userId,
        AccountId accountId,
        CancellationToken cancellationToken
    ) => _accounts.Account(userId, accountId, cancellationToken);

    public Task<Snapshot<AccountMatchState?>> MatchState(
        UserId userId,
        AccountId accountId,
        CancellationToken cancellationToken
    ) =>
        journal.One(
            userId,
            Sql.ReadMatchState,
            args => args.Id("account_id", accountId.Value),
            static row => MatchRows.ReadState(row.Utf8(1)),
            cancellationToken
        );

    public Task<Snapshot<Page<TransactionView>?>> Transactions(
        UserId userId,
        AccountId accountId,
        TransactionFilter filter,
        PageRequest page,
        CancellationToken cancellationToken
    ) => _transactions.List(userId, accountId, filter, page, cancellationToken);

    public Task<Snapshot<TransactionView?>> Transaction(
        UserId userId,
        TransactionId transactionId,
        CancellationToken cancellationToken
    ) => _transactions.Read(userId, transactionId, cancellationToken);

    public Task<Snapshot<Page<BalanceSnapshot>?>> Balances(
        UserId userId,
        AccountId accountId,
        DateOnly? from,
        DateOnly? to,
        bool onePerDay,
        PageRequest page,
        CancellationToken cancellationToken
    ) => _accounts.Balances(userId, accountId, from, to, onePerDay, page, cancellationToken);

    public async Task<Snapshot<Page<Run>>> Runs(
        UserId userId,
        AccountId? accountId,
        ConnectionId? connectionId,
        PageRequest page,
        CancellationToken cancellationToken
    )
    {
        var before = PageKey.Read(ListKind.Runs, page.After)?.Tie ?? PageKey.Top.Tie;
        var statement =
            accountId is not null ? Sql.ListAccountRuns
            : connectionId is not null ? Sql.ListConnectionRuns
            : Sql.ListRuns;
        var list = new Listing<Run>(ListKind.Runs, page.Limit, RunRows.Read, run => new PageKey(0, run.Id.Value));
        var query = new Query(userId).Read(
            statement,
            args =>
            {
                args.Long("user_id", userId.Value);
                args.Id("before", before);
                args.Long("limit", list.RowsAsked);
                if (accountId is { } account)
                {
                    args.Id("account_id", account.Value);
                }
                else if (connectionId is { } connection)
                {
                    args.Id("connection_id", connection.Value);
                }
            },
            list.Read
        );
        await journal.Read(query.Script, cancellationToken);
        return query.Answer(list.Page);
    }

    public Task<Snapshot<Run?>> Run(UserId userId, RunId runId, CancellationToken cancellationToken) =>
        journal.One(userId, Sql.ReadRun, args => args.Id("run_id", runId.Value), RunRows.Read, cancellationToken);

    public Task<Snapshot<Page<Finding>>> Findings(
        UserId userId,
        FindingFilter filter,
        PageRequest page,
        CancellationToken cancellationToken
    ) =>
        journal.Falling(
            userId,
            FindingList,
            page,
            args =>
            {
                args.Text("state", filter.State is { } wanted ? Words<FindingState>.Of(wanted) : null);
                args.Long("has_run", filter.RunId is null ? 0 : 1);
                args.Id("run_id", filter.RunId?.Value);
                args.Long("has_account", filter.AccountId is null ? 0 : 1);
                args.Id("account_id", filter.AccountId?.Value);
            },
            cancellationToken
        );

    public Task<Snapshot<Finding?>> Finding(UserId userId, FindingId findingId, CancellationToken cancellationToken) =>
        journal.One(
            userId,
            Sql.ReadFinding,
            args => args.Id("finding_id", findingId.Value),
            FindingRows.Read,
            cancellationToken
        );

    public Task<Snapshot<Page<QuarantineItem>>> Quarantine(
        UserId userId,
        PageRequest page,
        CancellationToken cancellationToken
    ) => journal.Falling(userId, QuarantineList, page, static _ => { }, cancellationToken);

    public Task<Snapshot<Page<AccountLink>>> AccountLinks(
        UserId userId,
        PageRequest page,
        CancellationToken cancellationToken
    ) => journal.Falling(userId, LinkList, page, static _ => { }, cancellationToken);

    public Task<Snapshot<QuarantineItem?>> QuarantineItem(
        UserId userId,
        QuarantineId quarantineId,
        CancellationToken cancellationToken
    ) =>
        journal.One(
            userId,
            Sql.ReadQuarantine,
            args => args.Id("quarantine_id", quarantineId.Value),
            FindingRows.ReadQuarantine,
            cancellationToken
        );

    public async Task<EventPage> Events(UserId userId, long after, int limit, CancellationToken cancellationToken)
    {
        var items = new List<StoredEvent>();
        var query = new Query(userId).Read(
            Sql.ListEvents,
            args =>
            {
                args.Long("user_id", userId.Value);
                args.Long("after", after);
                args.Long("limit", limit);
            },
            row =>
                items.Add(
                    new StoredEvent(
                        row.Long(0),
                        row.Text(1),
                        row.IdOrNull(2) is { } account ? new AccountId(account) : null,
                        row.Text(3)
                    )
                )
        );
        await journal.Read(query.Script, cancellationToken);
        var last = query.Sequence;
        // Every number up to `last` was an event's: one that is not there is kept no more, or was of a life that a
        // restored backup knows nothing of.
        var next = items.Count > 0 ? items[0].Sequence : last + 1;
        var isGap = after < last && after + 1 < next;
        return new EventPage(items, last, isGap);
    }

    public Task Ping(CancellationToken cancellationToken) =>
        journal.Read(new Script().Run(Sql.Ping, static _ => { }), cancellationToken);

    public async Task<int> PruneEvents(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var pruned = 0;
        var script = new Script().Read(Sql.PruneEvents, args => args.Instant("before", before), _ => pruned++);
        await journal.Write(script, cancellationToken);
        return pruned;
    }
}
