using Mingus.Ledger;
using Mingus.Ledger.Coverage;
using Mingus.Storage.Rows;
using Mingus.Storage.Scripts;
using Mingus.Sync.Ports;

namespace Mingus.Storage;

/// <summary>Connections, accounts and their balances. A user has few of them: what hangs on them is read whole and
/// joined here.</summary>
internal sealed class AccountQueries(Journal journal)
{
    public async Task<Snapshot<Page<ConnectionView>>> Connections(
        UserId userId,
        PageRequest page,
        CancellationToken cancellationToken
    )
    {
        var list = new Listing<(Connection Connection, long Row)>(
            ListKind.Connections,
            page.Limit,
            row => (ConnectionRows.Read(row), row.Long(ConnectionRows.Columns)),
            item => new PageKey(item.Row, Guid.Empty)
        );
        var after = PageKey.Read(ListKind.Connections, page.After)?.Order ?? 0;
        var neighbours = new Neighbours();
        var query = neighbours
            .AddTo(new Query(userId), userId)
            .Read(Sql.ListConnections, args => BindRising(args, userId, after, list.RowsAsked), list.Read);
        await journal.Read(query.Script, cancellationToken);
        var items = list.Items.Select(item => neighbours.View(item.Connection)).ToList();
        return query.Answer(new Page<ConnectionView>(items, list.Next));
    }

    public async Task<Snapshot<ConnectionView?>> Connection(
        UserId userId,
        ConnectionId connectionId,
        CancellationToken cancellationToken
    )
    {
        var neighbours = new Neighbours();
        var query = neighbours.AddTo(new Query(userId), userId);
        await journal.Read(query.Script, cancellationToken);
        return query.Answer(
            neighbours.Connections.TryGetValue(connectionId, out var found) ? neighbours.View(found) : null
        );
    }

    public async Task<Snapshot<Page<AccountView>>> Accounts(
        UserId userId,
        PageRequest page,
        CancellationToken cancellationToken
    )
    {
        var list = new Listing<AccountRow>(
            ListKind.Accounts,
            page.Limit,
            AccountRow.Read,
            account => new PageKey(account.RowNumber, Guid.Empty)
        );
        var after = PageKey.Read(ListKind.Accounts, page.After)?.Order ?? 0;
        var neighbours = new Neighbours();
        var query = neighbours
            .AddTo(new Query(userId), userId)
            .Read(Sql.ListAccounts, args => BindRising(args, userId, after, list.RowsAsked), list.Read);
        await journal.Read(query.Script, cancellationToken);
        return query.Answer(new Page<AccountView>([.. list.Items.Select(neighbours.View)], list.Next));
    }

    public async Task<Snapshot<AccountView?>> Account(
        UserId userId,
        AccountId accountId,
        CancellationToken cancellationToken
    )
    {
        AccountRow? found = null;
        var neighbours = new Neighbours();
        var query = neighbours
            .AddTo(new Query(userId), userId)
            .Read(
                Sql.ReadAccount,
                args =>
                {
                    args.Long("user_id", userId.Value);
                    args.Id("account_id", accountId.Value);
                },
                row => found = AccountRow.Read(row)
            );
        await journal.Read(query.Script, cancellationToken);
        var view = found is null ? null : neighbours.View(found);
        if (
            view is { Feeds.Count: 0 }
            && await Redirects.Follow(journal, userId, accountId.Value, cancellationToken) is { } current
        )
        {
            return await Account(userId, new AccountId(current), cancellationToken);
        }

        return query.Answer(view);
    }

    public async Task<Snapshot<Page<BalanceSnapshot>?>> Balances(
        UserId userId,
        AccountId accountId,
        DateOnly? from,
        DateOnly? to,
        bool onePerDay,
        PageRequest page,
        CancellationToken cancellationToken
    )
    {
        var list = new Listing<(BalanceSnapshot Balance, long Row)>(
            ListKind.Balances,
            page.Limit,
            row => (AccountRows.ReadBalance(row), row.Long(AccountRows.BalanceColumns)),
            item => new PageKey(item.Balance.AsOf.ToUnixTimeMilliseconds(), FromRow(item.Row))
        );
        var end = new PageKey(to is { } last ? StartOf(last) + MillisecondsPerDay : long.MaxValue, Guid.Empty);
        var before = PageKey.Read(ListKind.Balances, page.After) is { } key && key.Order < end.Order ? key : end;
        var hasAccount = false;
        void OfAccount(IArgs args)
        {
            args.Long("user_id", userId.Value);
            args.Id("account_id", accountId.Value);
        }

        var query = new Query(userId)
            .Read(Sql.HasAccount, OfAccount, _ => hasAccount = true)
            .Read(
                onePerDay ? Sql.ListDailyBalances : Sql.ListBalances,
                args =>
                {
                    OfAccount(args);
                    args.Long("from", from is { } first ? StartOf(first) : long.MinValue);
                    args.Long("before", before.Order);
                    args.Long("before_row", ToRow(before.Tie));
                    args.Long("limit", list.RowsAsked);
                },
                list.Read
            );
        await journal.Read(query.Script, cancellationToken);
        return query.Answer(
            hasAccount ? new Page<BalanceSnapshot>([.. list.Items.Select(item => item.Balance)], list.Next) : null
        );
    }

