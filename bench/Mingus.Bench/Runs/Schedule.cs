using System.Diagnostics;
using Mingus.Bench.Report;
using Mingus.Bench.Rig;
using Mingus.Bench.Timetable;

namespace Mingus.Bench.Runs;

/// <summary>
/// When to check: the product's schedule against fixed rules and against oracles at the same budget of calls, in worlds
/// made from seeds. Everything but the times is the same at every run.
/// </summary>
internal static class Schedule
{
    private const double Budget = 2;
    private const string Uniform = "uniform at budget";
    private const string SixHourly = "fixed 6-hourly";
    private const string SqrtWebhooks = "sqrt-rate + webhooks";
    private const string Quiet = "learned, no webhooks";
    private const string Ours = "learned";
    private const string Rates = "oracle-rates";
    private const string Full = "oracle-full";
    private const string Plot = "artifacts/schedule.svg";

    public static Task Measure(BenchReport report, Scratch scratch)
    {
        var size = report.Settings.Size(full: 1_000, quick: 1_000);
        int[] seeds = report.Settings.IsQuick ? [1] : [1, 2, 3, 4, 5];
        report.Setting(
            "world",
            $"{size} connections, {World.Days} days in quarter hours, seeds {string.Join(", ", seeds)}"
        );
        report.Setting("measured", $"days {World.WarmUp} to {World.Days - 1}; the days before are for learning");
        report.Setting("budget", $"{Budget} checks a connection and day, those that webhooks bring included");
        var began = Stopwatch.GetTimestamp();
        var trials = seeds.Select(seed => Run(seed, size, Budget, All())).ToList();
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds / seeds.Length;
        TellPolicies(trials);
        TellHabits(trials);
        var others = report.Settings.IsQuick ? [] : new[] { 1.0, 4.0 };
        var byBudget = others.ToDictionary(
            static b => b,
            b => seeds.Take(2).Select(seed => Run(seed, size, b, Few())).ToList()
        );
        TellGoals(report, trials, byBudget, seconds);
        BarPlot.Save(
            Plot,
            $"Hours until a change is seen: mean (bar) and 95 % (mark), {Budget} checks a day",
            [
                .. trials[0]
                    .Results.Keys.Where(static name => name != "fixed daily")
                    .Select(name => new Bar(
                        name,
                        Mean(trials, t => t.Results[name].Mean),
                        Mean(trials, t => t.Results[name].At(0.95)),
                        name == Ours
                    )),
            ]
        );
        BenchReport.Note($"plot: {Plot}");
        return Task.CompletedTask;
    }

    private static Trials Run(int seed, int size, double perDay, IEnumerable<Policy> policies)
    {
        var world = World.Make(seed, size);
        var results = new OrderedDictionary<string, TrialResult>(StringComparer.Ordinal);
        var micros = 0.0;
        foreach (var policy in policies)
        {
            results[policy.Name] = Trial.Run(world, policy, perDay, seed);
            if (policy is PlannedPolicy { Name: Ours } ours)
            {
                micros = ours.Planning.Took.TotalMicroseconds / ours.Planning.Plans;
            }
        }

        return new(results, micros);
    }

    private static IEnumerable<Policy> All() =>
        [
            new FixedPause("fixed daily", 24),
            new FixedPause(SixHourly, 6),
            new FixedPause(Uniform),
            new ByRate("rate-proportional", 1, followsWebhooks: false),
            new ByRate("sqrt-rate", 0.5, followsWebhooks: false),
            new ByRate("uniform + webhooks", 0, followsWebhooks: true),
            new ByRate(SqrtWebhooks, 0.5, followsWebhooks: true),
            new Learned(Quiet, hearsWebhooks: false),
            new Learned(Ours, hearsWebhooks: true),
            new Oracle(Rates, hearsWebhooks: false),
            new Oracle(Full, hearsWebhooks: true),
        ];

    private static IEnumerable<Policy> Few() =>
        [new FixedPause(Uniform), new Learned(Quiet, hearsWebhooks: false), new Learned(Ours, hearsWebhooks: true)];

