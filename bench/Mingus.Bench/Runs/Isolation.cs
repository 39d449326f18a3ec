using System.Diagnostics;
using System.Globalization;
using Mingus.Bench.Feed;
using Mingus.Bench.Report;
using Mingus.Bench.Rig;
using Mingus.Conformance;
using Mingus.Sync.Ports;

namespace Mingus.Bench.Runs;

/// <summary>
/// What row-level security costs: the same engine on two databases of one server, one with it and one without, in
/// turns, a process each. Ingest is pages of 500 committed; a read is an account's newest 100 transactions.
/// </summary>
internal static class Isolation
{
    private const int UpdatesPerTurn = 5;
    private const int ReadsPerTurn = 50;
    private const int Blocks = 8;
    private const int PageRows = 100;

    private static readonly string[] Names = ["guarded", "unguarded"];

    public static async Task Measure(BenchReport report, Scratch _)
    {
        await using var server = await PostgresServer.Start();
        foreach (var name in Names)
        {
            await server.CreateDatabase(name);
            await server.CreateDatabase($"{name}_warm");
        }

        var records = report.Settings.Size(full: 80_000, quick: 20_000);
        var block = Math.Max(records / PageMaker.Changes / Blocks, UpdatesPerTurn);
        report.Setting("database", $"PostgreSQL {await server.Show("server_version")}, on the same machine");
        report.Setting("records", $"{Stats.Count(block * Blocks * PageMaker.Changes)} on each side");
        report.Setting("rounds", $"medians of {Blocks} blocks, each side by turns, a process each");
        using var guarded = await Begin(server, Names[0], isGuarded: true, block * Blocks);
        using var bare = await Begin(server, Names[1], isGuarded: false, block * Blocks);
        var ingest = new List<(double On, double Off)>();
        var reads = new List<(double On, double Off)>();
        for (var i = 0; i < Blocks; i++)
        {
            ingest.Add(await Compare(guarded, bare, UpdatesPerTurn, block / UpdatesPerTurn));
            reads.Add(await Compare(guarded, bare, -ReadsPerTurn, block / UpdatesPerTurn));
        }

        await guarded.Finish();
        await bare.Finish();
        Tell(report, ingest, reads);
    }

    /// <summary>The child's side: a positive turn takes in so many pages, a negative one reads so often.</summary>
    public static async Task Serve(string at, string warm, bool isGuarded, int pages)
    {
        await using (var warmRig = await EngineRig.Open(warm, isGuarded))
        {
            await Work(new Side(warmRig, await Linked(warmRig), IngestRounds.WarmUpdates), IngestRounds.WarmUpdates);
        }

        await using var rig = await EngineRig.Open(at, isGuarded);
        var side = new Side(rig, await Linked(rig), pages);
        await Worker.Serve(side.Turn, static () => []);
    }

    private static async Task Work(Side side, int updates)
    {
        await side.Turn(updates);
        await side.Turn(-updates);
    }

    private static Task<Linked> Linked(EngineRig rig) => rig.Link("bench", "user", "account");

    private static async Task<Worker> Begin(PostgresServer server, string name, bool isGuarded, int pages)
    {
        var worker = new Worker(
            ChildParts.Isolation,
            server.ConnectionString(name),
            server.ConnectionString($"{name}_warm"),
            $"{isGuarded}",
            pages.ToString(CultureInfo.InvariantCulture)
        );
        await worker.Turn(0);
        return worker;
    }

    /// <summary>Work a second of both sides in one block.</summary>
    private static async Task<(double On, double Off)> Compare(Worker on, Worker off, int turn, int turns)
    {
        var (onSeconds, offSeconds) = (0.0, 0.0);
        for (var i = 0; i < turns; i++)
        {
            onSeconds += (await on.Turn(turn)).Seconds;
            offSeconds += (await off.Turn(turn)).Seconds;
        }

        var work = Math.Abs(turn) * turns;
        return (work / onSeconds, work / offSeconds);
    }

    private static void Tell(
        BenchReport report,
        List<(double On, double Off)> ingest,
        List<(double On, double Off)> reads
    )
    {
        var (ingestCost, readCost) = (Cost(ingest), Cost(reads));
        BenchReport.Table(
            ["a second", "row security on", "off", "cost", "goal"],
            [
                Row("records taken in", ingest, PageMaker.Changes, ingestCost),
                Row("reads of 100 transactions", reads, 1, readCost),
            ]
        );
        report.Number("ingestCostPercent", ingestCost * 100);
        report.Number("readCostPercent", readCost * 100);
        report.Figure(Math.Max(ingestCost, readCost) * 100, "0.0", "%");
    }

    private static string[] Row(string name, List<(double On, double Off)> rates, int each, double cost) =>
        [
            name,
            Stats.Count(Stats.Median([.. rates.Select(r => r.On)]) * each),
            Stats.Count(Stats.Median([.. rates.Select(r => r.Off)]) * each),
            Stats.Percent(cost),
            "<= 10 %",
        ];

    private static double Cost(List<(double On, double Off)> rates) =>
        Stats.Median([.. rates.Select(static r => (r.Off / r.On) - 1)]);

    /// <summary>One database being worked.</summary>
    private sealed class Side(EngineRig rig, Linked linked, int pages)
    {
        private readonly PageMaker _pages = new("account", pages);
        private int _page;

        public async Task<(int Done, TimeSpan Time)> Turn(int turn)
        {
            var time = TimeSpan.Zero;
            for (var i = 0; i < Math.Abs(turn); i++)
            {
                if (turn > 0)
                {
                    rig.Bank.Ready(_pages.Make(_page++));
                }

                var began = Stopwatch.GetTimestamp();
                await (turn > 0 ? rig.Sync(linked) : Read());
                time += Stopwatch.GetElapsedTime(began);
            }

            return (Math.Abs(turn), time);
        }

        private Task Read() =>
            rig.Database.Queries.Transactions(
                linked.UserId,
                linked.AccountId,
                new TransactionFilter(),
                new PageRequest(PageRows, null),
                CancellationToken.None
            );
    }
}
