using System.Diagnostics;
using System.Globalization;
using Mingus.Bench.Limits;
using Mingus.Bench.Rig;

namespace Mingus.Bench.Runs;

/// <summary>What this program does as a child of itself.</summary>
internal static class ChildParts
{
    public const string Ingest = "ingest";
    public const string IngestTranslated = "ingest-translated";
    public const string LimitSqlite = "limit-sqlite";
    public const string LimitPostgres = "limit-postgres";
    public const string Match = "match";
    public const string Validate = "validate";
    public const string ServeProduct = "serve-product";
    public const string ServeLive = "serve-live";
    public const string ServeBare = "serve-bare";

    public static async Task<int> Run(string part, string[] args)
    {
        switch (part)
        {
            case Ingest or IngestTranslated:
                await IngestPages(args[0], int.Parse(args[1], CultureInfo.InvariantCulture), part == IngestTranslated);
                return 0;
            case LimitSqlite:
                await using (var limit = new SqliteLimit(args[0], args[1]))
                {
                    await WriteRows(limit);
                }

                return 0;
            case LimitPostgres:
                await using (var limit = await PostgresLimit.Open(args[0], args[1]))
                {
                    await WriteRows(limit);
                }

                return 0;
            case Match:
                await MatchFeed.Serve(args[0], args[1], int.Parse(args[2], CultureInfo.InvariantCulture));
                return 0;
            case Validate:
                await Runs.Validate.Serve(args[0]);
                return 0;
            case ServeProduct:
                await ServedApps.Product(args[0]);
                return 0;
            case ServeLive:
                await ServedApps.Live(args[0], args[1], args[2]);
                return 0;
            case ServeBare:
                await ServedApps.Bare(args[0]);
                return 0;
            default:
                return 2;
        }
    }

    private static async Task IngestPages(string connectionString, int pages, bool isTranslated)
    {
        await using var rig = await EngineRig.Open(connectionString);
        var feed = await Runs.Ingest.Begin(rig, pages, isTranslated);
        var page = 0;
        await Worker.Serve(
            async updates =>
            {
                var time = TimeSpan.Zero;
                for (var i = 0; i < updates; i++)
                {
                    time += await feed.Page(page++);
                }

                return (updates, time);
            },
            () =>
                [
                    new("begin", rig.Store.Beginning.TotalMilliseconds / page),
                    new("load", rig.Store.Loading.TotalMilliseconds / page),
                    new("commit", rig.Store.Committing.TotalMilliseconds / page),
                    new("peak", Child.PeakMemory()),
                ]
        );
    }

    private static Task WriteRows(ILimit limit) =>
        Worker.Serve(
            async commits =>
            {
                var (done, time) = (0, TimeSpan.Zero);
                while (done < commits && await limit.Ready())
                {
                    var began = Stopwatch.GetTimestamp();
                    await limit.Write();
                    time += Stopwatch.GetElapsedTime(began);
                    done++;
                }

                return (done, time);
            },
            static () => []
        );
}
