using System.Diagnostics;
using Mingus.Bench.Report;
using Mingus.Bench.Rig;

namespace Mingus.Bench.Runs;

/// <summary>
/// More people ask than can be served, for a minute, each again and again: how long those wait who are answered,
/// whether the others are told at once when to come again, what it does to memory, and whether syncs go on beside it.
/// </summary>
internal static class Overload
{
    // Whom the server takes a caller for who does not say.
    private const string User = "demo";
    private const double Mega = 1024 * 1024;

    public static async Task Measure(BenchReport report, Scratch scratch)
    {
        var people = report.Settings.IsQuick ? 600 : 1_500;
        var time = TimeSpan.FromSeconds(report.Settings.IsQuick ? 10 : 60);
        report.Setting("people", $"{Stats.Count(people)} connections that ask again at once, 100 ms after a refusal");
        report.Setting("asked", $"accounts, and 100 transactions of one, for {time.TotalSeconds:0} s; on SQLite");
        await using var bank = await LiveProduct.StartBank();
        var file = scratch.NewPath("overload.db");
        string[] part =
        [
            ChildParts.ServeLive,
            Path.GetDirectoryName(file)!,
            $"Data Source={file}",
            bank.BaseUrl.AbsoluteUri,
        ];
        var served = await Served.Start(part);
        await using var product = new LiveProduct(bank, served);
        var item = await product.Link(User);
        var paths = await Paths(product);
        var capacity = await Loader.RequestsPerSecond(served.Address, paths, time / 6);
        var before = served.Taken().Memory / Mega;

        var pressing = new Pressing();
        using var over = new CancellationTokenSource();
        var memory = Watch(served, over.Token);
        var syncs = Syncs(product, item, over.Token);
        await pressing.Press(served.Address, paths, people, time);
        var recovery = await Recovery(product);
        await over.CancelAsync();
        var (changes, told) = await syncs;
        await Task.Delay(TimeSpan.FromSeconds(10));
        var after = served.Taken().Memory / Mega;
        Tell(report, pressing, capacity, time);
        Tell(report, (before, await memory, after), recovery);
        report.Setting("syncs", $"{told} of {changes} changes at the bank were told by a stream meanwhile");
        report.Number("syncsTold", told);
        report.Number("syncsAsked", changes);
        report.Figure(Stats.At(pressing.Answered, 0.99), "0", "ms");
    }

    private static async Task<string[]> Paths(LiveProduct product)
    {
        using var accounts = await product.Get(product.Route("accounts"), User);
        var account = accounts.RootElement.GetProperty("items")[0].GetProperty("id").GetString();
        return [$"{LiveProduct.Api}/accounts", $"{LiveProduct.Api}/accounts/{account}/transactions?limit=100"];
    }

    private static void Tell(BenchReport report, Pressing pressing, double capacity, TimeSpan time)
    {
        var (answered, refused) = (pressing.Answered, pressing.Refused);
        var (a, r) = (answered.Count / time.TotalSeconds, refused.Count / time.TotalSeconds);
        BenchReport.Table(
            ["milliseconds", "p50", "p95", "p99", "goal"],
            [
                Stats.Row("answered", answered, "p99 <= 2000"),
                Stats.Row("told to come again", refused.Count == 0 ? [0] : refused, ""),
            ]
        );
        BenchReport.Table(
            ["requests a second", "", "goal"],
            [
                ["served before, by 16 that ask", Stats.Count(capacity), ""],
                ["asked for", Stats.Count(a + r), ""],
                ["answered", Stats.Count(a), ""],
                ["told to come again", Stats.Count(r), ""],
                ["of them without Retry-After, in all", Stats.Count(pressing.WithoutWhen), "0"],
                ["anything else, in all", Stats.Count(pressing.Others), "0"],
            ]
        );
        report.Number("answeredPerSecond", a);
        report.Number("refusedPerSecond", r);
        report.Number("capacityPerSecond", capacity);
        report.Number("refusedP99", refused.Count == 0 ? 0 : Stats.At(refused, 0.99));
        report.Number("withoutRetryAfter", pressing.WithoutWhen);
        report.Number("others", pressing.Others);
    }

    private static void Tell(
        BenchReport report,
        (double Before, List<double> During, double After) memory,
        TimeSpan recovery
    )
    {
        var half = memory.During.Count / 2;
        var (first, second) = (memory.During[..half].Max(), memory.During[half..].Max());
        BenchReport.Table(
            ["memory, MB", "", "goal"],
            [
                ["before", Stats.Count(memory.Before), ""],
                ["most, first half", Stats.Count(first), ""],
                ["most, second half", Stats.Count(second), ""],
                ["10 s after", Stats.Count(memory.After), "<= 100 more than before"],
            ]
        );
        BenchReport.Note($"An answer within 100 ms again after {Stats.Number(recovery.TotalSeconds, "0.0")} s");
        report.Number("memoryBefore", memory.Before);
        report.Number("memoryFirstHalf", first);
        report.Number("memorySecondHalf", second);
        report.Number("memoryAfter", memory.After);
        report.Number("recoverySeconds", recovery.TotalSeconds);
    }

    private static async Task<List<double>> Watch(Served served, CancellationToken over)
    {
        var seen = new List<double>();
        while (!over.IsCancellationRequested)
        {
            seen.Add(served.Taken().Memory / Mega);
            await Task.Delay(500, CancellationToken.None);
        }

        return seen;
    }

    // A change every second, and whether the stream that is open told it before the next.
    private static async Task<(int Changes, int Told)> Syncs(LiveProduct product, string item, CancellationToken over)
    {
        using var stream = await product.Events(User);
        var (changes, told) = (0, 0);
        var reading = Task.Run(
            async () =>
            {
                while (true)
                {
                    await LiveProduct.Next(stream, "transactions.changed");
                    Interlocked.Increment(ref told);
                }
            },
            CancellationToken.None
        );
        while (!over.IsCancellationRequested)
        {
            product.Bank.Bank.Mutate(item, seed: changes++, steps: 1);
            await Task.WhenAny(reading, Task.Delay(1_000, CancellationToken.None));
        }

        return (changes, told);
    }

    private static async Task<TimeSpan> Recovery(LiveProduct product)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            var asked = Stopwatch.GetTimestamp();
            using var answer = await product.Http.GetAsync(product.Route("accounts"));
            if (answer.IsSuccessStatusCode && Stopwatch.GetElapsedTime(asked) < TimeSpan.FromMilliseconds(100))
            {
                return Stopwatch.GetElapsedTime(began);
            }

            await Task.Delay(50);
        }
    }
}
