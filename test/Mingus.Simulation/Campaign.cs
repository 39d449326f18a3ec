using System.Diagnostics;
using System.Text;
using Mingus.Simulation.Planted;
using Mingus.Simulation.Script;

namespace Mingus.Simulation;

/// <summary>What many seeds gave.</summary>
/// <param name="Seeds">How many.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="Took">How long it took.</param>
/// <param name="Broken">Outcomes with something broken.</param>
public sealed record CampaignResult(int Seeds, long Steps, TimeSpan Took, IReadOnlyList<Outcome> Broken)
{
    public double StepsPerSecond => Steps / Took.TotalSeconds;
}

/// <summary>Runs seeds side by side, each on one thread, and tells of failures so that they can be repeated.</summary>
public static class Campaign
{
    private const int ShrinkAttempts = 400;

    /// <summary>Seeds from 1 on, in memory.</summary>
    public static CampaignResult InMemory(int seeds, int steps, int parallel) =>
        Run(seeds, parallel, seed => Simulator.Run(seed, steps));

    /// <summary>Seeds from 1 on, on SQLite files.</summary>
    public static CampaignResult OnSqlite(int seeds, int steps, int parallel) =>
        Run(seeds, parallel, seed => Simulator.RunOnSqlite(seed, steps));

    /// <summary>A failure on SQLite, likewise.</summary>
    public static string ExplainOnSqlite(Outcome broken, int steps) =>
        Explain(broken, steps, PlantedBug.None, static () => new Sqlite.SqliteStorage());

    /// <summary>A failure, its seed and options, and the few steps that are left when all others are left
    /// out.</summary>
    public static string Explain(Outcome broken, int steps) => Explain(broken, steps, PlantedBug.None, storage: null);

    internal static string Explain(Outcome broken, int steps, PlantedBug bug, Func<IStorage>? storage)
    {
        var swarm = Swarm.Of(broken.Seed);
        var number = broken.Violation!.Split(':')[0];
        var whole = swarm.Script(broken.Seed, steps);
        var script = broken.FailedAt is { } at ? [.. whole.Take(at + 1)] : whole;
        var small = Shrink.Of(
            script,
            acts =>
                Simulator.Run(broken.Seed, swarm, acts, bug, storage).Violation is { } other
                && other.Split(':')[0] == number,
            ShrinkAttempts
        );
        var text = new StringBuilder();
        text.AppendLine(
            $"seed {broken.Seed}, {steps} steps, broken at step {broken.FailedAt?.ToString() ?? "the end"}"
        );
        text.AppendLine($"  options: {broken.Options}");
        text.AppendLine($"  {broken.Violation}");
        text.AppendLine($"  the {small.Count} steps that are left of {script.Count}:");
        Simulator.Run(broken.Seed, swarm, small, bug, storage, step => text.AppendLine($"    {step}"));
        return text.ToString();
    }

    /// <summary>Plants every bug in turn; answers those that no seed found, or that another check saw first.</summary>
    public static IReadOnlyList<string> Hunt(int seedsMax, int steps, int parallel, Action<string> onFound)
    {
        var missed = new List<string>();
        Parallel.ForEach(
            Bugs.All,
            new ParallelOptions { MaxDegreeOfParallelism = parallel },
            bug =>
            {
                var found = Find(bug, seedsMax, steps);
                var line = found is null
                    ? $"{bug.Name}: not found by {seedsMax} seeds"
                    : $"{bug.Name}: seed {found.Seed}, step {found.FailedAt?.ToString() ?? "end"}: {found.Violation}";
                lock (missed)
                {
                    onFound(line);
                    if (found is null || !found.Violation!.StartsWith($"{bug.Invariant}:", StringComparison.Ordinal))
                    {
                        missed.Add($"{bug.Invariant} {line}");
                    }
                }
            }
        );
        return missed;
    }

    internal static CampaignResult Run(int seeds, int parallel, Func<ulong, Outcome> run)
    {
        var clock = Stopwatch.StartNew();
        var broken = new List<Outcome>();
        long steps = 0;
        Parallel.For(
            1,
            seeds + 1,
            new ParallelOptions { MaxDegreeOfParallelism = parallel },
            seed =>
            {
                var outcome = run((ulong)seed);
                lock (broken)
                {
                    steps += outcome.Steps;
                    if (outcome.Violation is not null)
                    {
                        broken.Add(outcome);
                    }
                }
            }
        );
        return new CampaignResult(seeds, steps, clock.Elapsed, [.. broken.OrderBy(static o => o.Seed)]);
    }

    private static Outcome? Find(PlantedBug bug, int seedsMax, int steps)
    {
        for (ulong seed = 1; seed <= (ulong)seedsMax; seed++)
        {
            var swarm = Swarm.Of(seed);
            var outcome = Simulator.Run(seed, swarm, swarm.Script(seed, steps), bug);
            if (outcome.Violation is not null)
            {
                return outcome;
            }
        }

        return null;
    }
}