    private const long MillisecondsPerDay = 86_400_000;

    private static long StartOf(DateOnly day) =>
        new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeMilliseconds();

    private static Guid FromRow(long row) => new((int)(row >> 32), 0, 0, BitConverter.GetBytes(row));

    private static long ToRow(Guid tie) => BitConverter.ToInt64(tie.ToByteArray(), 8);

    private static void BindRising(IArgs args, UserId userId, long after, int rows)
    {
        args.Long("user_id", userId.Value);
        args.Long("after", after);
        args.Long("limit", rows);
    }
}

/// <summary>An account with its shown balance and its grave findings, as the statement gives it.</summary>
internal sealed record AccountRow(Account Account, BalanceSnapshot? Balance, int OpenFindings, long RowNumber)
{
    private const int FindingsColumn = AccountRows.Columns + AccountRows.BalanceColumns;

    public static AccountRow Read(IRow row) =>
        new(
            AccountRows.Read(row),
            AccountRows.ReadBalanceOrNull(row, AccountRows.Columns),
            row.Int(FindingsColumn),
            row.Long(FindingsColumn + 1)
        );
}

/// <summary>A user's connections, feeds, states and active runs, to be joined to what is listed.</summary>
internal sealed class Neighbours
{
    private readonly List<Feed> _feeds = [];
    private readonly Dictionary<FeedId, FeedCoverage> _coverage = [];
    private readonly Dictionary<ConnectionId, List<SyncState>> _states = [];
    private readonly List<Run> _active = [];

    public Dictionary<ConnectionId, Connection> Connections { get; } = [];

    public Query AddTo(Query query, UserId userId)
    {
        void OfUser(IArgs args) => args.Long("user_id", userId.Value);

        return query
            .Read(Sql.ListFeeds, OfUser, ReadFeed)
            .Read(Sql.ListSchedules, OfUser, ReadState)
            .Read(Sql.ListActiveRuns, OfUser, row => _active.Add(RunRows.Read(row)))
            .Read(
                Sql.ListConnections,
                args =>
                {
                    OfUser(args);
                    args.Long("after", 0);
                    args.Long("limit", int.MaxValue);
                },
                row =>
                {
                    var connection = ConnectionRows.Read(row);
                    Connections.Add(connection.Id, connection);
                }
            );
    }

    public ConnectionView View(Connection connection) =>
        new(
            connection,
            [.. _feeds.Where(f => f.ConnectionId == connection.Id).Select(f => f.AccountId).Distinct()],
            StatesOf(connection.Id)
        );

    public AccountView View(AccountRow row)
    {
        var feeds = _feeds.FindAll(f => f.AccountId == row.Account.Id);
        var active = _active.FindAll(run => feeds.Exists(f => f.ConnectionId == run.ConnectionId));
        return new AccountView(
            row.Account,
            row.Balance,
            [.. feeds.Select(View)],
            row.OpenFindings,
            active.Find(run => run.Status == RunStatus.Running) ?? active.FirstOrDefault()
        );
    }

    private FeedView View(Feed feed) =>
        new(feed, Connections[feed.ConnectionId], StatesOf(feed.ConnectionId))
        {
            Coverage = _coverage.GetValueOrDefault(feed.Id),
        };

    private void ReadFeed(IRow row)
    {
        var feed = AccountRows.ReadFeed(row);
        _feeds.Add(feed);
        if (CoverageRows.ReadOrNull(row, feed.Id, AccountRows.FeedColumns) is { } coverage)
        {
            _coverage.Add(feed.Id, coverage);
        }
    }

    private List<SyncState> StatesOf(ConnectionId id) => _states.GetValueOrDefault(id) ?? [];

    private void ReadState(IRow row)
    {
        var id = new ConnectionId(row.Id(0));
        if (!_states.TryGetValue(id, out var states))
        {
            _states.Add(id, states = []);
        }

        states.Add(ConnectionRows.ReadState(row));
    }
}
