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
    // Above every UUID and every number a list is ordered by: the position before the first item of a falling list.
    private static readonly PageKey Top = new(long.MaxValue, Guid.AllBitsSet);

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
            static row => MatchRows.ReadState(row, 1),
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
        var before = PageKey.Read(ListKind.Runs, page.After)?.Tie ?? Top.Tie;
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

    public async Task<Snapshot<Page<Finding>>> Findings(
        UserId userId,
        RunId? runId,
        FindingState? state,
        PageRequest page,
        CancellationToken cancellationToken
    )
    {
        var before = PageKey.Read(ListKind.Findings, page.After) ?? Top;
        var list = new Listing<Finding>(
            ListKind.Findings,
            page.Limit,
            FindingRows.Read,
            finding => new PageKey(finding.FoundAt.ToUnixTimeMilliseconds(), finding.Id.Value)
        );
        var query = new Query(userId).Read(
            Sql.ListFindings,
            args =>
            {
                PageRows.BindFalling(args, userId, before, list.RowsAsked);
                args.Text("state", state is { } wanted ? Words<FindingState>.Of(wanted) : null);
                args.Long("has_run", runId is null ? 0 : 1);
                args.Id("run_id", runId?.Value);
            },
            list.Read
        );
        await journal.Read(query.Script, cancellationToken);
        return query.Answer(list.Page);
    }

    public Task<Snapshot<Finding?>> Finding(UserId userId, FindingId findingId, CancellationToken cancellationToken) =>
        journal.One(
            userId,
            Sql.ReadFinding,
            args => args.Id("finding_id", findingId.Value),
            FindingRows.Read,
            cancellationToken
        );

    public async Task<Snapshot<Page<QuarantineItem>>> Quarantine(
        UserId userId,
        PageRequest page,
        CancellationToken cancellationToken
    )
    {
        var before = PageKey.Read(ListKind.Quarantine, page.After) ?? Top;
        var list = new Listing<QuarantineItem>(
            ListKind.Quarantine,
            page.Limit,
            FindingRows.ReadQuarantine,
            item => new PageKey(item.At.ToUnixTimeMilliseconds(), item.Id.Value)
        );
        var query = new Query(userId).Read(
            Sql.ListQuarantine,
            args => PageRows.BindFalling(args, userId, before, list.RowsAsked),
            list.Read
        );
        await journal.Read(query.Script, cancellationToken);
        return query.Answer(list.Page);
    }

    public async Task<Snapshot<Page<AccountLink>>> AccountLinks(
        UserId userId,
        PageRequest page,
        CancellationToken cancellationToken
    )
    {
        var before = PageKey.Read(ListKind.AccountLinks, page.After) ?? Top;
        var list = new Listing<AccountLink>(
            ListKind.AccountLinks,
            page.Limit,
            LinkRows.Read,
            link => new PageKey(link.At.ToUnixTimeMilliseconds(), link.Id.Value)
        );
        var query = new Query(userId).Read(
            Sql.ListAccountLinks,
            args => PageRows.BindFalling(args, userId, before, list.RowsAsked),
            list.Read
        );
        await journal.Read(query.Script, cancellationToken);
        return query.Answer(list.Page);
    }

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
        long? first = null;
        var query = new Query(userId)
            .Read(Sql.FirstEvent, args => args.Long("user_id", userId.Value), row => first = row.LongOrNull(0))
            .Read(
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
        // All events up to `last` were written; those before the first one left are kept no more.
        var isGap = after < last && after + 1 < (first ?? last + 1);
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
