using System.Diagnostics;
using Mingus.Bench.Report;
using Mingus.Bench.Rig;

namespace Mingus.Bench.Runs;

/// <summary>Syncs that find nothing new: what they ask of the database, and how many go a minute.</summary>
internal static class NoChange
{
    private const int ConnectionsPerUser = 4;

    public static async Task Measure(BenchReport report, Scratch scratch)
    {
        var connections = Math.Max(report.Settings.Size(full: 4_000, quick: 1_000), ConnectionsPerUser);
        var users = connections / ConnectionsPerUser;
        var parallel = EngineRig.Options.ParallelRuns;
        report.Setting(
            "connections",
            $"{Stats.Count(users)} users with {ConnectionsPerUser} connections each, provider without latency"
        );
        report.Setting("durability", "SQLite, WAL, synchronous=FULL; writes that wait together share an fsync");
        report.Setting("in parallel", $"{parallel} runs, as configured");

        await using var rig = await EngineRig.Open($"Data Source={scratch.NewPath("quiet.db")}");
        var linked = new List<Linked>();
        for (var i = 0; i < users * ConnectionsPerUser; i++)
        {
            linked.Add(await rig.Link("bench", $"user-{i % users}", $"account-{i}"));
        }

        // The first sync of each takes its cursor; from then on there is nothing new.
        rig.Bank.Quiet();
        await SyncAll(rig, linked, parallel);
        var rates = new List<double>();
        var before = rig.Database.RoundTrips;
        var began = Stopwatch.GetTimestamp();
        var syncs = 0;
        for (var round = 0; round < 3; round++)
        {
            var roundBegan = Stopwatch.GetTimestamp();
            await SyncAll(rig, linked, parallel);
            rates.Add(linked.Count / Stopwatch.GetElapsedTime(roundBegan).TotalMinutes);
            syncs += linked.Count;
        }

        var trips = (rig.Database.RoundTrips - before) / (double)syncs;
        var each = Stopwatch.GetElapsedTime(began).TotalMilliseconds * parallel / syncs;
        BenchReport.Table(
            ["a sync with nothing new", "ours", "goal"],
            [
                ["database round trips beyond the provider call", Stats.Number(trips, "0.00"), "<= 2"],
                ["syncs a minute (median of 3 rounds)", Stats.Count(Stats.Median(rates)), ">= 10,000"],
                ["milliseconds from beginning to end", Stats.Number(each, "0.0"), ""],
            ]
        );
        report.Number("syncsPerMinute", Stats.Median(rates));
        report.Number("milliseconds", each);
        report.Figure(trips, "0.##", "round trips");
    }

    private static async Task SyncAll(EngineRig rig, List<Linked> linked, int parallel) =>
        await Parallel.ForEachAsync(
            linked,
            new ParallelOptions { MaxDegreeOfParallelism = parallel },
            async (one, _) => await rig.Sync(one)
        );
}
