using System.Diagnostics;
using Mingus.Bench.Report;
using Mingus.Bench.Rig;
using Mingus.Conformance;
using Mingus.Storage.Keys;
using Mingus.Sync;
using Npgsql;

namespace Mingus.Bench.Runs;

/// <summary>
/// Many connections become due at one moment, and processes on one PostgreSQL find and work them, each with its
/// schedule; the provider has no latency and nothing new. One process and two take turns.
/// </summary>
internal static class Cluster
{
    // Far longer than the slowest machine needs for all that is due.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    // A look reads every connection: more often, it takes a good part of what is measured.
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    public static async Task Measure(BenchReport report, Scratch scratch)
    {
        var connections = report.Settings.Size(full: 3_000, quick: 600);
        var rounds = report.Settings.IsQuick ? 2 : 3;
        report.Setting(
            "connections",
            $"{Stats.Count(connections)}, a user each, due at once; provider without latency"
        );
        report.Setting("rounds", $"{rounds} of one process, {rounds} of two, by turns");
        await using var server = await PostgresServer.Start();
        await server.CreateDatabase("cluster");
        var database = server.ConnectionString("cluster");
        var key = VaultKeys.Generate();
        await Fill(database, key, connections);

        var (alone, together) = (new List<double>(), new List<double>());
        for (var round = -1; round < rounds; round++)
        {
            var (one, two) = (await Rate(database, key, 1, connections), await Rate(database, key, 2, connections));
            if (round >= 0)
            {
                alone.Add(one);
                together.Add(two);
            }
        }

        var ratio = Stats.Median(together.Zip(alone, static (two, one) => two / one));
        BenchReport.Table(
            ["syncs a minute", "ours", "of one process", "goal"],
            [
                ["one process", Stats.Count(Stats.Median(alone)), "100 %", ">= 10,000"],
                ["two processes", Stats.Count(Stats.Median(together)), Stats.Percent(ratio), ">= 85 %"],
            ]
        );
        report.Number("alonePerMinute", Stats.Median(alone));
        report.Number("togetherPerMinute", Stats.Median(together));
        report.Figure(ratio * 100, "0", "%");
    }

    /// <summary>One process: works what is due until its input ends.</summary>
    public static async Task Work(string database, string node, string key)
    {
        await using var rig = await EngineRig.Open(database, new SyncOptions { Node = node }, key);
        using var stop = new CancellationTokenSource();
        var working = rig.Engine.Work(stop.Token);
        Console.WriteLine(ServedApps.Ready);
        await Console.In.ReadToEndAsync();
        await stop.CancelAsync();
        try
        {
            await working;
        }
        catch (OperationCanceledException)
        {
            // It was asked to.
        }
    }

    // The first sync of each takes its cursor; from then on there is nothing new.
    private static async Task Fill(string database, string key, int connections)
    {
        await using var rig = await EngineRig.Open(database, EngineRig.Options, key);
        rig.Bank.Quiet();
        // At once, as each waits for the disk: the server flushes those that wait together.
        await Parallel.ForEachAsync(
            Enumerable.Range(0, connections),
            new ParallelOptions { MaxDegreeOfParallelism = EngineRig.Options.ParallelRuns },
            async (i, _) => await rig.Sync(await rig.Link("bench", $"user-{i}", $"account-{i}"))
        );
    }

    private static async Task<double> Rate(string database, string key, int processes, int connections)
    {
        var nodes = new List<Process>();
        for (var i = 0; i < processes; i++)
        {
            var node = Child.Start(ChildParts.WorkDue, database, $"node-{Guid.NewGuid():N}", key);
            nodes.Add(node);
            while (await node.StandardOutput.ReadLineAsync() is { } line && line != ServedApps.Ready) { }
        }

        // Their first looks are over, and each knows of the other.
        await Task.Delay(TimeSpan.FromSeconds(2));
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        var began = Stopwatch.GetTimestamp();
        var due = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        await Run(connection, $"UPDATE connections SET next_due_at = {due}");
        while (await Run(connection, $"SELECT count(*) FROM connections WHERE next_due_at = {due}") is > 0 and var left)
        {
            if (Stopwatch.GetElapsedTime(began) > Patience)
            {
                throw new TimeoutException($"{left} of {connections} connections are due after {Patience}.");
            }

            await Task.Delay(Look);
        }

        var rate = connections / Stopwatch.GetElapsedTime(began).TotalMinutes;
        foreach (var node in nodes)
        {
            node.StandardInput.Close();
            await node.WaitForExitAsync();
            node.Dispose();
        }

        return rate;
    }

    private static async Task<long> Run(NpgsqlConnection connection, string text)
    {
        await using var command = new NpgsqlCommand(text, connection);
        return await command.ExecuteScalarAsync() is long count ? count : 0;
    }
}
