using System.Diagnostics;
using Mingus.Ledger;
using Mingus.Sync.Decisions;

namespace Mingus.Server.Http;

/// <summary>Why a person's act was refused.</summary>
internal static class DecideProblems
{
    /// <summary>The problem of an act that was not done.</summary>
    public static ProblemResult Of(DecideOutcome outcome) =>
        outcome switch
        {
            DecideOutcome.Unknown => Problems.NotFound,
            DecideOutcome.Undone => Refused("already_undone", "This decision is taken back already."),
            DecideOutcome.Standing => Refused("not_undone", "This decision stands: there is nothing to redo."),
            DecideOutcome.DecidedOtherwise => Refused(
                "decided_otherwise",
                "This was decided otherwise. Take that decision back first."
            ),
            DecideOutcome.NoLongerApplies => Refused(
                "no_longer_applies",
                "The ledger moved on since: what this was about is not there any more, or not so."
            ),
            DecideOutcome.DeniedByBalance => Refused(
                "denied_by_balance",
                "The bank's balance counts both: as one they would leave the account further off than it is. Check the "
                    + "account again; if this is found again, dismiss it."
            ),
            DecideOutcome.Busy => Busy,
            _ => throw new UnreachableException(),
        };

    /// <summary>Others wrote first each time.</summary>
    public static ProblemResult Busy { get; } =
        Problems.Refused(
            new Problem(
                "ledger_busy",
                "Other changes of this user's data came first each time. Nothing was written; try again.",
                ProblemActions.Retry
            )
        );

    private static ProblemResult Refused(string code, string detail) =>
        Problems.Refused(new Problem(code, detail, ProblemActions.None));
}
