using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Sync.Fetch;

/// <summary>An update, and the bytes it came in.</summary>
internal sealed record FetchedUpdate(ProviderUpdate Update, long Bytes);

/// <summary>
/// Fetches one update: all pages from an origin cursor until the provider has no more. If the stream moves under it, it
/// begins again at the origin, never at the page (plaid-contract 4.7). Nothing is kept between two updates.
/// </summary>
internal sealed class UpdateFetcher(IProvider provider)
{
    /// <summary>
    /// All pages from <paramref name="origin"/>. <paramref name="onPage"/> hears of pages and changes so far and may
    /// stop the fetch by throwing.
    /// </summary>
    /// <exception cref="ProviderException">The provider failed; <see cref="Recovery.Reset"/> asks for a null
    /// origin.</exception>
    public async Task<FetchedUpdate> Fetch(
        ProviderAccess access,
        string? origin,
        Func<int, int, ValueTask> onPage,
        CancellationToken cancellationToken
    )
    {
        for (var restarts = 0; ; restarts++)
        {
            var pages = new PageSequence(origin);
            try
            {
                while (!pages.IsFinished)
                {
                    await onPage(pages.Count, pages.Changes);
                    var page = await provider.GetPage(access, pages.Cursor, SyncLimits.PageSize, cancellationToken);
                    pages.Advance(page);
                }

                return new FetchedUpdate(pages.ToUpdate(), pages.Bytes);
            }
            catch (ProviderException e) when (e.Fault.Recovery == Recovery.Restart)
            {
                GiveUpAfter(restarts, pages.Count, origin, e);
            }
        }
    }

    private static void GiveUpAfter(int restarts, int pagesRead, string? origin, ProviderException cause)
    {
        if (pagesRead == 0 && origin is not null && restarts + 1 >= SyncLimits.FirstPageRestarts)
        {
            throw new ProviderException(cause.Fault with { Recovery = Recovery.Reset }, cause);
        }

        if (restarts + 1 >= SyncLimits.RestartsPerUpdate)
        {
            throw new ProviderException(cause.Fault with { Recovery = Recovery.Retry }, cause);
        }
    }
}

/// <summary>The pages of one attempt: where it is, what came, and that the cursor moves.</summary>
internal sealed class PageSequence(string? origin)
{
    private readonly string? _origin = origin;
    private readonly List<ProviderChange> _changes = [];
    private readonly List<UnreadableRecord> _unreadable = [];
    private readonly OrderedDictionary<string, ProviderAccount> _accounts = new(StringComparer.Ordinal);
    private ProviderPage? _last;

    public string? Cursor { get; private set; } = origin;

    public int Count { get; private set; }

    public int Changes => _changes.Count + _unreadable.Count;

    public long Bytes { get; private set; }

    public bool IsFinished => _last is { HasMore: false };

    /// <summary>Takes the next page in.</summary>
    /// <exception cref="ProviderException">The cursor does not move, or there are more pages than we bound.</exception>
    public void Advance(ProviderPage page)
    {
        Count++;
        Bytes += page.Bytes;
        _changes.AddRange(page.Changes);
        _unreadable.AddRange(page.Unreadable);
        foreach (var account in page.Accounts)
        {
            _accounts[account.ProviderAccountId] = account;
        }

        _last = page;
        if (!page.HasMore)
        {
            return;
        }

        if (string.IsNullOrEmpty(page.NextCursor) || string.Equals(page.NextCursor, Cursor, StringComparison.Ordinal))
        {
            throw Refuse(
                "cursor_stuck",
                "The provider's list of changes does not move on. It is tried again later.",
                page
            );
        }

        if (Count >= SyncLimits.PagesPerUpdate)
        {
            throw Refuse(
                "update_too_long",
                "The provider's list of changes does not end. It is tried again later.",
                page
            );
        }

        Cursor = page.NextCursor;
    }

    /// <summary>The finished update.</summary>
    public ProviderUpdate ToUpdate()
    {
        var last = _last ?? throw new InvalidOperationException("An update has at least one page.");
        return new ProviderUpdate
        {
            OriginCursor = _origin,
            NextCursor = string.IsNullOrEmpty(last.NextCursor) ? null : last.NextCursor,
            History = last.History,
            Accounts = [.. _accounts.Values],
            Changes = _changes,
            Unreadable = _unreadable,
            Pages = Count,
        };
    }

    private static ProviderException Refuse(string code, string detail, ProviderPage page) =>
        new(new ProviderFault(Recovery.Retry, code, detail, ProblemActions.Retry, page.RequestId));
}
