using Mingus.Bench.Report;
using Mingus.Bench.Rig;

namespace Mingus.Bench.Runs;

/// <summary>Ingest on PostgreSQL against indexed COPY of the same rows.</summary>
internal static class IngestPostgres
{
    private static readonly string[] Names = ["ours", "translated", "copied"];

    public static async Task Measure(BenchReport report, Scratch scratch)
    {
        await using var server = await PostgresServer.Start(scratch);
        foreach (var name in Names)
        {
            await server.CreateDatabase(name);
        }

        report.Setting("database", $"PostgreSQL {server.Version}, default settings, on the same machine");
        report.Setting(
            "durability",
            $"fsync={await server.Query("SHOW fsync")}, "
                + $"synchronous_commit={await server.Query("SHOW synchronous_commit")}"
        );
        await EngineRig.Migrate(server.Connection("copied"));
        await IngestRounds.Measure(
            report,
            new IngestPlaces(
                server.Connection("ours"),
                server.Connection("translated"),
                [ChildParts.LimitPostgres, server.Connection("ours"), server.Connection("copied")]
            )
        );
    }
}
