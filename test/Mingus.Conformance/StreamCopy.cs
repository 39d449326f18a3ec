using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Conformance;

/// <summary>A copy of a bank's rows, kept as the engine would: by id, in the order of the changes.</summary>
public sealed class StreamCopy
{
    private const int PagesMax = 10_000;

    private readonly SortedDictionary<string, ProviderChange.Upsert> rows = new(StringComparer.Ordinal);

    /// <summary>Where the next update begins; null before the first.</summary>
    public string? Cursor { get; private set; }

    /// <summary>How much history the last page spoke of.</summary>
    public HistoryStatus History { get; private set; }

    /// <summary>Live rows by transaction id.</summary>
    public IReadOnlyDictionary<string, ProviderChange.Upsert> Rows => rows;

    /// <summary>Accounts of the last page.</summary>
    public IReadOnlyList<ProviderAccount> Accounts { get; private set; } = [];

    /// <summary>Every page of one update, without applying any of it.</summary>
    /// <exception cref="ProviderException">The provider failed.</exception>
    public async Task<List<ProviderPage>> Fetch(
        IProvider provider,
        ProviderAccess access,
        int count,
        CancellationToken cancellationToken
    )
    {
        var pages = new List<ProviderPage>();
        var cursor = Cursor;
        while (true)
        {
            var page = await provider.GetPage(access, cursor, count, cancellationToken);
            pages.Add(page);
            if (!page.HasMore)
            {
                return pages;
            }

            Assert.True(pages.Count < PagesMax, "An update must end.");
            Assert.False(string.IsNullOrEmpty(page.NextCursor), "A page with more to come must say where.");
            Assert.NotEqual(cursor, page.NextCursor);
            cursor = page.NextCursor;
        }
    }

    /// <summary>Applies an update whole.</summary>
    public void Apply(List<ProviderPage> pages)
    {
        foreach (var change in pages.SelectMany(p => p.Changes))
        {
            if (change is ProviderChange.Upsert upsert)
            {
                rows[change.ProviderTransactionId] = upsert;
            }
            else
            {
                rows.Remove(change.ProviderTransactionId);
            }
        }

        Cursor = pages[^1].NextCursor ?? Cursor;
        History = pages[^1].History;
        Accounts = pages[^1].Accounts;
    }

    /// <summary>Fetches an update and applies it.</summary>
    /// <exception cref="ProviderException">The provider failed.</exception>
    public async Task Follow(
        IProvider provider,
        ProviderAccess access,
        int count,
        CancellationToken cancellationToken
    ) => Apply(await Fetch(provider, access, count, cancellationToken));
}
