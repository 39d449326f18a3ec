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
    public const string Isolation = "isolation";
    public const string Match = "match";
    public const string Validate = "validate";
    public const string ServeProduct = "serve-product";
    public const string ServeLive = "serve-live";
    public const string ServeBare = "serve-bare";
    public const string WorkDue = "work-due";

    public static async Task<int> Run(string part, string[] args)
    {
        switch (part)
        {
            case Ingest or IngestTranslated:
                var pages = int.Parse(args[2], CultureInfo.InvariantCulture);
                await IngestPages((args[0], args[1]), pages, part == IngestTranslated);
                return 0;
            case LimitSqlite:
                await WriteRows(warm =>
                    Task.FromResult<ILimit>(new SqliteLimit(warm ? args[1] : args[0], warm ? args[3] : args[2]))
                );
                return 0;
            case LimitPostgres:
                await WriteRows(async warm =>
                    await PostgresLimit.Open(warm ? args[1] : args[0], warm ? args[3] : args[2])
                );
                return 0;
            case Isolation:
                var updates = int.Parse(args[3], CultureInfo.InvariantCulture);
                await Runs.Isolation.Serve(args[0], args[1], bool.Parse(args[2]), updates);
                return 0;
            case Match:
                var lanes = int.Parse(args[4], CultureInfo.InvariantCulture);
                await MatchFeed.Serve((args[0], args[1]), (args[2], args[3]), lanes);
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
            case WorkDue:
                await Cluster.Work(args[0], args[1], args[2]);
                return 0;
            case ServeBare:
                await ServedApps.Bare(args[0]);
                return 0;
            default:
                return 2;
        }
    }

    private static async Task IngestPages((string At, string Warm) place, int pages, bool isTranslated)
    {
        await using (var warmRig = await EngineRig.Open(place.Warm))
        {
            var warming = await Runs.Ingest.Begin(warmRig, IngestRounds.WarmUpdates, isTranslated);
            for (var i = 0; i < IngestRounds.WarmUpdates; i++)
            {
                await warming.Page(i);
            }
        }

        await using var rig = await EngineRig.Open(place.At);
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

    private static async Task WriteRows(Func<bool, Task<ILimit>> open)
    {
        await using (var warming = await open(true))
        {
            for (var i = 0; i < IngestRounds.WarmUpdates && await warming.Ready(); i++)
            {
                await warming.Write();
            }
        }

        await using var limit = await open(false);
        await Worker.Serve(
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
}
