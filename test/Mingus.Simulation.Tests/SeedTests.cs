using System.Diagnostics;
using System.Globalization;
using Mingus.Simulation;

namespace Mingus.Simulation.Tests;

/// <summary>Seeds in memory: no invariant is broken, and everything converges.</summary>
public sealed class SeedTests(ITestOutputHelper output)
{
    [Fact]
    public void Three_hundred_seeds_of_three_hundred_steps_break_nothing()
    {
        var clock = Stopwatch.StartNew();
        long steps = 0;
        var broken = new List<string>();
        var lockTo = new Lock();
        var seeds = int.Parse(Environment.GetEnvironmentVariable("SEEDS") ?? "300", CultureInfo.InvariantCulture);
        Parallel.For(
            1,
            seeds + 1,
            new ParallelOptions { MaxDegreeOfParallelism = 2 },
            seed =>
            {
                var outcome = Simulator.Run((ulong)seed, 300);
                lock (lockTo)
                {
                    steps += outcome.Steps;
                    if (outcome.Violation is { } violation)
                    {
                        broken.Add($"seed {seed} step {outcome.FailedAt}: {violation.Split('\n')[0]}");
                    }
                }
            }
        );
        output.WriteLine($"{steps} steps in {clock.Elapsed}, {steps / clock.Elapsed.TotalSeconds:F0} a second");
        Assert.True(broken.Count == 0, $"{broken.Count} broken\n{string.Join('\n', broken.Take(30))}");
    }

    [Fact]
    public void A_seed_replays_exactly()
    {
        for (ulong seed = 1; seed <= 10; seed++)
        {
            Assert.Equal(Simulator.Run(seed, 300), Simulator.Run(seed, 300));
        }
    }

    [Fact]
    public void A_seed_that_is_asked_for_is_told_step_by_step()
    {
        var seed = ulong.Parse(
            Environment.GetEnvironmentVariable("MINGUS_SIM_SEED") ?? "1",
            CultureInfo.InvariantCulture
        );
        var outcome = Simulator.Replay(seed, 300, output.WriteLine);
        output.WriteLine($"{outcome}");
    }
}
