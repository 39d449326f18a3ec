using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Bench.Feed;

/// <summary>
/// The change stream of one account. Each page has 500 changes, as they are usual: 405 posted and 25 pending rows that
/// are new, 25 posted rows that replace the pending ones of the page before and link to them, those 25 withdrawn, and
/// 20 rows of an earlier page told with another description. The first page has nothing to go back to: all its rows
/// are new.
/// </summary>
/// <param name="accountId">The provider's id of the account.</param>
/// <param name="pages">How many pages there are: spreads their dates over two years.</param>
internal sealed class PageMaker(string accountId, long pages)
{
    public const int Changes = 500;
    public const int RowsPerPage = 455;
    private const int Pending = 25;
    private const int Amended = 20;
    private const int AmendedFrom = 100;

    // What the bank holds after each page: it moves with the posted rows, as a bank's does.
    private readonly List<long> _balances = [];

    public string AccountId => accountId;

    public long Pages => pages;

    public static string Mix =>
        $"{Changes} changes a page: {RowsPerPage - 2 * Pending} posted, {Pending} pending, {Pending} posted with a "
        + $"link to a pending, {Pending} withdrawn, {Amended} amended";

    /// <summary>New rows of a page: pending ones first, then those that replace, then the others.</summary>
    public static IEnumerable<BankRow> Added(long page)
    {
        var first = page * RowsPerPage;
        for (var i = 0; i < RowsPerPage; i++)
        {
            var replaces =
                page > 0 && i is >= Pending and < 2 * Pending ? first - RowsPerPage + i - Pending : (long?)null;
            yield return new BankRow(first + i, IsPending: i < Pending, replaces, IsAmended: false);
        }

        // The first page fills up with rows that no other page has.
        for (var i = 0; page == 0 && i < Changes - RowsPerPage; i++)
        {
            yield return new BankRow(-1_000 - i, IsPending: false, null, IsAmended: false);
        }
    }

    /// <summary>Rows of the page before that this page withdraws.</summary>
    public static IEnumerable<BankRow> Removed(long page) => page == 0 ? [] : Added(page - 1).Take(Pending);

    /// <summary>Rows of the page before that this page tells differently.</summary>
    public static IEnumerable<BankRow> Modified(long page) =>
        page == 0 ? [] : Added(page - 1).Skip(AmendedFrom).Take(Amended).Select(row => row with { IsAmended = true });

    /// <summary>Minor units: the balance after the page, without what is pending.</summary>
    public long BalanceAfter(long page)
    {
        while (_balances.Count <= page)
        {
            var before = _balances.Count == 0 ? 100_000_000 : _balances[^1];
            _balances.Add(before + Added(_balances.Count).Where(row => !row.IsPending).Sum(row => row.AmountMinor));
        }

        return _balances[(int)page];
    }

    /// <summary>When the bank was read for the page: in the morning after its newest row.</summary>
    public DateTimeOffset ReadAt(long page) =>
        new(
            new BankRow(page * RowsPerPage, IsPending: false, Replaces: null, IsAmended: false)
                .DateOf(pages)
                .AddDays(1)
                .ToDateTime(new TimeOnly(6, 0)),
            TimeSpan.Zero
        );

    public static string CursorOf(long page) => $"cursor-{page:00000000}";

    /// <summary>The page as translation gives it.</summary>
    public ProviderPage Make(long page)
    {
        List<ProviderChange> changes =
        [
            .. Removed(page).Select(row => new ProviderChange.Removal(accountId, row.Id)),
            .. Added(page).Select(row => Upsert(row) with { IsAdded = true }),
            .. Modified(page).Select(Upsert),
        ];
        return new ProviderPage(
            [BankProvider.AccountOf(accountId, BalanceAfter(page), ReadAt(page))],
            changes,
            [],
            CursorOf(page + 1),
            HasMore: false,
            HistoryStatus.Complete,
            Bytes: 0,
            RequestId: null
        );
    }

    private ProviderChange.Upsert Upsert(BankRow row) => new(accountId, row.Id, row.ToContent(pages));
}
