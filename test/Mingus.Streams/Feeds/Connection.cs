using Mingus.Streams.World;

namespace Mingus.Streams.Feeds;

/// <summary>A connection at work: asked for every day in turn, it gives the pages of that day, mostly none.</summary>
internal abstract class Connection(ConnectionPlan plan)
{
    /// <summary>Plaid's largest page.</summary>
    private const int PageMax = 500;

    /// <summary>Banks whose accounts have an id that all connections share.</summary>
    private static readonly int[] PersistentBanks = [0, 4];
    private int pages;

    public ConnectionPlan Plan { get; } = plan;

    /// <summary>The pages of a day. Days must be asked for in order.</summary>
    public abstract IEnumerable<Page> On(DateOnly day);

    /// <summary>The accounts as they were last shown; before the first page, as on its day.</summary>
    public IReadOnlyList<FeedAccount> Shown { get; private set; } = [];

    /// <summary>The provider's id of an account, and its mask.</summary>
    protected abstract (string Id, string Mask) Feed(Account account);

    /// <summary>What is left to spend, in minor units; null where the source does not say.</summary>
    protected abstract long? Available(Account account, DateOnly day, long current);

    protected IEnumerable<Page> Pages(
        DateOnly day,
        List<Record> added,
        IReadOnlyList<Record> modified,
        IReadOnlyList<RecordKey> removed,
        Dictionary<RecordKey, Label> labels
    )
    {
        Shown = [.. Plan.Login.Accounts.Select(account => Show(account, day))];
        var at = 0;
        do
        {
            var part = added.GetRange(at, Math.Min(PageMax, added.Count - at));
            at += part.Count;
            var last = at == added.Count;
            yield return new Page
            {
                DeliveredOn = day,
                TenantId = Plan.Tenant,
                ItemId = Plan.Id,
                User = Plan.Login.User,
                InstitutionId = Plan.InstitutionId,
                Provider = Plan.Provider,
                Cursor = pages == 0 ? "" : CursorAfter(pages),
                NextCursor = CursorAfter(++pages),
                HasMore = !last,
                Accounts = Shown,
                Added = part,
                Modified = last ? modified : [],
                Removed = last ? removed : [],
                Labels = [.. part.Where(one => labels.ContainsKey(one.Key)).Select(one => labels[one.Key])],
            };
        } while (at < added.Count);
    }

    private string CursorAfter(int page) => $"c{Plan.Id}-{page}";

    private FeedAccount Show(Account account, DateOnly day)
    {
        var (id, mask) = Feed(account);
        var current = account.BalanceOn(day);
        var currency = account.Currency;
        var first = Plan.Generation == 1 && !Plan.IsSecondAggregator;
        return new FeedAccount
        {
            AccountId = id,
            Canonical = account.Id,
            Mask = mask,
            Name =
                Plan.IsFile ? account.Name.ToUpperInvariant()
                : first ? account.Name
                : $"{account.Name} ...{mask}",
            Type = account.IsCredit ? "credit" : "depository",
            Subtype = account.Subtype,
            PersistentId =
                Plan.Provider == "plaid" && PersistentBanks.Contains(account.Institution) ? account.PersistentId : null,
            Currency = currency.Code,
            Current = currency.Amount(current),
            Available = Available(account, day, current) is { } available ? currency.Amount(available) : null,
            Limit = account.LimitMinor is { } limit ? currency.Amount(limit) : null,
        };
    }
}
