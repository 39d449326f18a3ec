using Mingus.Simulation;
using Mingus.Simulation.Planted;
using Mingus.Simulation.Script;

namespace Mingus.Simulation.Tests;

/// <summary>A check that never fails shows nothing: each planted bug is found, and by the invariant that it
/// breaks.</summary>
public sealed class PlantedBugTests(ITestOutputHelper output)
{
    [Fact]
    public void Each_planted_bug_is_found_within_two_hundred_seeds()
    {
        var missed = Campaign.Hunt(seedsMax: 200, steps: 500, parallel: 2, output.WriteLine);
        Assert.True(missed.Count == 0, $"{missed.Count} of {Bugs.All.Count}:\n{string.Join('\n', missed)}");
    }

    [Fact]
    public void A_failing_script_becomes_smaller_and_still_fails()
    {
        var bug = Bugs.All.First(static b => b.Name == "removals dropped");
        for (ulong seed = 1; ; seed++)
        {
            var swarm = Swarm.Of(seed);
            var script = swarm.Script(seed, 500);
            if (Simulator.Run(seed, swarm, script, bug).Violation is null)
            {
                continue;
            }

            var small = Shrink.Of(script, Fails, attempts: 400);

            Assert.True(small.Count < script.Count / 2, $"{small.Count} of {script.Count} steps are left");
            Assert.True(Fails(small));
            return;

            bool Fails(IReadOnlyList<Act> acts) => Simulator.Run(seed, swarm, acts, bug).Violation is not null;
        }
    }
}
