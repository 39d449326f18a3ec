using System.Diagnostics;
using Mingus.Bench.Feed;
using Mingus.Bench.Rig;

namespace Mingus.Bench.Runs;

/// <summary>One account taking in its stream, page by page; the making of pages is not counted.</summary>
internal sealed class Ingest
{
    private readonly EngineRig _rig;
    private readonly Linked _linked;
    private readonly PageMaker _pages;
    private readonly bool _isTranslated;

    private Ingest(EngineRig rig, Linked linked, PageMaker pages, bool isTranslated) =>
        (_rig, _linked, _pages, _isTranslated) = (rig, linked, pages, isTranslated);

    public static async Task<Ingest> Begin(EngineRig rig, int pages, bool isTranslated) =>
        new(rig, await rig.Link("bench", "user", "account"), new PageMaker("account", pages), isTranslated);

    /// <summary>Syncs a page, and answers how long that took from request to durable end.</summary>
    public async Task<TimeSpan> Page(int page)
    {
        if (_isTranslated)
        {
            _rig.Bank.Ready(PlaidPages.Write(_pages, page));
        }
        else
        {
            _rig.Bank.Ready(_pages.Make(page));
        }

        var began = Stopwatch.GetTimestamp();
        await _rig.Sync(_linked);
        return Stopwatch.GetElapsedTime(began);
    }
}
