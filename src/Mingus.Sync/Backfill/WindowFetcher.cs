using Mingus.Ledger;
using Mingus.Ledger.Coverage;
using Mingus.Ledger.Plan;
using Mingus.Sync.Ports;

namespace Mingus.Sync.Backfill;

/// <summary>What a window held, and the bytes it came in.</summary>
internal sealed record FetchedWindow(WindowAnswer Answer, long Bytes);

/// <summary>
/// Fetches all pages of a window. Records arrive and go between two calls and shift the pages after them: a total that
/// changes begins the window again, and a record that comes twice counts once (plaid-contract 6).
/// </summary>
internal sealed class WindowFetcher(IProvider provider)
{
    /// <summary>All pages; <paramref name="onCall"/> hears of each call before it is made and may stop the fetch by
    /// throwing.</summary>
    /// <exception cref="ProviderException">The provider failed; <see cref="Recovery.Wait"/>: it is not
    /// ready.</exception>
    public async Task<FetchedWindow> Fetch(
        ProviderAccess access,
        BackfillWindow window,
        WindowQuery query,
        Action onCall,
        CancellationToken cancellationToken
    )
    {
        using var station = Telemetry.Station("provider.window");
        for (var restarts = 0; restarts < SyncLimits.RestartsPerWindow; restarts++)
        {
            var pages = new WindowPages();
            while (!pages.IsFinished && !pages.HasMoved)
            {
                onCall();
                pages.Add(
                    await provider.GetWindow(access, query, pages.Offset, SyncLimits.PageSize, cancellationToken)
                );
            }

            if (!pages.HasMoved)
            {
                return new FetchedWindow(new WindowAnswer(window, pages.Records, pages.Unreadable), pages.Bytes);
            }
        }

        throw Refuse("window_moves", "The bank's records keep changing while they are read. It is tried again later.");
    }

    private static ProviderException Refuse(string code, string detail) =>
        new(new ProviderFault(Recovery.Retry, code, detail, ProblemActions.Retry));

    /// <summary>The pages of one attempt.</summary>
    private sealed class WindowPages
    {
        private readonly OrderedDictionary<string, ProviderChange.Upsert> _records = new(StringComparer.Ordinal);
        private readonly List<UnreadableRecord> _unreadable = [];
        private int _pages;
        private int? _total;

        public int Offset { get; private set; }

        public long Bytes { get; private set; }

        public bool HasMoved { get; private set; }

        public bool IsFinished => Offset >= _total;

        public IReadOnlyList<ProviderChange.Upsert> Records => [.. _records.Values];

        public IReadOnlyList<UnreadableRecord> Unreadable => _unreadable;

        public void Add(ProviderWindow page)
        {
            HasMoved = _total is { } total && total != page.Total;
            _total = page.Total;
            _pages++;
            Offset += page.Rows;
            Bytes += page.Bytes;
            foreach (var record in page.Records)
            {
                _records[record.ProviderTransactionId] = record;
            }

            _unreadable.AddRange(page.Unreadable);
            if (!IsFinished && (page.Rows == 0 || _pages >= SyncLimits.PagesPerWindow))
            {
                throw Refuse("window_too_long", "The bank's list of records does not end. It is tried again later.");
            }
        }
    }
}
