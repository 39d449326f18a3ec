using Mingus.Ledger.Plan;

namespace Mingus.Ledger.Link;

/// <summary>The findings of both accounts of a move: one that stood off may be so no more, and the other way round.
/// That is told with the move.</summary>
internal static class MoveFindings
{
    /// <summary>Those that stood before it.</summary>
    public static HashSet<FindingId> Stood(FeedMove move) =>
        [.. Accounts(move).SelectMany(account => BalanceFindings.Stood(account.Id, move.StateOf(account.Id)))];

    /// <summary>Opens and resolves, once the plan says what is remembered of both.</summary>
    public static void Settle(PlanDraft draft, FeedMove move) =>
        BalanceFindings.Settle(
            draft,
            [
                .. Accounts(move)
                    .Select(account => new BalanceFindings.ShownAccount(
                        account.Id,
                        [move.Feed with { Account = account }],
                        move.StateOf(account.Id),
                        draft.Remembered(account.Id)!
                    )),
            ]
        );

    private static Account[] Accounts(FeedMove move) => [move.Feed.Account, move.To];
}
