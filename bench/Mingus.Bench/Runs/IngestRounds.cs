using Mingus.Bench.Feed;
using Mingus.Bench.Limits;
using Mingus.Bench.Report;
using Mingus.Bench.Rig;

namespace Mingus.Bench.Runs;

/// <summary>The databases of an ingest benchmark: where the engine writes, where it writes what it translated, the
/// limit. Each is a pair: what is measured, and where the same process warmed up before.</summary>
internal sealed record IngestPlaces(Warmed Ours, Warmed Translated, string LimitPart, Warmed Limit);

/// <summary>A place to measure in, and one to warm up in.</summary>
internal sealed record Warmed(string At, string Warm);

/// <summary>
/// Ingest in turns with its limit, each in a process of its own: the engine writes some updates, then the limit writes
/// rows that the engine wrote. So a disturbance of the machine meets both, and the ratio stands where each rate alone
/// would not. Each process first does some of its work elsewhere, so that compiling is over: what is measured is how
/// fast a process is that runs, not how fast it starts.
/// </summary>
internal static class IngestRounds
{
    /// <summary>Updates, or commits, of a process before the clock runs.</summary>
    public const int WarmUpdates = 200;

    private const int UpdatesPerTurn = 5;
    private const int Blocks = 8;
    private const int MegaByte = 1024 * 1024;

    /// <summary>Measures and reports everything but the setting of the database.</summary>
    public static async Task Measure(BenchReport report, IngestPlaces places)
    {
        var block = Math.Max(
            report.Settings.Size(full: 200_000, quick: 40_000) / PageMaker.Changes / Blocks,
            UpdatesPerTurn
        );
        var pages = block * Blocks;
        report.Setting("records", $"{Stats.Count(pages * PageMaker.Changes)} in {pages} updates, one commit each");
        report.Setting("updates", PageMaker.Mix);
        report.Setting(
            "rounds",
            $"ours, ours with translation and the limit by turns of {UpdatesPerTurn}, a process each; "
                + $"medians of {Blocks} blocks"
        );
        report.Setting("warm", $"each process first does {WarmUpdates} updates in a database that is not measured");

        using var ours = await Begin(ChildParts.Ingest, places.Ours.At, places.Ours.Warm, $"{pages}");
        using var translated = await Begin(
            ChildParts.IngestTranslated,
            places.Translated.At,
            places.Translated.Warm,
            $"{pages}"
        );
        using var limit = await Begin(
            places.LimitPart,
            places.Ours.At,
            places.Ours.Warm,
            places.Limit.At,
            places.Limit.Warm
        );
        var rates = (Ours: new List<double>(), Translated: new List<double>(), Limit: new List<double>());
        var seconds = 0.0;
        for (var i = 0; i < Blocks; i++)
        {
            var (one, other, limiting) = (new Turns(ours), new Turns(translated), new Turns(limit));
            for (var done = 0; done < block; done += UpdatesPerTurn)
            {
                await one.Work(PageMaker.Changes);
                await other.Work(PageMaker.Changes);
                await limiting.Work(ILimit.RowsPerCommit);
            }

            seconds += one.Seconds;
            rates.Ours.Add(one.Rate);
            rates.Translated.Add(other.Rate);
            rates.Limit.Add(limiting.Rate);
        }

        await limit.Finish();
        var rest = await ours.Finish();
        await translated.Finish();
        Tell(report, rates, rest, seconds * 1_000 / pages);
    }

    private static async Task<Worker> Begin(params string[] parts)
    {
        var worker = new Worker(parts);
        await worker.Turn(0);
        return worker;
    }

    private static void Tell(
        BenchReport report,
        (List<double> Ours, List<double> Translated, List<double> Limit) rates,
        Dictionary<string, double> rest,
        double milliseconds
    )
    {
        var (ours, translated, limit) = (
            Stats.Median(rates.Ours),
            Stats.Median(rates.Translated),
            Stats.Median(rates.Limit)
        );
        var ratio = Stats.Median(rates.Ours.Zip(rates.Limit, static (a, b) => a / b));
        var translatedRatio = Stats.Median(rates.Translated.Zip(rates.Limit, static (a, b) => a / b));
        var peak = rest["peak"] / MegaByte;
        BenchReport.Table(
            ["ingest", "records/s", "of the limit", "goal"],
            [
                ["ours: fetch, plan, commit", Stats.Count(ours), Stats.Percent(ratio), ">= 10,000"],
                ["ours, translating Plaid's JSON", Stats.Count(translated), Stats.Percent(translatedRatio), ""],
                ["limit: the same rows, same indexes", Stats.Count(limit), "100 %", ""],
            ]
        );
        BenchReport.Table(
            ["ours, its process", "", "goal"],
            [
                ["peak working set, MB", Stats.Count(peak), "<= 300"],
                ["an update, ms, mean of all", Stats.Number(milliseconds, "0.0"), ""],
                ["  begin: lease, run, context, fsync", Stats.Number(rest["begin"], "0.0"), ""],
                ["  load slice", Stats.Number(rest["load"], "0.0"), ""],
                ["  commit, fsync", Stats.Number(rest["commit"], "0.0"), ""],
            ]
        );
        report.Number("oursPerSecond", ours);
        report.Number("translatedPerSecond", translated);
        report.Number("limitPerSecond", limit);
        report.Number("translatedPercent", translatedRatio * 100);
        report.Number("peakMegaBytes", peak);
        report.Number("updateMs", milliseconds);
        report.Figure(ratio * 100, "0", "%");
    }

    /// <summary>The turns of one worker in one block.</summary>
    private sealed class Turns(Worker worker)
    {
        private int _records;

        public double Seconds { get; private set; }

        public double Rate => _records / Seconds;

        public async Task Work(int recordsPerUpdate)
        {
            var (done, seconds) = await worker.Turn(UpdatesPerTurn);
            _records += done * recordsPerUpdate;
            Seconds += seconds;
        }
    }
}
