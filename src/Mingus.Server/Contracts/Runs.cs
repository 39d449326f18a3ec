using System.Text.Json.Serialization;
using Mingus.Ledger;
using Mingus.Ledger.Reconcile;
using Mingus.Ledger.Reconcile.Checks;
using Mingus.Sync;
using Mingus.Sync.Ports;

namespace Mingus.Server.Contracts;

/// <summary>How far a run is. <c>percent</c> and <c>etaSeconds</c> are there once the total is known.</summary>
internal sealed record ProgressBody(
    string Stage,
    string Unit,
    int Done,
    int? Total,
    int? Percent,
    int? EtaSeconds,
    string Text
)
{
    /// <summary>Progress of a run as stored, with what can be computed from it at this moment.</summary>
    public static ProgressBody From(Run run, DateTimeOffset now)
    {
        if (run.Progress is not { } progress)
        {
            return run.IsEnded
                ? new("done", "pages", 0, null, null, null, "Ended.")
                : new("queued", "pages", 0, null, null, null, "Waiting to begin.");
        }

        return From(progress) with
        {
            EtaSeconds = run.IsEnded ? null : Eta(progress, run.StartedAt, now),
        };
    }

    public static ProgressBody From(RunProgress progress) =>
        new(
            progress.Stage,
            progress.Unit,
            progress.Done,
            progress.Total,
            progress.Total is { } total and > 0 ? (int)Math.Min(100L, progress.Done * 100L / total) : null,
            EtaSeconds: null,
            progress.Text
        );

    private static int? Eta(RunProgress progress, DateTimeOffset? startedAt, DateTimeOffset now)
    {
        if (startedAt is not { } start || progress is not { Total: { } total, Done: > 0 } || total < progress.Done)
        {
            return null;
        }

        return (int)Math.Min(int.MaxValue, (now - start).TotalSeconds * (total - progress.Done) / progress.Done);
    }
}

/// <summary>What a run did in one account.</summary>
internal sealed record OutcomeBody(
    string AccountId,
    RunStatus Outcome,
    int RecordsProcessed,
    int RecordsCreated,
    int RecordsUpdated,
    int RecordsRemoved,
    int DuplicatesDetected,
    int IssuesFound,
    FaultBody? Problem
)
{
    public static OutcomeBody From(AccountOutcome outcome) =>
        new(
            outcome.AccountId.ToString(),
            outcome.Outcome,
            outcome.Counts.Processed,
            outcome.Counts.Created,
            outcome.Counts.Updated,
            outcome.Counts.Removed,
            outcome.Counts.Duplicates,
            outcome.Counts.Quarantined,
            FaultBody.From(outcome.Problem)
        );
}

