using Mingus.Simulation;
using Mingus.Simulation.Planted;
using Mingus.Simulation.Script;

namespace Mingus.Simulation.Tests;

/// <summary>A check that never fails shows nothing: each planted bug is found, and by the invariant that it
/// breaks.</summary>
public sealed class PlantedBugTests(ITestOutputHelper output)
{
    private const int SeedsMax = 200;
    private const int Steps = 500;

    [Fact]
    public void Each_planted_bug_is_found()
    {
        var missed = new List<string>();
        Parallel.ForEach(
            Bugs.All,
            new ParallelOptions { MaxDegreeOfParallelism = 2 },
            bug =>
            {
                var found = Find(bug);
                var line = found is null
                    ? $"{bug.Name}: NOT FOUND"
                    : $"{bug.Name}: seed {found.Seed} step {found.FailedAt}: {found.Violation!.Split('\n')[0]}";
                lock (missed)
                {
                    output.WriteLine($"{bug.Invariant} {line}");
                    if (found is null || !found.Violation!.StartsWith($"{bug.Invariant}:", StringComparison.Ordinal))
                    {
                        missed.Add($"{bug.Invariant} {line}");
                    }
                }
            }
        );
        Assert.True(missed.Count == 0, $"{missed.Count} of {Bugs.All.Count} not found:\n{string.Join('\n', missed)}");
    }

    private static Outcome? Find(PlantedBug bug)
    {
        for (ulong seed = 1; seed <= SeedsMax; seed++)
        {
            var swarm = Swarm.Of(seed);
            var outcome = Simulator.Run(seed, swarm, swarm.Script(seed, Steps), bug);
            if (outcome.Violation is not null)
            {
                return outcome;
            }
        }

        return null;
    }
}
