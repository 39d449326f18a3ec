using Mingus.Ledger.Plan;
using Mingus.Ledger.Reconcile;

namespace Mingus.Sync.Ports;

/// <summary>A number or word about what was done with one account; ids and counts, nothing of people.</summary>
/// <param name="Name">Its name, in snake case.</param>
/// <param name="At">When it happened.</param>
/// <param name="Properties">Exactly its properties, in order: texts, whole numbers, or seconds.</param>
public sealed record AnalyticsEvent(
    string Name,
    DateTimeOffset At,
    IReadOnlyList<KeyValuePair<string, object>> Properties
);

/// <summary>Where analytics events go. Those of the host are all told.</summary>
public interface IAnalyticsSink
{
    /// <summary>What it is called in logs.</summary>
    string Name { get; }

    /// <summary>Takes some, in order. Whoever fails is logged, and the others get theirs; a sink repeats what it wants
    /// repeated by itself.</summary>
    Task Send(IReadOnlyList<AnalyticsEvent> events, CancellationToken cancellationToken);
}

/// <summary>The analytics events there are.</summary>
public static class AnalyticsEvents
{
    public const string SyncCompleted = "sync_completed";
    public const string DuplicatesDetected = "duplicates_detected";
    public const string DataValidation = "data_validation";

    /// <summary>What a run that ended well, or in part, tells: each event once for each account that it is true
    /// of.</summary>
    public static IEnumerable<AnalyticsEvent> Of(Run run)
    {
        if (run is not { Status: RunStatus.Succeeded or RunStatus.Partial, EndedAt: { } at })
        {
            yield break;
        }

        var type = SyncTypes.NameOf(run.Type);
        var seconds = Math.Round((decimal)run.Took(at).TotalSeconds, decimals: 3);
        foreach (var account in run.Accounts)
        {
            if (account.Outcome is RunStatus.Succeeded or RunStatus.Partial)
            {
                yield return Completed(account.Counts, type, seconds, at);
            }

            if (account.Counts.Duplicates > 0)
            {
                yield return Detected(account.Counts, type, at);
            }
        }

        foreach (var report in run.Result?.Validations ?? [])
        {
            yield return Validated(report, at);
        }
    }

    private static AnalyticsEvent Completed(AccountCounts counts, string type, decimal seconds, DateTimeOffset at) =>
        new(
            SyncCompleted,
            at,
            [
                new("account_id", counts.AccountId.ToString()),
                new("sync_type", type),
                new("records_processed", counts.Processed),
                new("records_created", counts.Created),
                new("duration_seconds", seconds),
            ]
        );

    private static AnalyticsEvent Detected(AccountCounts counts, string type, DateTimeOffset at) =>
        new(
            DuplicatesDetected,
            at,
            [
                new("account_id", counts.AccountId.ToString()),
                new("duplicates_found", counts.Duplicates),
                new("sync_type", type),
            ]
        );

    private static AnalyticsEvent Validated(ValidationReport report, DateTimeOffset at) =>
        new(
            DataValidation,
            at,
            [
                new("account_id", report.AccountId.ToString()),
                new("issues_found", report.Findings.Count),
                new("validation_level", report.Level.ToString().ToLowerInvariant()),
            ]
        );
}
