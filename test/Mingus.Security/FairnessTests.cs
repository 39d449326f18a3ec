using System.Diagnostics;
using Mingus.Security.Support;

namespace Mingus.Security;

/// <summary>One key's greed is not another's wait.</summary>
[Trait("Category", "Long")]
public sealed class FairnessTests
{
    private const int PerSecond = 20;
    private const int Greedy = 100 * PerSecond;

    private static readonly TimeSpan Round = TimeSpan.FromSeconds(5);

    /// <summary>Alone and beside the greedy one in turn, so that all else the machine does falls on both.</summary>
    [Fact]
    public async Task A_key_at_a_hundred_times_its_rate_leaves_anothers_answers_as_they_were()
    {
        await using var stack = await SafeStack.Start($"--Limits:RequestsPerSecond={PerSecond}");
        var greedy = stack.As(await stack.As(SafeStack.AcmeKey).Key("read"), "anna");
        var modest = stack.As(SafeStack.OtherKey, "bert");
        var (alone, beside) = (new List<double>(), new List<double>());
        await Ask(modest, []);

        var refused = 0;
        for (var round = 0; round < 6; round++)
        {
            await Ask(modest, alone);
            using var stop = new CancellationTokenSource();
            var flood = Flood(greedy, stop.Token);
            await Ask(modest, beside);
            await stop.CancelAsync();
            refused += await flood;
        }

        var (one, other) = (Percentile(alone), Percentile(beside));
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"p99 alone {one:0.0} ms, beside {other:0.0} ms; {refused} of the greedy one refused"
        );
        Assert.True(refused > 6 * Round.TotalSeconds * PerSecond, $"only {refused} were refused: no greed");
        Assert.True(other <= one * 1.5 || other < 5, $"p99 alone {one:0.0} ms, beside {other:0.0} ms");
    }

    private static async Task Ask(Caller caller, List<double> times)
    {
        var until = Stopwatch.StartNew();
        while (until.Elapsed < Round)
        {
            var begin = Stopwatch.GetTimestamp();
            (await caller.Get("/accounts")).Expect(200);
            times.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
            await Task.Delay(1000 / PerSecond);
        }
    }

    /// <summary>A hundred times the rate for as long as it may; how many were refused.</summary>
    private static async Task<int> Flood(Caller caller, CancellationToken stop)
    {
        var refused = 0;
        while (!stop.IsCancellationRequested)
        {
            var begin = Stopwatch.GetTimestamp();
            var answers = await Task.WhenAll(Enumerable.Range(0, Greedy / 50).Select(_ => caller.Get("/accounts")));
            refused += answers.Count(answer => answer.Status == 429);
            var left = TimeSpan.FromMilliseconds(20) - Stopwatch.GetElapsedTime(begin);
            if (left > TimeSpan.Zero)
            {
                await Task.Delay(left, CancellationToken.None);
            }
        }

        return refused;
    }

    private static double Percentile(List<double> times) => times.Order().ElementAt(times.Count * 99 / 100);
}
