using Mingus.Bench.Limits;
using Mingus.Bench.Report;
using Mingus.Bench.Rig;

namespace Mingus.Bench.Runs;

/// <summary>Ingest on SQLite against prepared single-row inserts of the same rows with the same indexes.</summary>
internal static class IngestSqlite
{
    public static async Task Measure(BenchReport report, Scratch scratch)
    {
        var (ours, limit) = (scratch.NewPath("ours.db"), scratch.NewPath("limit.db"));
        report.Setting(
            "durability",
            "WAL, synchronous=FULL: one fsync a commit; ours also commits each run's beginning"
        );
        report.Setting("pragmas", string.Join("; ", SqliteLimit.Pragmas[2..]));
        await EngineRig.Migrate($"Data Source={limit}");
        await IngestRounds.Measure(
            report,
            new IngestPlaces(
                $"Data Source={ours}",
                $"Data Source={scratch.NewPath("translated.db")}",
                [ChildParts.LimitSqlite, ours, limit]
            )
        );
    }
}
