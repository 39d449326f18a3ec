using System.Diagnostics;
using Mingus.Bench.Feed;
using Mingus.Bench.Limits;
using Mingus.Bench.Report;
using Mingus.Bench.Rig;

namespace Mingus.Bench.Runs;

/// <summary>The databases of an ingest benchmark: where the engine writes, where it writes what it translated, the limit.</summary>
internal sealed record IngestPlaces(string Ours, string Translated, string Alone, Func<Task<ILimit>> OpenLimit);

/// <summary>
/// Ingest, update by update in turns with its limit: the engine writes a page, then the limit writes rows that the engine
/// wrote. So a disturbance of the machine meets both, and the ratio stands where each rate alone would not.
/// </summary>
internal static class IngestRounds
{
    private const int Blocks = 8;
    private const int MegaByte = 1024 * 1024;

    private static readonly string[] Parts = ["begin", "load slice", "commit", "plan and the rest"];

    /// <summary>Measures and reports everything but the setting of the database.</summary>
    public static async Task Measure(BenchReport report, IngestPlaces places)
    {
        var pages = Math.Max(report.Settings.Size(full: 200_000, quick: 40_000) / PageMaker.Changes, 2 * Blocks);
        report.Setting("records", $"{Stats.Count(pages * PageMaker.Changes)} in {pages} updates, one commit each");
        report.Setting("updates", PageMaker.Mix);
        report.Setting("rounds", $"ours, ours with translation and the limit in turns; medians of {Blocks} blocks");

        var (ours, translated, limit) = await InTurns(places, pages);
        var alone = await Child.Run("ingest", places.Alone, $"{pages}");
        var ratio = Stats.Median(ours.Zip(limit, static (a, b) => a / b));
        var withTranslation = Stats.Median(translated.Zip(limit, static (a, b) => a / b));
        var aloneRate = pages * PageMaker.Changes / alone["seconds"];
        var peak = alone["peak"] / MegaByte;
        BenchReport.Table(
            ["rate of records", "records/s", "of the limit", "goal"],
            [
                ["ours: fetch, plan, commit", Stats.Count(Stats.Median(ours)), Stats.Percent(ratio), ""],
                ["ours, translating Plaid's JSON", Stats.Count(Stats.Median(translated)), Stats.Percent(withTranslation), ""],
                ["limit: the same rows, same indexes", Stats.Count(Stats.Median(limit)), "100 %", ""],
                ["ours alone in a process", Stats.Count(aloneRate), "", ">= 10,000"],
            ]
        );
        BenchReport.Table(
            ["memory", "MB", "goal"],
            [["peak working set of that process", Stats.Count(peak), "<= 300"]]
        );
        BenchReport.Table(
            ["where an update's time goes (alone, second half)", "ms"],
            [.. Parts.Select(part => new[] { part, Stats.Number(alone[part] / (pages - pages / 2), "0.00") })]
        );
        report.Number("oursPerSecond", Stats.Median(ours));
        report.Number("translatedPerSecond", Stats.Median(translated));
        report.Number("limitPerSecond", Stats.Median(limit));
        report.Number("translatedPercent", withTranslation * 100);
        report.Number("alonePerSecond", aloneRate);
        report.Number("peakMegaBytes", peak);
        report.Figure(ratio * 100, "0", "%");
    }

    /// <summary>The engine alone on an empty database; answers the seconds its syncs took, and the milliseconds of each part.</summary>
    public static async Task<Dictionary<string, double>> OursAlone(string connectionString, int pages)
    {
        await using var rig = await EngineRig.Open(connectionString);
        var feed = await Ingest.Begin(rig, pages, isTranslated: false);
        var seconds = 0.0;
        for (var page = 0; page < pages; page++)
        {
            if (page == pages / 2)
            {
                rig.Store.Reset();
                seconds = feed.TakeSeconds();
            }

            await feed.Page(page);
        }

        seconds += feed.Seconds;
        var store = (rig.Store.Beginning, rig.Store.Loading, rig.Store.Committing);
        var rest = TimeSpan.FromSeconds(feed.Seconds) - store.Beginning - store.Loading - store.Committing;
        double[] parts =
        [
            store.Beginning.TotalMilliseconds,
            store.Loading.TotalMilliseconds,
            store.Committing.TotalMilliseconds,
            rest.TotalMilliseconds,
        ];
        var numbers = Parts.Zip(parts).ToDictionary(StringComparer.Ordinal);
        numbers["seconds"] = seconds;
        return numbers;
    }

    private static async Task<(double[] Ours, double[] Translated, double[] Limit)> InTurns(
        IngestPlaces places,
        int pages
    )
    {
        await using var oursRig = await EngineRig.Open(places.Ours);
        await using var translatedRig = await EngineRig.Open(places.Translated);
        var ours = await Ingest.Begin(oursRig, pages, isTranslated: false);
        var translated = await Ingest.Begin(translatedRig, pages, isTranslated: true);
        await using var limit = await places.OpenLimit();
        var (rates, written) = (new[] { new double[Blocks], new double[Blocks], new double[Blocks] }, 0.0);
        var (limitTime, limitRows) = (TimeSpan.Zero, 0);
        for (var page = 0; page < pages; page++)
        {
            await ours.Page(page);
            await translated.Page(page);
            if (await limit.Ready())
            {
                var began = Stopwatch.GetTimestamp();
                await limit.Write();
                limitTime += Stopwatch.GetElapsedTime(began);
                limitRows += ILimit.RowsPerCommit;
            }

            var block = page * Blocks / pages;
            written += PageMaker.Changes;
            if ((page + 1) * Blocks / pages == block)
            {
                continue;
            }

            rates[0][block] = written / ours.TakeSeconds();
            rates[1][block] = written / translated.TakeSeconds();
            rates[2][block] = limitRows / limitTime.TotalSeconds;
            (written, limitTime, limitRows) = (0, TimeSpan.Zero, 0);
        }

        return (rates[0], rates[1], rates[2]);
    }
}

/// <summary>One account taking in its stream, page by page; the making of pages is not counted.</summary>
internal sealed class Ingest
{
    private readonly EngineRig _rig;
    private readonly Linked _linked;
    private readonly PageMaker _pages;
    private readonly bool _isTranslated;

    private Ingest(EngineRig rig, Linked linked, PageMaker pages, bool isTranslated) =>
        (_rig, _linked, _pages, _isTranslated) = (rig, linked, pages, isTranslated);

    public double Seconds { get; private set; }

    public static async Task<Ingest> Begin(EngineRig rig, int pages, bool isTranslated) =>
        new(rig, await rig.Link("bench", "user", "account"), new PageMaker("account", pages), isTranslated);

    public async Task Page(int page)
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
        Seconds += Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    /// <summary>The seconds since the last call.</summary>
    public double TakeSeconds()
    {
        var seconds = Seconds;
        Seconds = 0;
        return seconds;
    }
}
