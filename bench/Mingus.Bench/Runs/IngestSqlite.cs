using Mingus.Bench.Limits;
using Mingus.Bench.Report;
using Mingus.Bench.Rig;

namespace Mingus.Bench.Runs;

/// <summary>Ingest on SQLite against prepared single-row inserts of the same rows with the same indexes.</summary>
internal static class IngestSqlite
{
    public static async Task Measure(BenchReport report, Scratch scratch)
    {
        report.Setting(
            "durability",
            "WAL, synchronous=FULL: one fsync a commit; ours also commits each run's beginning"
        );
        report.Setting("pragmas", string.Join("; ", SqliteLimit.Pragmas[2..]));
        var (ours, limit) = (Files("ours"), Files("limit"));
        await EngineRig.Migrate(limit.At);
        await EngineRig.Migrate(limit.Warm);
        await IngestRounds.Measure(report, new IngestPlaces(ours, Files("translated"), ChildParts.LimitSqlite, limit));

        Warmed Files(string name) =>
            new($"Data Source={scratch.NewPath($"{name}.db")}", $"Data Source={scratch.NewPath($"{name}-warm.db")}");
    }
}