    private static void TellPolicies(List<Trials> trials) =>
        BenchReport.Table(
            ["policy", "mean h", "p50", "p95", "age h", "fresh", "calls", "fullest day"],
            [
                .. trials[0]
                    .Results.Keys.Select(name =>
                        new[]
                        {
                            name,
                            Text(Mean(trials, t => t.Results[name].Mean), "0.00"),
                            Text(Mean(trials, t => t.Results[name].At(0.5)), "0.0"),
                            Text(Mean(trials, t => t.Results[name].At(0.95)), "0.0"),
                            Text(Mean(trials, t => t.Results[name].Age), "0.00"),
                            Stats.Percent(Mean(trials, t => t.Results[name].Fresh)),
                            Text(Mean(trials, t => t.Results[name].CallsPerDay), "0.00"),
                            Stats.Percent(trials.Max(t => t.Results[name].MostOfDay)),
                        }
                    ),
            ]
        );

    private static void TellHabits(List<Trials> trials)
    {
        string[] shown = [Uniform, Quiet, Ours, Rates, Full];
        BenchReport.Table(
            ["mean h by habit", .. shown],
            [
                .. trials[0]
                    .Results[Ours]
                    .ByHabit.Keys.Order(StringComparer.Ordinal)
                    .Select(habit =>
                        new[] { habit }
                            .Concat(
                                shown.Select(name =>
                                    Text(Mean(trials, t => t.Results[name].ByHabit.GetValueOrDefault(habit)), "0.0")
                                )
                            )
                            .ToArray()
                    ),
            ]
        );
    }

    private static void TellGoals(
        BenchReport report,
        List<Trials> trials,
        Dictionary<double, List<Trials>> byBudget,
        double seconds
    )
    {
        var rows = new List<string[]>();
        var ratio = Mean(trials, static t => t.Of(Ours) / t.Of(Uniform));
        Row("mean delay / uniform", "ratio", ratio, "<= 0.31");
        Row("gap uniform -> oracle-full closed", "gapFull", Mean(trials, static t => t.Closed(Ours, Full)), ">= 0.92");
        Row(
            "the same, no webhooks, oracle-rates",
            "gapRates",
            Mean(trials, static t => t.Closed(Quiet, Rates)),
            ">= 0.85"
        );
        Row("no webhooks / uniform", "ratioQuiet", Mean(trials, static t => t.Of(Quiet) / t.Of(Uniform)), "<= 0.46");
        Row(
            "/ fixed 6-hourly (half its calls)",
            "six",
            Mean(trials, static t => t.Of(Ours) / t.Of(SixHourly)),
            "<= 0.64"
        );
        Row("/ sqrt-rate + each webhook", "sqrt", Mean(trials, static t => t.Of(Ours) / t.Of(SqrtWebhooks)), "<= 0.44");
        Row("p95, hours", "p95", Mean(trials, static t => t.Results[Ours].At(0.95)), "<= 6.2");
        Row("with webhooks / without", "webhooks", Mean(trials, static t => t.Of(Ours) / t.Of(Quiet)), "<= 1.00");
        Row("drifting / oracle-full", "drifting", Mean(trials, static t => t.Drifting()), "<= 1.3");
        Row(
            "calls / budget, 60 days",
            "calls",
            trials.Max(static t => t.Results[Ours].CallsPerDay) / Budget,
            "<= 1.005"
        );
        Row("calls / budget, fullest day", "fullest", trials.Max(static t => t.Results[Ours].MostOfDay), "<= 1.10");
        foreach (var (budget, others) in byBudget)
        {
            var goal = budget < Budget ? "<= 0.46" : "<= 0.32";
            Row(
                $"mean delay / uniform, B = {budget}",
                $"ratio{budget}",
                Mean(others, static t => t.Of(Ours) / t.Of(Uniform)),
                goal
            );
        }

        Row("plan one connection, us", "planMicros", Mean(trials, static t => t.PlanMicros), "<= 100");
        Row("one seed, all policies, s", "seconds", seconds, "<= 20");
        BenchReport.Table(["figure", "got", "goal"], rows);
        report.Figure(ratio, "0.000", "of the delay of uniform checks");

        void Row(string what, string name, double value, string goal)
        {
            report.Number(name, value);
            rows.Add([what, Text(value, "0.00"), goal]);
        }
    }

    private static double Mean(List<Trials> trials, Func<Trials, double> value) => trials.Average(value);

    private static string Text(double value, string format) => Stats.Number(value, format);

    /// <summary>All policies in one world.</summary>
    private sealed record Trials(OrderedDictionary<string, TrialResult> Results, double PlanMicros)
    {
        public double Of(string name) => Results[name].Mean;

        public double Closed(string name, string oracle) => (Of(Uniform) - Of(name)) / (Of(Uniform) - Of(oracle));

        public double Drifting() => Results[Ours].ByHabit["drifting"] / Results[Full].ByHabit["drifting"];
    }
}
