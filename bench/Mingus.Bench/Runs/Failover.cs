using System.Diagnostics;
using System.Text.Json;
using Mingus.Bench.Report;
using Mingus.Bench.Rig;
using Mingus.Conformance;
using Mingus.Sandbox.Mischief;

namespace Mingus.Bench.Runs;

/// <summary>
/// Two processes on one PostgreSQL. The one that works syncs of several people is killed, or stopped, while the bank
/// answers; timed is until the other one has begun what each cut-off run was to do.
/// </summary>
internal static class Failover
{
    private const int People = 5;

    public static async Task Measure(BenchReport report, Scratch scratch)
    {
        var kills = report.Settings.IsQuick ? 4 : 20;
        var stops = report.Settings.IsQuick ? 1 : 4;
        report.Setting("processes", $"two on one PostgreSQL; {People} people's syncs under way in the one that fails");
        report.Setting("failures", $"{kills} by SIGKILL, {stops} by SIGSTOP, each of a fresh process");
        await using var server = await PostgresServer.Start();
        await server.CreateDatabase("failover");
        await using var bank = await LiveProduct.StartBank();
        var database = server.ConnectionString("failover");
        var folder = Directory.CreateDirectory(scratch.NewPath("nodes")).FullName;
        await using var survivor = new LiveProduct(bank, await Start(folder, database, bank.BaseUrl));
        for (var i = 0; i < People; i++)
        {
            await survivor.Link(User(i));
        }

        var killed = new List<double>();
        var stopped = new List<double>();
        while (killed.Count < kills * People)
        {
            killed.AddRange(await Fail((folder, database), survivor, static node => node.Kill()));
        }

        while (stopped.Count < stops * People)
        {
            stopped.AddRange(await Fail((folder, database), survivor, static node => node.Stop()));
        }

        killed.Sort();
        stopped.Sort();
        BenchReport.Table(
            ["milliseconds", "p50", "p95", "p99", "goal"],
            [
                Stats.Row("killed: begun elsewhere", killed, "p95 <= 3,000"),
                Stats.Row("stopped: begun elsewhere", stopped, "<= 15,000"),
            ]
        );
        report.Number("stoppedMs", stopped[^1]);
        report.Figure(Stats.At(killed, 0.95), "0", "ms");
    }

    private static Task<Served> Start(string folder, string database, Uri bank) =>
        Served.Start(ChildParts.ServeLive, folder, database, bank.AbsoluteUri);

    // The bank keeps the syncs of a fresh process waiting; then that process fails.
    private static async Task<List<double>> Fail(
        (string Folder, string Database) place,
        LiveProduct survivor,
        Action<Served> fail
    )
    {
        using var node = await Start(place.Folder, place.Database, survivor.Bank.BaseUrl);
        var slow = new Fault
        {
            Kind = FaultKind.Delay,
            Path = "/transactions/sync",
            Milliseconds = 30_000,
            Times = 0,
        };
        survivor.Bank.Mischief.Add(slow);
        var cut = new List<string>();
        for (var i = 0; i < People; i++)
        {
            var asked = new { syncType = "transactions", force = true };
            var address = new Uri(node.Address, $"{LiveProduct.Api}/accounts/bulk/sync");
            using var answer = await survivor.Post(address, asked, User(i));
            cut.Add(answer.RootElement.GetProperty("runs")[0].GetProperty("id").GetString()!);
        }

        for (var i = 0; i < People; i++)
        {
            await Until(survivor, User(i), run => Text(run, "id") == cut[i] && Text(run, "status") == "running");
        }

        survivor.Bank.Mischief.Clear();
        var began = Stopwatch.GetTimestamp();
        fail(node);
        var times = new List<double>();
        await Task.WhenAll(
            Enumerable
                .Range(0, People)
                .Select(async i =>
                {
                    await Until(
                        survivor,
                        User(i),
                        run => Text(run, "resumes") == cut[i] && Text(run, "status") != "queued"
                    );
                    lock (times)
                    {
                        times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                    }
                })
        );
        node.Kill();
        for (var i = 0; i < People; i++)
        {
            await Until(survivor, User(i), run => Text(run, "resumes") == cut[i] && Text(run, "status") == "succeeded");
        }

        return times;
    }

    private static async Task Until(LiveProduct product, string user, Func<JsonElement, bool> holds)
    {
        for (var limit = Stopwatch.StartNew(); ; await Task.Delay(20))
        {
            using var runs = await product.Get(product.Route("runs?limit=10"), user);
            if (runs.RootElement.GetProperty("items").EnumerateArray().Any(holds))
            {
                return;
            }

            if (limit.Elapsed > TimeSpan.FromMinutes(1))
            {
                throw new InvalidOperationException($"What was waited for did not come: {runs.RootElement}");
            }
        }
    }

    private static string? Text(JsonElement run, string name) =>
        run.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static string User(int number) => $"user-{number}";
}
