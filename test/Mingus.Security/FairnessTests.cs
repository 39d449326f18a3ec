using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Mingus.Security.Support;

namespace Mingus.Security;

/// <summary>One key's greed is not another's wait.</summary>
[Trait("Category", "Long")]
public sealed class FairnessTests
{
    private const int PerSecond = 20;
    private const int Greedy = 100 * PerSecond;
    private const int Lines = 20;
    private const int StatusEnd = 12;

    private static readonly TimeSpan Round = TimeSpan.FromSeconds(5);

    /// <summary>Alone and beside the greedy one in turn, so that all else the machine does falls on both.</summary>
    [Fact]
    public async Task A_key_at_a_hundred_times_its_rate_leaves_anothers_answers_as_they_were()
    {
        await using var stack = await SafeStack.Start($"--Limits:RequestsPerSecond={PerSecond}");
        var greedy = await stack.As(SafeStack.AcmeKey).Key("read");
        var modest = stack.As(SafeStack.OtherKey, "bert");
        var (alone, beside) = (new List<double>(), new List<double>());
        await Ask(modest, []);

        var refused = 0;
        for (var round = 0; round < 6; round++)
        {
            await Ask(modest, alone);
            using var stop = new CancellationTokenSource();
            var begun = new TaskCompletionSource();
            var flood = Flood(stack.Address, greedy, begun, stop.Token);
            // What a key has saved up it may spend at once (a burst of four seconds); what is refused is the greed.
            await begun.Task;
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

    /// <summary>
    /// A hundred times the rate until it is stopped; how many were refused. On sockets, since it shares the
    /// processor with the one that is timed: a client that costs more than the server would be measured in its stead.
    /// </summary>
    private static async Task<int> Flood(
        Uri address,
        string key,
        TaskCompletionSource isRefused,
        CancellationToken stop
    )
    {
        var request = Encoding.ASCII.GetBytes(
            $"GET {Caller.Api}/accounts HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Bearer {key}\r\n"
                + "Mingus-User: anna\r\n\r\n"
        );
        var lines = Enumerable.Range(0, Lines).Select(_ => Line(address, request, isRefused, stop));
        return (await Task.WhenAll(lines)).Sum();
    }

    // One after the other on a connection, at its share of the rate; those that come late are made up for.
    private static async Task<int> Line(
        Uri address,
        byte[] request,
        TaskCompletionSource isRefused,
        CancellationToken stop
    )
    {
        using var connection = new TcpClient(address.Host, address.Port) { NoDelay = true };
        var stream = connection.GetStream();
        var buffer = new byte[8192];
        var begin = Stopwatch.StartNew();
        var refused = 0;
        for (var sent = 1; !stop.IsCancellationRequested; sent++)
        {
            await stream.WriteAsync(request, CancellationToken.None);
            var head = await stream.ReadAtLeastAsync(buffer, StatusEnd, cancellationToken: CancellationToken.None);
            if (buffer.AsSpan(0, head).StartsWith("HTTP/1.1 429"u8))
            {
                refused++;
                isRefused.TrySetResult();
            }

            var left = (sent * (double)Lines / Greedy) - begin.Elapsed.TotalSeconds;
            if (left > 0)
            {
                await Task.Delay(TimeSpan.FromSeconds(left), CancellationToken.None);
            }

            while (connection.Available > 0)
            {
                _ = await stream.ReadAsync(buffer, CancellationToken.None);
            }
        }

        return refused;
    }

    private static double Percentile(List<double> times) => times.Order().ElementAt(times.Count * 99 / 100);
}
