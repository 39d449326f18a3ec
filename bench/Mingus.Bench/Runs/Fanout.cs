using System.Diagnostics;
using Mingus.Bench.Report;
using Mingus.Bench.Rig;

namespace Mingus.Bench.Runs;

/// <summary>
/// Many open event streams of one person: a change is made through the API, and each stream's telling of it is timed
/// from the moment the change was asked for. The hard case: every event goes to every stream.
/// </summary>
internal static class Fanout
{
    private const string User = "user-0";

    public static async Task Measure(BenchReport report, Scratch scratch)
    {
        var streams = report.Settings.IsQuick ? 500 : 2_000;
        var changes = report.Settings.IsQuick ? 20 : 60;
        report.Setting("streams", $"{Stats.Count(streams)} open streams of one person, each a connection of its own");
        report.Setting("changes", $"{changes} changes of an account, one every 500 ms, on SQLite");
        await using var product = await LiveProduct.Start(scratch.NewPath("fanout.db"));
        await product.Link(User);
        using var accounts = await product.Get(product.Route("accounts"), User);
        var account = accounts.RootElement.GetProperty("items")[0].GetProperty("id").GetString();
        var open = new List<StreamReader>();
        while (open.Count < streams)
        {
            open.AddRange(await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => product.Events(User))));
        }

        var address = product.Route($"accounts/{account}");
        await Told(product, address, open, "warm");
        var times = new List<double>();
        for (var i = 0; i < changes; i++)
        {
            var began = Stopwatch.GetTimestamp();
            times.AddRange(await Told(product, address, open, $"change {i}"));
            await Task.Delay(
                TimeSpan.FromMilliseconds(Math.Max(0, 500 - Stopwatch.GetElapsedTime(began).TotalMilliseconds))
            );
        }

        times.Sort();
        BenchReport.Table(
            ["milliseconds", "p50", "p95", "p99", "goal"],
            [Stats.Row("asked to told", times, "p95 <= 150")]
        );
        report.Number("toldP50", Stats.At(times, 0.5));
        report.Figure(Stats.At(times, 0.95), "0", "ms");
        open.ForEach(static stream => stream.Dispose());
    }

    private static async Task<double[]> Told(LiveProduct product, Uri account, List<StreamReader> open, string name)
    {
        var began = Stopwatch.GetTimestamp();
        var telling = open.Select(async stream =>
        {
            await LiveProduct.Next(stream, "account.changed");
            return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        });
        var told = Task.WhenAll(telling.ToList());
        using var changed = await product.Patch(account, new { name }, User);
        return await told;
    }
}
