using Mingus.Bench.Report;
using Mingus.Bench.Rig;
using Mingus.Simulation;

namespace Mingus.Bench.Runs;

/// <summary>The seeded simulation: how fast it goes, that nothing breaks, and that planted bugs are found.</summary>
internal static class Simulate
{
    private const int Steps = 300;
    private const int BugSeeds = 200;
    private const int BugSteps = 500;

    public static Task Measure(BenchReport report, Scratch scratch)
    {
        var seeds = report.Settings.Size(full: 3_000, quick: 300);
        report.Setting("seeds", $"{Stats.Count(seeds)} of {Steps} steps each and those until all has converged");
        report.Setting("a step", "one continuation of a node between two fault points, or one event of the world");
        report.Setting("threads", "1: seeds one after the other; what is checked is within the figure");

        // The first seeds are compiled.
        Campaign.InMemory(100, Steps, parallel: 1);
        var result = Campaign.InMemory(seeds, Steps, parallel: 1);
        var planted = 0;
        var missed = Campaign.Hunt(BugSeeds, BugSteps, Environment.ProcessorCount, _ => planted++);
        BenchReport.Table(
            ["simulation in memory", "ours", "goal"],
            [
                ["steps a second", Stats.Count(result.StepsPerSecond), ">= 10,000"],
                ["steps", Stats.Count(result.Steps), ""],
                ["seeds with a violation", Stats.Count(result.Broken.Count), "0"],
                [$"planted bugs found within {BugSeeds} seeds", $"{planted - missed.Count} of {planted}", "40"],
            ]
        );
        foreach (var broken in result.Broken.Take(5))
        {
            BenchReport.Note($"seed {broken.Seed}: {broken.Violation}");
        }

        report.Number("violations", result.Broken.Count);
        report.Number("plantedFound", planted - missed.Count);
        report.Figure(result.StepsPerSecond, "#,##0", "steps/s");
        return Task.CompletedTask;
    }
}
