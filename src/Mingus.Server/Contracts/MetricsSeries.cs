using Mingus.Sync;
using Mingus.Sync.Ports;

namespace Mingus.Server.Contracts;

/// <summary>What is measured of runs.</summary>
internal enum SeriesMeasure
{
    Runs,
    SuccessRate,
    DurationSeconds,
    RecordsCreated,
    Duplicates,
    Findings,
    Errors,
    ProviderCalls,
    Bytes,
    CpuMs,
    StoreMs,
}

/// <summary>By what runs are told apart.</summary>
internal enum SeriesBy
{
    SyncType,
    Trigger,
    Status,
    Connection,
    Error,
}

/// <summary>How long a bucket is.</summary>
internal enum SeriesBucket
{
    Hour,
    Day,
}

/// <summary>What a series is asked for. <c>To</c> is the day after the last.</summary>
internal sealed record SeriesQuestion(
    SeriesMeasure Measure,
    SeriesBy? By,
    SeriesBucket Bucket,
    DateTimeOffset From,
    DateTimeOffset To
);

/// <summary>A measure of the user's runs over time. <c>complete</c> is false where there were more runs than are
/// counted, and the oldest are left out.</summary>
internal sealed record SeriesBody(
    SeriesMeasure Measure,
    SeriesBy? By,
    SeriesBucket Bucket,
    DateOnly From,
    DateOnly To,
    bool Complete,
    IReadOnlyList<SeriesLineBody> Series
)
{
    public static SeriesBody Of(SeriesQuestion question, IReadOnlyList<Run> runs, bool isComplete) =>
        new(
            question.Measure,
            question.By,
            question.Bucket,
            DateOnly.FromDateTime(question.From.UtcDateTime),
            DateOnly.FromDateTime(question.To.UtcDateTime).AddDays(-1),
            isComplete,
            [
                .. runs.Where(static run => run is { IsEnded: true, Status: not RunStatus.Skipped })
                    .GroupBy(run => KeyOf(run, question.By), StringComparer.Ordinal)
                    .Where(static line => line.Key is not null)
                    .OrderBy(static line => line.Key, StringComparer.Ordinal)
                    .Select(line => SeriesLineBody.From(line.Key!, line, question)),
            ]
        );

    // Null for a run that is on no line: one without a problem, where errors are told apart.
    private static string? KeyOf(Run run, SeriesBy? by) =>
        by switch
        {
            null => "all",
            SeriesBy.SyncType => SyncTypes.NameOf(run.Type),
            SeriesBy.Trigger => run.Trigger.ToString().ToLowerInvariant(),
            SeriesBy.Status => run.Status.ToString().ToLowerInvariant(),
            SeriesBy.Connection => run.ConnectionId.ToString(),
            _ => run.Problem?.Code,
        };
}

/// <summary>One line: its key, and a point for each bucket that has runs.</summary>
internal sealed record SeriesLineBody(string Key, IReadOnlyList<SeriesPointBody> Points)
{
    public static SeriesLineBody From(string key, IEnumerable<Run> runs, SeriesQuestion question) =>
        new(
            key,
            [
                .. runs.GroupBy(run => BucketOf(run.CreatedAt, question.Bucket))
                    .OrderBy(static bucket => bucket.Key)
                    .Select(bucket => SeriesPointBody.From(bucket.Key, [.. bucket], question.Measure)),
            ]
        );

    private static DateTimeOffset BucketOf(DateTimeOffset at, SeriesBucket bucket)
    {
        var length = bucket == SeriesBucket.Hour ? TimeSpan.TicksPerHour : TimeSpan.TicksPerDay;
        return new DateTimeOffset(at.UtcTicks - (at.UtcTicks % length), TimeSpan.Zero);
    }
}

/// <summary>A bucket: when it begins, the measure of its runs, and how many they are.</summary>
internal sealed record SeriesPointBody(DateTimeOffset At, double Value, int Runs)
{
    public static SeriesPointBody From(DateTimeOffset at, IReadOnlyList<Run> runs, SeriesMeasure measure) =>
        new(at, Math.Round(ValueOf(runs, measure), digits: 4), runs.Count);

    private static double ValueOf(IReadOnlyList<Run> runs, SeriesMeasure measure) =>
        measure switch
        {
            SeriesMeasure.Runs => runs.Count,
            SeriesMeasure.SuccessRate => runs.Average(static run =>
                run.Status is RunStatus.Succeeded or RunStatus.Partial ? 1.0 : 0
            ),
            SeriesMeasure.DurationSeconds => runs.Average(static run => run.Took(run.EndedAt!.Value).TotalSeconds),
            SeriesMeasure.RecordsCreated => runs.Sum(static run => run.Accounts.Sum(static a => a.Counts.Created)),
            SeriesMeasure.Duplicates => runs.Sum(static run => run.Accounts.Sum(static a => a.Counts.Duplicates)),
            SeriesMeasure.Findings => runs.Sum(static run => run.IssuesFound),
            SeriesMeasure.Errors => runs.Count(static run => run.Problem is not null),
            SeriesMeasure.ProviderCalls => runs.Sum(static run => (double)run.Resources.ProviderCalls),
            SeriesMeasure.Bytes => runs.Sum(static run => (double)run.Resources.Bytes),
            SeriesMeasure.CpuMs => runs.Sum(static run => (double)run.Resources.CpuMs),
            _ => runs.Sum(static run => (double)run.Resources.StoreMs),
        };
}
