using Mingus.Simulation;

namespace Mingus.Simulation.Tests;

/// <summary>The same seeds over the real store, which answers as memory does, call by call and row by row.</summary>
public sealed class SqliteTests(ITestOutputHelper output)
{
    [Fact]
    [Trait("Category", "Slow")]
    public void Seeds_break_nothing_on_a_real_database()
    {
        var isLong = Environment.GetEnvironmentVariable("MINGUS_TEST_LONG") == "1";
        var (seeds, steps) = isLong ? (300, 500) : (50, 300);
        var result = Campaign.OnSqlite(seeds, steps, parallel: 2);
        output.WriteLine(
            $"{seeds} seeds, {result.Steps} steps in {result.Took.TotalSeconds:F1} s: {result.StepsPerSecond:F0}/s"
        );
        var told = result.Broken.Take(2).Select(outcome => Campaign.ExplainOnSqlite(outcome, steps));
        Assert.True(result.Broken.Count == 0, $"{result.Broken.Count} seeds:\n{string.Join('\n', told)}");
    }
}
