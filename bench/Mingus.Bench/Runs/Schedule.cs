using System.Globalization;
using Mingus.Bench.Report;
using Mingus.Bench.Rig;
using Mingus.Bench.Timetable;

namespace Mingus.Bench.Runs;

/// <summary>When to check: the product's schedule against fixed rules and against oracles, in a world by seed.</summary>
internal static class Schedule
{
    public static Task Measure(BenchReport report, Scratch scratch)
    {
        var size = report.Settings.Size(full: 1_000, quick: 1_000);
        foreach (var seed in report.Settings.IsQuick ? (Environment.GetEnvironmentVariable("SEEDS") ?? "1,2").Split(',').Select(int.Parse).ToArray() : [1, 2, 3, 4, 5])
        {
            var world = World.Make(seed, size);
            var events = world.Lives.Sum(l => l.Changes.Count) / (double)size / World.Days;
            Console.WriteLine($"seed {seed}: {events:0.00} changes a day");
            foreach (var policy in Policies().Where(p => Environment.GetEnvironmentVariable("POL") is not { } w || w.Split(',').Contains(p.Name)))
            {
                var began = System.Diagnostics.Stopwatch.GetTimestamp();
                Trial.Dbg.Clear(); var r = Trial.Run(world, policy, 2, seed);
                if (Environment.GetEnvironmentVariable("DBG") is not null) Console.WriteLine(string.Join(" ", Trial.Dbg.OrderBy(d => d.Key))); var took = System.Diagnostics.Stopwatch.GetElapsedTime(began);
                var plan = policy is PlannedPolicy p ? p.Planning.Took.TotalMicroseconds / p.Planning.Plans : 0;
                Console.WriteLine(
                    string.Create(CultureInfo.InvariantCulture, $"{policy.Name,-24} {r.Mean:0.00} p50 {r.At(.5):0.0} p95 {r.At(.95):0.0} age {r.Age:0.00} fresh {r.Fresh:P0} calls {r.CallsPerDay:0.000} most {r.MostOfDay:0.00} {took.TotalSeconds:0.0}s {plan:0}us ")
                        + string.Join(" ", r.ByHabit.OrderBy(h => h.Key).Select(h => string.Create(CultureInfo.InvariantCulture, $"{h.Key} {h.Value:0.0}")))
                );
            }
        }

        return Task.CompletedTask;
    }

    private static IEnumerable<Policy> Policies() =>
        [
            new FixedPause("fixed daily", 24),
            new FixedPause("fixed 6-hourly", 6),
            new FixedPause("uniform at budget"),
            new ByRate("rate-proportional", 1, false),
            new ByRate("sqrt-rate", 0.5, false),
            new ByRate("uniform + webhooks", 0, true),
            new ByRate("sqrt-rate + webhooks", 0.5, true),
            new Learned("learned, no webhooks", false),
            new Learned("learned", true),
            new Oracle("oracle-rates", false),
            new Oracle("oracle-full", true),
        ];
}
