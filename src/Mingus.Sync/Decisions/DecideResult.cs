using Mingus.Ledger;
using Mingus.Ledger.Plan;
using Mingus.Sync.Ports;

namespace Mingus.Sync.Decisions;

/// <summary>What became of a person's act.</summary>
public enum DecideOutcome
{
    /// <summary>Written, with a decision of its own.</summary>
    Decided,

    /// <summary>It is so already: nothing to do.</summary>
    Unchanged,

    /// <summary>The user has no such thing.</summary>
    Unknown,

    /// <summary>The decision is taken back already.</summary>
    Undone,

    /// <summary>The decision stands: there is nothing to redo.</summary>
    Standing,

    /// <summary>The question was decided otherwise: that decision can be taken back.</summary>
    DecidedOtherwise,

    /// <summary>The ledger moved on since: what it was about is not there any more, or not so.</summary>
    NoLongerApplies,

    /// <summary>The bank's balance speaks against it: the account would be further off than it is.</summary>
    DeniedByBalance,

    /// <summary>Other changes of this user's data came first each time; nothing was written.</summary>
    Busy,
}

/// <summary>What became of a person's act, and the decision it made.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="DecisionId">The new decision; null when none was made.</param>
public readonly record struct DecideResult(DecideOutcome Outcome, DecisionId? DecisionId = null);

/// <summary>The commit of a person's act.</summary>
internal static class DecideCommits
{
    /// <summary>Writes the plan; null means that the act does not apply.</summary>
    public static async Task<DecideResult> Write(
        this ILedgerStore store,
        UserId userId,
        SyncPlan? plan,
        long version,
        CancellationToken cancellationToken
    )
    {
        if (plan is null)
        {
            return new DecideResult(DecideOutcome.NoLongerApplies);
        }

        var result = await store.CommitDecision(userId, plan, version, cancellationToken);
        return Of(result, plan.Decisions[0].Id);
    }

    public static DecideResult Of(CommitResult result, DecisionId? decisionId) =>
        new(result == CommitResult.Committed ? DecideOutcome.Decided : DecideOutcome.Busy, decisionId);
}
