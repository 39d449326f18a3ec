using Mingus.Bench.Feed;
using Mingus.Bench.Report;
using Mingus.Bench.Rig;
using Mingus.Conformance;

namespace Mingus.Bench.Runs;

/// <summary>What a page costs in a long history against a short one, each in a database of its own.</summary>
internal static class Growth
{
    private const int Small = 10_000;
    private const int WarmUp = 4;

    public static async Task Measure(BenchReport report, Scratch scratch)
    {
        var large = Math.Max(report.Settings.Size(full: 1_000_000, quick: 200_000), 2 * Small);
        var pages = report.Settings.IsQuick ? 15 : 31;
        report.Setting(
            "accounts",
            $"one of {Stats.Count(large)} records, one of {Stats.Count(Small)}, each in its own database"
        );
        report.Setting("rounds", $"{pages} pages of {PageMaker.Changes} into each in turns, fsync included; medians");

        var sqlite = await InTurns((records, name) => FilledSqlite(scratch, records, name), large, pages);
        await using var server = await PostgresServer.Start();
        var postgres = await InTurns((records, name) => FilledPostgres(server, records, name), large, pages);
        BenchReport.Table(
            ["milliseconds a page", $"{Stats.Count(Small)}", $"{Stats.Count(large)}", "ratio", "goal"],
            [Row("SQLite", sqlite, "<= 1.5"), Row($"PostgreSQL {await server.Show("server_version")}", postgres, "")]
        );
        report.Number("sqliteSmallMs", sqlite.Small);
        report.Number("sqliteLargeMs", sqlite.Large);
        report.Number("postgresSmallMs", postgres.Small);
        report.Number("postgresLargeMs", postgres.Large);
        report.Number("postgresRatio", postgres.Large / postgres.Small);
        report.Figure(sqlite.Large / sqlite.Small, "0.00", "x");
    }

    private static string[] Row(string name, (double Small, double Large) pages, string goal) =>
        [
            name,
            Stats.Number(pages.Small, "0.0"),
            Stats.Number(pages.Large, "0.0"),
            Stats.Number(pages.Large / pages.Small, "0.00"),
            goal,
        ];

    private static async Task<(double Small, double Large)> InTurns(
        Func<int, string, Task<(EngineRig Rig, Ingest Feed)>> open,
        int largeRecords,
        int pages
    )
    {
        var small = await open(Small, "small");
        var large = await open(largeRecords, "large");
        await using var smallRig = small.Rig;
        await using var largeRig = large.Rig;
        var times = (Small: new List<double>(), Large: new List<double>());
        for (var page = 1; page <= pages + WarmUp; page++)
        {
            var smallMs = (await small.Feed.Page(page)).TotalMilliseconds;
            var largeMs = (await large.Feed.Page(page)).TotalMilliseconds;
            if (page > WarmUp)
            {
                times.Small.Add(smallMs);
                times.Large.Add(largeMs);
            }
        }

        return (Stats.Median(times.Small), Stats.Median(times.Large));
    }

    private static async Task<(EngineRig Rig, Ingest Feed)> FilledSqlite(Scratch scratch, int records, string name)
    {
        var path = scratch.NewPath($"{name}.db");
        var rig = await EngineRig.Open($"Data Source={path}");
        var feed = await Ingest.Begin(rig, pages: 1, isTranslated: false);
        await feed.Page(0);
        await History.FillSqlite(path, records);
        return (rig, feed);
    }

    private static async Task<(EngineRig Rig, Ingest Feed)> FilledPostgres(
        PostgresServer server,
        int records,
        string name
    )
    {
        await server.CreateDatabase(name);
        var rig = await EngineRig.Open(server.ConnectionString(name));
        var feed = await Ingest.Begin(rig, pages: 1, isTranslated: false);
        await feed.Page(0);
        await History.FillPostgres(server.ConnectionString(name), records);
        return (rig, feed);
    }
}
