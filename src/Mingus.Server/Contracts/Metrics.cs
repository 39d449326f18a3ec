using System.Text.Json.Serialization;
using Mingus.Sync.Ports;

namespace Mingus.Server.Contracts;

/// <summary>How well the product works for the user, in numbers.</summary>
/// <param name="Matching">What each rule of matching decided and asked, and what people made of it.</param>
/// <param name="Runs">The newest runs, by sync type.</param>
/// <param name="Process">What this process takes.</param>
internal sealed record MetricsSummaryBody(
    IReadOnlyList<RuleCountsBody> Matching,
    RunsSummaryBody Runs,
    ProcessBody Process
);

/// <summary>The newest runs that have ended, at most 500. <c>since</c>: when the oldest of them began; null without
/// any.</summary>
internal sealed record RunsSummaryBody(
    int Counted,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] DateTimeOffset? Since,
    IReadOnlyList<TypeSummaryBody> Types,
    IReadOnlyList<ErrorCountBody> Errors
)
{
    public static RunsSummaryBody From(IReadOnlyList<Run> runs)
    {
        var ended = runs.Where(static run => run is { IsEnded: true, Status: not RunStatus.Skipped }).ToList();
        return new RunsSummaryBody(
            ended.Count,
            ended.Count > 0 ? ended.Min(static run => run.CreatedAt) : null,
            [.. ended.GroupBy(static run => run.Type).OrderBy(static g => g.Key).Select(TypeSummaryBody.From)],
            [
                .. ended
                    .Where(static run => run.Problem is not null)
                    .GroupBy(static run => run.Problem!.Code, StringComparer.Ordinal)
                    .OrderByDescending(static g => g.Count())
                    .ThenBy(static g => g.Key, StringComparer.Ordinal)
                    .Select(static g => new ErrorCountBody(g.Key, g.Count())),
            ]
        );
    }
}

/// <summary>Runs of one type: how many, how many of them well, how long they took, what they found and what they
/// cost.</summary>
internal sealed record TypeSummaryBody(
    SyncType SyncType,
    int Runs,
    int Succeeded,
    double SuccessRate,
    double DurationSecondsP50,
    double DurationSecondsP95,
    long RecordsProcessed,
    long RecordsCreated,
    long DuplicatesDetected,
    long IssuesFound,
    long ProviderCalls,
    long Bytes,
    long CpuMs,
    long StoreMs
)
{
    public static TypeSummaryBody From(IGrouping<SyncType, Run> runs)
    {
        var all = runs.ToList();
        var good = all.Count(static run => run.Status is RunStatus.Succeeded or RunStatus.Partial);
        var seconds = all.Select(static run => run.Took(run.EndedAt!.Value).TotalSeconds).Order().ToList();
        return new TypeSummaryBody(
            runs.Key,
            all.Count,
            good,
            Math.Round((double)good / all.Count, digits: 4),
            At(seconds, 0.5),
            At(seconds, 0.95),
            all.Sum(static run => run.Accounts.Sum(static a => (long)a.Counts.Processed)),
            all.Sum(static run => run.Accounts.Sum(static a => (long)a.Counts.Created)),
            all.Sum(static run => run.Accounts.Sum(static a => (long)a.Counts.Duplicates)),
            all.Sum(static run => (long)run.IssuesFound),
            all.Sum(static run => (long)run.Resources.ProviderCalls),
            all.Sum(static run => run.Resources.Bytes),
            all.Sum(static run => run.Resources.CpuMs),
            all.Sum(static run => run.Resources.StoreMs)
        );
    }

    // The smallest value that at least that share of them do not exceed.
    private static double At(List<double> sorted, double share) =>
        Math.Round(sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Count) - 1)], digits: 3);
}

/// <summary>How many runs ended with a problem of that code.</summary>
internal sealed record ErrorCountBody(string Code, int Runs);

/// <summary>What this process takes of the machine.</summary>
internal sealed record ProcessBody(double CpuSeconds, long WorkingSetBytes, long HeapBytes, double UptimeSeconds);

/// <summary>
/// One rule of matching. <c>undone</c> counts those of its <c>automatic</c> matches that a person took back or split;
/// their share is <c>overturnedRate</c>, the live rate of false merges, null where it made none.
/// </summary>
internal sealed record RuleCountsBody(
    string Rule,
    int Automatic,
    int Suggested,
    int Confirmed,
    int Dismissed,
    int Undone,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? OverturnedRate
)
{
    public static RuleCountsBody From(RuleCounts counts) =>
        new(
            counts.Rule,
            counts.Automatic,
            counts.Suggested,
            counts.Confirmed,
            counts.Dismissed,
            counts.Undone,
            counts.OverturnedRate
        );
}
