using Mingus.Bench.Feed;
using Mingus.Bench.Report;
using Mingus.Bench.Rig;
using Mingus.Streams;
using Mingus.Streams.Output;

namespace Mingus.Bench.Runs;

/// <summary>
/// A stream in which matching has work, through fetch, translation, matching and durable commit on SQLite: records a
/// second, the memory of it, and whether a page costs more when there is a history behind it.
/// </summary>
internal static class Match
{
    private const string Mix = "like-train";
    private const ulong Seed = 7;
    private const ulong WarmSeed = 8;
    private const int WarmRecords = 10_000;
    private const int KiloByte = 1024;
    private const int MegaByte = 1024 * 1024;

    // As many as the engine works at a time where nobody says otherwise.
    private static readonly int Lanes = EngineRig.Options.ParallelRuns;

    public static async Task Measure(BenchReport report, Scratch scratch)
    {
        var ordered = report.Settings.Size(full: 200_000, quick: 20_000);
        var folder = scratch.NewPath("stream");
        var warm = scratch.NewPath("warm");
        LabelledFolder.Write(StreamOf(WarmSeed, WarmRecords), warm, compressed: false);
        var stream = StreamOf(Seed, ordered);
        var (pages, records) = LabelledFolder.Write(stream, folder, compressed: false);
        report.Setting(
            "stream",
            $"{Mix}, seed {Seed}: {Stats.Count(records)} records new in {Stats.Count(pages)} pages, "
                + $"{stream.Households} users, {stream.Days} days"
        );
        report.Setting("order", $"of delivery, {StreamSteps.Days} days a step; a run for every connection of the step");
        report.Setting("links", "a person's word for each account that two connections show, before its first sync");
        report.Setting(
            "warm",
            $"each process first takes {Stats.Count(WarmRecords)} records of seed {WarmSeed} into another database: "
                + "compiling is not measured"
        );
        report.Setting("durability", "WAL, synchronous=FULL: one fsync a commit; a run's beginning shares the next");
        report.Setting("time", "from request to durable end, translation of Plaid's JSON with it, linking without");
        var single = await Run(Parts("single", 1));
        var many = await Run(Parts("many", Lanes));
        Tell(report, single, many);

        string[] Parts(string name, int lanes) =>
            [
                ChildParts.Match,
                $"Data Source={scratch.NewPath($"warm-{name}.db")}",
                warm,
                $"Data Source={scratch.NewPath($"{name}.db")}",
                folder,
                $"{lanes}",
            ];
    }

    private static LabelledStream StreamOf(ulong seed, int records) =>
        new(new StreamOrder(Mixes.Of(Mix), seed, records) { Mix = Mix });

    private static async Task<Result> Run(string[] parts)
    {
        using var worker = new Worker(parts);
        var (records, seconds) = await worker.Turn(int.MaxValue);
        return new Result(records / seconds, seconds, await worker.Finish());
    }

    private static void Tell(BenchReport report, Result single, Result many)
    {
        BenchReport.Table(
            ["match", "one run at a time", $"{Lanes} users at a time", "goal"],
            [
                Row("records/s", static r => Stats.Count(r.PerSecond), ">= 10,000"),
                Row("peak working set, MB", static r => Stats.Count(r.Rest["peak"] / MegaByte), "<= 300"),
                Row("CPU of a run, ms", static r => Stats.Number(r.Rest["cpu"], "0.00"), ""),
                Row("  allocated, kB", static r => Stats.Count(r.Rest["allocated"] / KiloByte), ""),
                Row("runs", static r => Stats.Count(r.Rest["updates"]), ""),
                Row("a page in the first quarter, ms", static r => Stats.Number(r.Rest["firstMs"], "0.00"), ""),
                Row("  its new records, mean", static r => Stats.Number(r.Rest["firstRecords"], "0.0"), ""),
                Row("a page in the last quarter, ms", static r => Stats.Number(r.Rest["lastMs"], "0.00"), ""),
                Row("  its new records, mean", static r => Stats.Number(r.Rest["lastRecords"], "0.0"), ""),
                Row("of a page: begin, ms, waits included", static r => Stats.Number(r.Rest["begin"], "0.00"), ""),
                Row("  load slice and neighbours", static r => Stats.Number(r.Rest["load"], "0.00"), ""),
                Row("  commit", static r => Stats.Number(r.Rest["commit"], "0.00"), ""),
            ]
        );
        report.Number("singlePerSecond", single.PerSecond);
        report.Number("manyPerSecond", many.PerSecond);
        report.Number("peakMegaBytes", Math.Max(single.Rest["peak"], many.Rest["peak"]) / MegaByte);
        report.Number("cpuMsPerRun", single.Rest["cpu"]);
        report.Number("firstPageMs", single.Rest["firstMs"]);
        report.Number("lastPageMs", single.Rest["lastMs"]);
        report.Figure(many.PerSecond, "0", "records/s");

        string[] Row(string what, Func<Result, string> value, string goal) => [what, value(single), value(many), goal];
    }

    private sealed record Result(double PerSecond, double Seconds, Dictionary<string, double> Rest);
}