/// <summary>What a run brought; each part is there where the run's work includes it.</summary>
internal sealed record RunResultBody(
    IReadOnlyList<BalanceBody>? Balances,
    IReadOnlyList<string>? ChangedTransactions,
    bool? MoreChanged,
    IReadOnlyList<CoverageOutcomeBody>? Coverage,
    IReadOnlyList<ValidationBody>? Validations
)
{
    /// <summary>Of a run that validated one account, its result is the report: its members beside the
    /// others.</summary>
    public string? Id { get; init; }

    public string? AccountId { get; init; }

    public ValidationLevel? Level { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public long? DurationMs { get; init; }

    public IReadOnlyList<CheckBody>? Checks { get; init; }

    public IReadOnlyList<ReportedFindingBody>? Findings { get; init; }

    public ValidationVerdict? Verdict { get; init; }

    public static RunResultBody? From(Run run) =>
        run.Result is not { } result ? null
        : run.Type == SyncType.Validate && result.Validations is [var report] ? Of(run, result).With(report)
        : Of(run, result);

    private RunResultBody With(ValidationReport report)
    {
        var body = ValidationBody.From(report);
        return this with
        {
            Id = body.Id,
            AccountId = body.AccountId,
            Level = body.Level,
            StartedAt = body.StartedAt,
            DurationMs = body.DurationMs,
            Checks = body.Checks,
            Findings = body.Findings,
            Verdict = body.Verdict,
        };
    }

    private static RunResultBody Of(Run run, RunResult result)
    {
        var readsStream = run.Work.HasFlag(SyncWork.Transactions) || result.ChangedTransactions.Count > 0;
        return new(
            run.Work.HasFlag(SyncWork.Balance) || result.Balances.Count > 0
                ? [.. result.Balances.Select(balance => BalanceBody.From(balance, kind: null))]
                : null,
            readsStream ? [.. result.ChangedTransactions.Select(id => id.ToString())] : null,
            readsStream ? result.MoreChanged : null,
            result.Coverage is null ? null : [.. result.Coverage.Select(CoverageOutcomeBody.From)],
            result.Validations is null ? null : [.. result.Validations.Select(ValidationBody.From)]
        );
    }
}

/// <summary>What a run cost.</summary>
internal sealed record ResourcesBody(int ProviderCalls, long Bytes, long CpuMs, long StoreMs);

/// <summary>One execution of sync work on one connection.</summary>
internal sealed record RunBody(
    string Id,
    string ConnectionId,
    string? AccountId,
    SyncType SyncType,
    RunTrigger Trigger,
    RunStatus Status,
    ProgressBody Progress,
    int RecordsProcessed,
    int RecordsCreated,
    int RecordsUpdated,
    int RecordsRemoved,
    int DuplicatesDetected,
    int IssuesFound,
    IReadOnlyList<OutcomeBody> Accounts,
    RunResultBody? Result,
    DateTimeOffset CreatedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] DateTimeOffset? StartedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] DateTimeOffset? EndedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? DurationSeconds,
    ResourcesBody Resources,
    string? Reason,
    string? Resumes,
    IReadOnlyList<string>? OtherRuns,
    FaultBody? Error
)
{
    /// <summary>Transactions that a run in a list names.</summary>
    private const int ChangedInList = 20;

    /// <summary>In the answer to a request: whether the run was there before it, so that the request shares
    /// it.</summary>
    public bool? Joined { get; init; }

    public static RunBody From(Run run, DateTimeOffset now, IReadOnlyList<RunId>? otherRuns = null) =>
        new(
            run.Id.ToString(),
            run.ConnectionId.ToString(),
            run.AccountId?.ToString(),
            run.Type,
            run.Trigger,
            run.Status,
            ProgressBody.From(run, now),
            run.Accounts.Sum(account => account.Counts.Processed),
            run.Accounts.Sum(account => account.Counts.Created),
            run.Accounts.Sum(account => account.Counts.Updated),
            run.Accounts.Sum(account => account.Counts.Removed),
            run.Accounts.Sum(account => account.Counts.Duplicates),
            run.IssuesFound,
            [.. run.Accounts.Select(OutcomeBody.From)],
            RunResultBody.From(run),
            run.CreatedAt,
            run.StartedAt,
            run.EndedAt,
            run.EndedAt is { } ended ? (run.StartedAt is null ? 0 : run.Took(ended).TotalSeconds) : null,
            new ResourcesBody(
                run.Resources.ProviderCalls,
                run.Resources.Bytes,
                run.Resources.CpuMs,
                run.Resources.StoreMs
            ),
            run.Reason,
            run.Resumes?.ToString(),
            otherRuns is { Count: > 0 } ? [.. otherRuns.Select(id => id.ToString())] : null,
            FaultBody.From(run.Problem)
        );

    /// <summary>In a list a run names only the first of the transactions that it changed; asked for by itself, up to a
    /// thousand. <c>moreChanged</c> says that there are more.</summary>
    public static RunBody Listed(Run run, DateTimeOffset now)
    {
        var body = From(run, now);
        return body.Result is { ChangedTransactions: { Count: > ChangedInList } changed } result
            ? body with
            {
                Result = result with { ChangedTransactions = [.. changed.Take(ChangedInList)], MoreChanged = true },
            }
            : body;
    }
}

/// <summary>Runs begun for all connections of a user, and what kept others from beginning.</summary>
internal sealed record BulkBody(IReadOnlyList<RunBody> Runs, IReadOnlyList<BulkProblemBody>? Problems);

/// <summary>Why one connection was not synced with the others.</summary>
internal sealed record BulkProblemBody(
    string ConnectionId,
    string Code,
    string Detail,
    string Action,
    DateTimeOffset? RetryAt
)
{
    public static BulkProblemBody From(RequestOutcome.Refused refused) =>
        new(
            refused.ConnectionId.ToString(),
            refused.Problem.Code,
            refused.Problem.Detail,
            refused.Problem.Action,
            refused.Problem.RetryAt
        );
}

/// <summary>What to sync: <c>full</c> where nothing is said, of a preview <c>transactions</c>.</summary>
internal sealed record SyncBody(SyncType? SyncType, bool? Force, bool? Preview) : IRequestBody;

/// <summary>What to sync of all connections.</summary>
internal sealed record BulkSyncBody(SyncType? SyncType, bool? Force) : IRequestBody;

/// <summary>Whether to skip freshness and the minimum interval.</summary>
internal sealed record ForceBody(bool? Force) : IRequestBody;

/// <summary>How to validate.</summary>
internal sealed record ValidateBody(ValidationLevel? Level) : IRequestBody;
