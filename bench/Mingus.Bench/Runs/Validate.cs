using System.Diagnostics;
using Mingus.Bench.Feed;
using Mingus.Bench.Report;
using Mingus.Bench.Rig;
using Mingus.Ledger;
using Mingus.Ledger.Reconcile.Checks;
using Mingus.Sync;
using Mingus.Sync.Connect;
using Mingus.Sync.Ports;

namespace Mingus.Bench.Runs;

/// <summary>
/// The strictest validation of a long history that came through the engine, page by page: its fingerprints, links and
/// decisions are real. Two feeds show the account, so that duplicates between them are looked for, which costs most.
/// </summary>
internal static class Validate
{
    private const int MegaByte = 1024 * 1024;
    private const int Turns = 3;

    public static async Task Measure(BenchReport report, Scratch scratch)
    {
        var records = report.Settings.Size(full: 1_000_000, quick: 50_000);
        var pages = records / PageMaker.RowsPerPage + 1;
        var connection = $"Data Source={scratch.NewPath("validate.db")}";
        report.Setting("account", $"{Stats.Count(records)} records and their decisions on SQLite, shown by two feeds");
        report.Setting("validation", $"level strict, every check, report and findings committed; median of {Turns}");
        using (var filling = new Worker(ChildParts.Ingest, connection, $"{pages}"))
        {
            await filling.Turn(pages);
            await filling.Finish();
        }

        using var worker = new Worker(ChildParts.Validate, connection);
        var seconds = new List<double>();
        var examined = 0;
        for (var turn = 0; turn < Turns; turn++)
        {
            (examined, var took) = await worker.Turn(1);
            seconds.Add(took);
        }

        var rest = await worker.Finish();
        var median = Stats.Median(seconds);
        BenchReport.Table(
            ["validate", "", "goal"],
            [
                ["seconds", Stats.Number(median, "0.0"), "<= 20"],
                ["peak working set, MB", Stats.Count(rest["peak"] / MegaByte), "<= 300"],
                ["live records examined", Stats.Count(examined), ""],
                ["records a second", Stats.Count(examined / median), ""],
                ["issues found", Stats.Count(rest["issues"]), ""],
            ]
        );
        report.Number("peakMegaBytes", rest["peak"] / MegaByte);
        report.Number("examined", examined);
        report.Figure(median, "0.0", "s");
    }

    /// <summary>The child's side: links the account once more, then validates it at each turn.</summary>
    public static async Task Serve(string connectionString)
    {
        await using var rig = await EngineRig.Open(connectionString);
        var request = await LinkAgain(rig);
        var issues = 0;
        await Worker.Serve(
            async _ =>
            {
                var began = Stopwatch.GetTimestamp();
                var run = await rig.Engine.SyncNow(request, CancellationToken.None);
                if (run.Status != RunStatus.Succeeded)
                {
                    throw new InvalidOperationException($"The validation ended {run.Status}: {run.Problem?.Detail}");
                }

                var report = run.Result!.Validations![0];
                issues = report.Checks.Sum(static check => check.Issues);
                return (report.Checks.Max(static check => check.Examined), Stopwatch.GetElapsedTime(began));
            },
            () => new Dictionary<string, double> { ["peak"] = Child.PeakMemory(), ["issues"] = issues }
        );
    }

    private static async Task<SyncRequest> LinkAgain(EngineRig rig)
    {
        var none = CancellationToken.None;
        var again = await rig.Link("bench", "user", "again");
        var page = new PageRequest(10, null);
        var accounts = (await rig.Database.Queries.Accounts(again.UserId, page, none)).Value.Items;
        var first = accounts.First(view => view.Account.Id != again.AccountId);
        var feed = accounts.First(view => view.Account.Id == again.AccountId).Feeds[0].Feed.Id;
        var outcome = await rig.Linker.Link(again.UserId, feed, first.Account.Id, none);
        if (outcome is not LinkOutcome.Linked)
        {
            throw new InvalidOperationException($"The second feed was not linked: {outcome}.");
        }

        var connection = first.Feeds[0].Connection.Id;
        var (type, trigger) = (SyncType.Validate, RunTrigger.Person);
        return new SyncRequest(again.UserId, connection, first.Account.Id, type, Force: false, trigger)
        {
            Level = ValidationLevel.Strict,
        };
    }
}
