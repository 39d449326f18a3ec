using Mingus.Bench.Report;
using Mingus.Bench.Rig;
using Mingus.Conformance;

namespace Mingus.Bench.Runs;

/// <summary>Ingest on PostgreSQL against indexed COPY of the same rows.</summary>
internal static class IngestPostgres
{
    private static readonly string[] Names = ["ours", "translated", "copied"];

    public static async Task Measure(BenchReport report, Scratch _)
    {
        await using var server = await PostgresServer.Start();
        foreach (var name in Names)
        {
            await server.CreateDatabase(name);
            await server.CreateDatabase($"{name}_warm");
        }

        var version = await server.Show("server_version");
        report.Setting("database", $"PostgreSQL {version}, default settings but 200 connections, on the same machine");
        report.Setting(
            "durability",
            $"fsync={await server.Show("fsync")}, " + $"synchronous_commit={await server.Show("synchronous_commit")}"
        );
        var copied = Databases("copied");
        await EngineRig.Migrate(copied.At);
        await EngineRig.Migrate(copied.Warm);
        await IngestRounds.Measure(
            report,
            new IngestPlaces(Databases("ours"), Databases("translated"), ChildParts.LimitPostgres, copied)
        );

        Warmed Databases(string name) => new(server.ConnectionString(name), server.ConnectionString($"{name}_warm"));
    }
}
