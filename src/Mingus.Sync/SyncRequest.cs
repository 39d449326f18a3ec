using Mingus.Ledger;
using Mingus.Ledger.Reconcile.Checks;
using Mingus.Sync.Ports;

namespace Mingus.Sync;

/// <summary>Somebody wants a connection synced.</summary>
/// <param name="UserId">Whose.</param>
/// <param name="ConnectionId">Which connection.</param>
/// <param name="AccountId">The account it was asked for; null when asked for the connection.</param>
/// <param name="Type">The sync type.</param>
/// <param name="Force">Skips freshness and the minimum interval.</param>
/// <param name="Trigger">Why.</param>
public sealed record SyncRequest(
    UserId UserId,
    ConnectionId ConnectionId,
    AccountId? AccountId,
    SyncType Type,
    bool Force,
    RunTrigger Trigger
)
{
    /// <summary>How strictly to validate, where that is asked for.</summary>
    public ValidationLevel Level { get; init; } = ValidationLevel.Normal;
}

/// <summary>What became of a request.</summary>
public abstract record RequestOutcome
{
    private RequestOutcome() { }

    /// <summary>A run was queued, or one under way was joined, or it ended at once as skipped.</summary>
    /// <param name="Run">The run that does it.</param>
    /// <param name="OtherRuns">Runs of the account's other connections.</param>
    /// <param name="IsJoined">The run was asked for before, by whomever: this request shares it.</param>
    public sealed record Accepted(Run Run, IReadOnlyList<RunId> OtherRuns, bool IsJoined = false) : RequestOutcome;

    /// <summary>It cannot be done; the problem says why and what to do.</summary>
    /// <param name="Problem">The problem; its code decides the HTTP status.</param>
    /// <param name="ConnectionId">The connection that was asked for.</param>
    public sealed record Refused(Problem Problem, ConnectionId ConnectionId) : RequestOutcome;

    /// <summary>The user has no such account or connection.</summary>
    public sealed record Unknown : RequestOutcome;
}
