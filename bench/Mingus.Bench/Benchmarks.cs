using Mingus.Bench.Report;
using Mingus.Bench.Rig;
using Mingus.Bench.Runs;

namespace Mingus.Bench;

/// <summary>A benchmark: what it shows, what it should reach, and how it is measured.</summary>
internal sealed record Benchmark(string Shows, string Goal, Func<BenchReport, Scratch, Task> Measure);

/// <summary>Every benchmark by its name.</summary>
internal static class Benchmarks
{
    public static readonly OrderedDictionary<string, Benchmark> ByName = new(StringComparer.Ordinal)
    {
        ["ingest-sqlite"] = new(
            "fetch, plan, commit of pages of 500 on SQLite, against prepared inserts of the same rows",
            ">= 60 %",
            IngestSqlite.Measure
        ),
        ["ingest-postgres"] = new(
            "the same on PostgreSQL, against indexed COPY of the same rows",
            ">= 50 %",
            IngestPostgres.Measure
        ),
        ["isolation"] = new(
            "row-level security on PostgreSQL: ingest and reads with it, against the same without",
            "<= 10 %",
            Isolation.Measure
        ),
        ["no-change"] = new("syncs with nothing new: round trips each, and syncs a minute", "<= 2", NoChange.Measure),
        ["growth"] = new(
            "a page of 500 into an account of 1,000,000 records against one of 10,000",
            "<= 1.5",
            Growth.Measure
        ),
        ["match"] = new(
            "a labelled stream with every trap of matching, in the order of its delivery, durable on SQLite",
            ">= 10000",
            Match.Measure
        ),
        ["validate"] = new(
            "the strictest validation of an account of 1,000,000 records, report and findings committed",
            "<= 20",
            Validate.Measure
        ),
        ["start"] = new("start of the published build to its first answer; idle memory", "<= 1.5 s", Start.Measure),
        ["reads"] = new(
            "GET .../transactions?limit=100 at 1,000,000 records, against a bare handler",
            ">= 40 %",
            Reads.Measure
        ),
        ["webhook"] = new(
            "webhooks at 500 a second on SQLite until they are answered; a change at the bank until a stream tells it",
            "<= 20",
            Webhooks.Measure
        ),
        ["cluster"] = new(
            "due connections with nothing new, worked by two processes on one PostgreSQL, against one process",
            ">= 85 %",
            Cluster.Measure
        ),
        ["schedule"] = new(
            "1,000 connections for 90 days: mean delay until a change is seen, against checks at a fixed pause",
            "<= 0.31",
            Schedule.Measure
        ),
        ["failover"] = new(
            "two processes on one PostgreSQL: from the kill of one until the other has begun its work",
            "<= 3000",
            Failover.Measure
        ),
        ["fanout"] = new(
            "a change told to 2,000 open event streams of one person, timed from asking for it",
            "<= 150",
            Fanout.Measure
        ),
        ["overload"] = new(
            "many times more requests than can be served for 60 s: the 99th percentile of those that are answered",
            "<= 2000",
            Overload.Measure
        ),
        ["idle"] = new(
            "10,000 connections that are due later: memory, processor and disk, beside the same product without any",
            "<= 250",
            Idle.Measure
        ),
        ["simulate"] = new(
            "the seeded simulation in memory: steps a second with every invariant checked, and planted bugs found",
            ">= 10,000",
            Simulate.Measure
        ),
        ["ui"] = new(
            "the published pages in Chromium: sizes (the client's first), Lighthouse, a long list under events, memory",
            "<= 8",
            Ui.Measure
        ),
    };

    /// <summary>The list for people.</summary>
    public static string Listing()
    {
        var lines = ByName.Select(pair => $"  {pair.Key, -16} {pair.Value.Shows} (goal {pair.Value.Goal})");
        return $"""
            Mingus.Bench NAME... [--quick] [--records N] [--json FILE]

            {string.Join('\n', lines)}
              all              every one, in this order
            """;
    }
}
