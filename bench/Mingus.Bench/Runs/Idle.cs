using Microsoft.Data.Sqlite;
using Mingus.Bench.Report;
using Mingus.Bench.Rig;

namespace Mingus.Bench.Runs;

/// <summary>
/// Connections that have been synced once and are due later: what the product takes while it waits for them, and what
/// they take of the disk. Beside it stands the same product without any, so that the cost of a thousand is told.
/// </summary>
internal static class Idle
{
    private const int Lanes = 8;

    public static async Task Measure(BenchReport report, Scratch scratch)
    {
        var connections = report.Settings.Size(full: 10_000, quick: 2_000);
        var settling = TimeSpan.FromSeconds(report.Settings.IsQuick ? 10 : 90);
        var watching = TimeSpan.FromSeconds(report.Settings.IsQuick ? 20 : 60);
        report.Setting(
            "connections",
            $"{Stats.Count(connections)}, a user and an account each, due in some hours; SQLite"
        );
        report.Setting("measured", $"{watching.TotalSeconds:0} s after {settling.TotalSeconds:0} s of settling");
        var (empty, full) = (scratch.NewPath("empty.db"), scratch.NewPath("idle.db"));
        await EngineRig.Migrate($"Data Source={empty}");
        await Fill(full, connections);

        var without = await Watch(empty, settling, watching);
        var with = await Watch(full, settling, watching);
        var thousands = connections / 1_000.0;
        var disk = (new FileInfo(full).Length - new FileInfo(empty).Length) / Mega;
        var memory = with.MegaBytes - without.MegaBytes;
        BenchReport.Table(
            ["idle", "none", $"{Stats.Count(connections)} connections", "a thousand more", "goal"],
            [
                Row("memory, MB", (without.MegaBytes, with.MegaBytes), memory / thousands, "<= 250"),
                Row(
                    "processor, % of a core",
                    (without.Percent, with.Percent),
                    (with.Percent - without.Percent) / thousands,
                    "<= 2"
                ),
                Row(
                    "processor before, s: start and hourly work",
                    (without.Before, with.Before),
                    (with.Before - without.Before) / thousands,
                    ""
                ),
                Row("disk, MB", (0, disk), disk / thousands, ""),
            ]
        );
        report.Number("percentOfACore", with.Percent);
        report.Number("megaBytesAThousand", memory / thousands);
        report.Number("diskMegaBytesAThousand", disk / thousands);
        report.Figure(with.MegaBytes, "0", "MB");
    }

    private const double Mega = 1024 * 1024;

    private static string[] Row(string name, (double Without, double With) measured, double thousand, string goal) =>
        [
            name,
            Stats.Number(measured.Without, "0.0"),
            Stats.Number(measured.With, "0.0"),
            Stats.Number(thousand, "0.00"),
            goal,
        ];

    private static async Task Fill(string file, int connections)
    {
        await using (var rig = await EngineRig.Open($"Data Source={file}"))
        {
            rig.Bank.Quiet();
            await Parallel.ForEachAsync(
                Enumerable.Range(0, connections),
                new ParallelOptions { MaxDegreeOfParallelism = Lanes },
                async (i, _) => await rig.Sync(await rig.Link("bench", $"user-{i}", $"account-{i}"))
            );
        }

        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync();
        await using var later = connection.CreateCommand();
        // From four hours on, one after the other.
        later.CommandText = "UPDATE connections SET next_due_at = $from + (rowid * 1000)";
        var from = TimeProvider.System.GetUtcNow().AddHours(4).ToUnixTimeMilliseconds();
        later.Parameters.AddWithValue("$from", from);
        await later.ExecuteNonQueryAsync();
    }

    // A minute after its start the product prunes, and then every hour: settling is longer than that, so that a
    // minute's watch does not show an hour's work.
    private static async Task<(double MegaBytes, double Percent, double Before)> Watch(
        string file,
        TimeSpan settling,
        TimeSpan watching
    )
    {
        var folder = Directory.CreateDirectory($"{file}.folder").FullName;
        using var product = await Served.Start(
            ChildParts.ServeLive,
            folder,
            $"Data Source={file}",
            "http://127.0.0.1:9"
        );
        await Task.Delay(settling);
        var before = product.Taken();
        await Task.Delay(watching);
        var after = product.Taken();
        var share = (after.Processor - before.Processor) / watching;
        return (after.Memory / Mega, 100 * share, before.Processor.TotalSeconds);
    }
}
