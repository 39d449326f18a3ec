using Mingus.Ledger;
using Mingus.Ledger.Coverage;
using Mingus.Ledger.Plan;
using Mingus.Ledger.Reconcile;
using Mingus.Ledger.Reconcile.Checks;

namespace Mingus.Sync.Ports;

/// <summary>The sync types of the API.</summary>
public enum SyncType
{
    Balance,
    Transactions,
    Historical,
    Backfill,
    Validate,
    Full,
}

/// <summary>The parts of work a run does; the union of requests that wait for one follow-up run.</summary>
[Flags]
public enum SyncWork
{
    None = 0,
    Balance = 1,
    Transactions = 2,

    /// <summary>Read the stream from its beginning and reconcile, instead of from the stored cursor.</summary>
    WholeStream = 4,

    /// <summary>What <c>historical</c> asks for.</summary>
    Historical = WholeStream | Transactions,
    Backfill = 8,
    Validate = 16,

    /// <summary>What <c>full</c> asks for.</summary>
    Full = Balance | Transactions | Backfill | Validate,
}

/// <summary>Why a run began.</summary>
public enum RunTrigger
{
    /// <summary>The first run of a new connection.</summary>
    Link,

    /// <summary>A person or program asked for it.</summary>
    Person,

    /// <summary>It was due.</summary>
    Schedule,

    /// <summary>The provider announced something.</summary>
    Webhook,

    /// <summary>It takes up what a crash cut off.</summary>
    Recovery,
}

/// <summary>How a run stands or ended.</summary>
public enum RunStatus
{
    Queued,
    Running,
    Succeeded,

    /// <summary>Committed, but something was put aside or one part of it failed.</summary>
    Partial,
    Failed,

    /// <summary>Not needed; the reason says why.</summary>
    Skipped,
    Cancelled,

    /// <summary>Its process died or lost the connection to another run; a successor resumes it.</summary>
    Abandoned,
}

/// <summary>How far a run is.</summary>
/// <param name="Stage">queued, fetch, match, commit, balance, backfill, done.</param>
/// <param name="Unit">pages, records, windows, accounts or checks.</param>
/// <param name="Done">Units done.</param>
/// <param name="Total">Units in all; null while unknown.</param>
/// <param name="Text">One line for a person.</param>
public sealed record RunProgress(string Stage, string Unit, int Done, int? Total, string Text);

/// <summary>What a run did in one account.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Outcome">succeeded, partial, failed or skipped.</param>
/// <param name="Counts">Its counts.</param>
/// <param name="Problem">What went wrong in this account alone; null when nothing.</param>
public sealed record AccountOutcome(AccountId AccountId, RunStatus Outcome, AccountCounts Counts, Problem? Problem);

/// <summary>What a run cost.</summary>
/// <param name="ProviderCalls">Calls made to the provider.</param>
/// <param name="Bytes">Bytes of their answers.</param>
/// <param name="CpuMs">Milliseconds of translating, matching and planning.</param>
/// <param name="StoreMs">Milliseconds spent waiting for the store.</param>
public sealed record RunResources(int ProviderCalls, long Bytes, long CpuMs, long StoreMs)
{
    public static RunResources None { get; } = new(0, 0, 0, 0);
}

/// <summary>What a run brought, by its work.</summary>
/// <param name="Balances">The new balances; empty where balances were not asked for.</param>
/// <param name="ChangedTransactions">Transactions that changed, at most 1,000 of them.</param>
/// <param name="MoreChanged">True when there were more than are listed.</param>
public sealed record RunResult(
    IReadOnlyList<BalanceSnapshot> Balances,
    IReadOnlyList<TransactionId> ChangedTransactions,
    bool MoreChanged
)
{
    public static RunResult Nothing { get; } = new([], [], MoreChanged: false);

    /// <summary>How the history stands at the end, account by account; null where the run was not to fill
    /// gaps.</summary>
    public IReadOnlyList<CoverageOutcome>? Coverage { get; init; }

    /// <summary>The reports of its validations; null where the run was not to validate.</summary>
    public IReadOnlyList<ValidationReport>? Validations { get; init; }
}

/// <summary>How an account's history stands at the end of a run, as its connection shows it.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="State">How far it is.</param>
/// <param name="Covered">The days known to be complete.</param>
/// <param name="Gaps">Wanted days that are not.</param>
/// <param name="LimitedSince">Where the bank's history begins, if it is less than is wanted.</param>
public sealed record CoverageOutcome(
    AccountId AccountId,
    BackfillState State,
    IReadOnlyList<DateInterval> Covered,
    IReadOnlyList<DateInterval> Gaps,
    DateOnly? LimitedSince
);

/// <summary>One execution of sync work on one connection.</summary>
public sealed record Run
{
    public required RunId Id { get; init; }

    public required UserId UserId { get; init; }

    public required ConnectionId ConnectionId { get; init; }

    /// <summary>The account it was asked for; null when asked for the connection.</summary>
    public AccountId? AccountId { get; init; }

    public required SyncType Type { get; init; }

    public required SyncWork Work { get; init; }

    public required bool Force { get; init; }

    /// <summary>How strictly it validates, where it does.</summary>
    public ValidationLevel Level { get; init; } = ValidationLevel.Normal;

    public required RunTrigger Trigger { get; init; }

    public required RunStatus Status { get; init; }

    public RunProgress? Progress { get; init; }

    public IReadOnlyList<AccountOutcome> Accounts { get; init; } = [];

    public int IssuesFound { get; init; }

    public RunResult? Result { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>How long it had taken by then; nothing where the machine's clock was set back meanwhile.</summary>
    public TimeSpan Took(DateTimeOffset until)
    {
        var begun = StartedAt ?? CreatedAt;
        return until > begun ? until - begun : TimeSpan.Zero;
    }

    public DateTimeOffset? EndedAt { get; init; }

    public RunResources Resources { get; init; } = RunResources.None;

    /// <summary>Why it was skipped, or covers less than asked: <c>fresh</c>, <c>waiting_for_provider</c>,
    /// …</summary>
    public string? Reason { get; init; }

    /// <summary>The abandoned run this one takes up.</summary>
    public RunId? Resumes { get; init; }

    public Problem? Problem { get; init; }

    /// <summary>Whether it is over.</summary>
    public bool IsEnded => Status is not (RunStatus.Queued or RunStatus.Running);
}
