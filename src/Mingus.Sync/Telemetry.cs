using System.Diagnostics;
using System.Diagnostics.Metrics;
using Mingus.Sync.Ports;

namespace Mingus.Sync;

/// <summary>
/// What the engine measures: one trace a run with a span a station, and counts by type, trigger and outcome. Ids are in
/// traces only, nothing of people anywhere. Costs nothing while nobody listens.
/// </summary>
internal static class Telemetry
{
    /// <summary>Name of the source of traces and of the meter.</summary>
    public const string Name = "Mingus.Sync";

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Runs = Meter.CreateCounter<long>(
        "sync.runs",
        description: "Runs that ended, by type, trigger and outcome."
    );

    private static readonly Histogram<double> Durations = Meter.CreateHistogram<double>(
        "sync.run.duration",
        unit: "s",
        description: "How long runs took, by type and outcome."
    );

    private static readonly Counter<long> Faults = Meter.CreateCounter<long>(
        "sync.faults",
        description: "Runs that ended with a problem, by its code and what it asks for."
    );

    private static readonly Counter<long> Records = Meter.CreateCounter<long>(
        "sync.records",
        description: "Records of runs by what became of them."
    );

    private static readonly Counter<long> Findings = Meter.CreateCounter<long>(
        "sync.findings",
        description: "Findings that runs opened."
    );

    private static readonly Counter<long> Calls = Meter.CreateCounter<long>(
        "provider.calls",
        description: "Calls that runs made to the provider."
    );

    private static readonly Counter<long> Bytes = Meter.CreateCounter<long>(
        "provider.answers",
        unit: "By",
        description: "Bytes of the provider's answers to runs."
    );

    private static readonly Counter<long> Cpu = Meter.CreateCounter<long>(
        "sync.cpu",
        unit: "ms",
        description: "Time that runs spent translating, matching and planning."
    );

    private static readonly Counter<long> Store = Meter.CreateCounter<long>(
        "sync.store",
        unit: "ms",
        description: "Time that runs waited for the store."
    );

    /// <summary>Begins the trace of a run; null while nobody listens.</summary>
    public static Activity? BeginRun(Run run)
    {
        // A trace of its own: who asked for the run does not wait inside it.
        Activity.Current = null;
        return Source
            .StartActivity("sync.run")
            ?.SetTag("run.id", run.Id.ToString())
            .SetTag("connection.id", run.ConnectionId.ToString())
            .SetTag("sync.type", SyncTypes.NameOf(run.Type))
            .SetTag("sync.trigger", Word(run.Trigger));
    }

    /// <summary>Begins the span of a station; null while nobody listens.</summary>
    public static Activity? Station(string name) => Source.StartActivity(name);

    /// <summary>Tells how a run ended.</summary>
    public static void EndRun(Activity? trace, Run ended)
    {
        var type = new KeyValuePair<string, object?>("type", SyncTypes.NameOf(ended.Type));
        var status = new KeyValuePair<string, object?>("status", Word(ended.Status));
        Runs.Add(1, type, status, new("trigger", Word(ended.Trigger)));
        if (ended is { StartedAt: not null, EndedAt: { } over })
        {
            Durations.Record(ended.Took(over).TotalSeconds, type, status);
        }

        if (ended.Problem is { } problem)
        {
            Faults.Add(1, new("code", problem.Code), new("action", problem.Action));
            trace?.SetStatus(ActivityStatusCode.Error, problem.Code);
        }

        Count(ended);
        trace?.SetTag("sync.status", Word(ended.Status));
    }

    private static void Count(Run ended)
    {
        foreach (var (change, count) in Changes(ended))
        {
            if (count > 0)
            {
                Records.Add(count, new KeyValuePair<string, object?>("change", change));
            }
        }

        Findings.Add(ended.IssuesFound);
        Calls.Add(ended.Resources.ProviderCalls);
        Bytes.Add(ended.Resources.Bytes);
        Cpu.Add(ended.Resources.CpuMs);
        Store.Add(ended.Resources.StoreMs);
    }

    private static IEnumerable<(string Change, int Count)> Changes(Run ended) =>
        [
            ("processed", ended.Accounts.Sum(static a => a.Counts.Processed)),
            ("created", ended.Accounts.Sum(static a => a.Counts.Created)),
            ("updated", ended.Accounts.Sum(static a => a.Counts.Updated)),
            ("removed", ended.Accounts.Sum(static a => a.Counts.Removed)),
            ("duplicate", ended.Accounts.Sum(static a => a.Counts.Duplicates)),
            ("quarantined", ended.Accounts.Sum(static a => a.Counts.Quarantined)),
        ];

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
