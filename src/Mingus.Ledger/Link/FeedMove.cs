// Link: which account does a feed show?
//   AccountRecognition   whether a feed shows an account that is known already
//   FeedLinking          moves a feed to an account, matches what both tell, and takes that back
//   FeedMove             what the two need
//   MoveFindings         what the two accounts are off by it, or no more
// Two accounts joined wrongly hide somebody's money, two not joined show it twice: in doubt a person is asked.

using Mingus.Ledger.Decisions;
using Mingus.Ledger.Match;
using Mingus.Ledger.Plan;

namespace Mingus.Ledger.Link;

/// <summary>A feed about to be moved from the account it shows to another one, with all that the move
/// touches.</summary>
public sealed record FeedMove
{
    /// <summary>The feed and the account it shows now.</summary>
    public required FeedState Feed { get; init; }

    /// <summary>The account it shall show.</summary>
    public required Account To { get; init; }

    /// <summary>Whether no other feed shows the account it leaves: then that account's id leads on to the new
    /// one.</summary>
    public required bool LeavesAccountEmpty { get; init; }

    /// <summary>All records of the feed, live and removed, and all others of their transactions.</summary>
    public required IReadOnlyList<LedgerRecord> Records { get; init; }

    /// <summary>What matching remembers of both accounts.</summary>
    public required IReadOnlyDictionary<AccountId, AccountMatchState> States { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary>Whether a person decided it; else a rule did, with <see cref="Score"/>.</summary>
    public required bool ByPerson { get; init; }

    /// <summary>Weight of evidence in natural logarithms of odds; null when nothing was weighed.</summary>
    public double? Score { get; init; }

    /// <summary>Why, in words.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>What the user said of pairs of records: no move overturns it.</summary>
    public IReadOnlyList<PersonPair> PersonPairs { get; init; } = [];

    /// <summary>The rule or the person's act.</summary>
    public required string Rule { get; init; }

    /// <summary>The decision that it takes back; null when none.</summary>
    public DecisionId? Undoes { get; init; }

    /// <summary>The run that recognised it; null for a person's act.</summary>
    public RunId? RunId { get; init; }

    /// <summary>What matching remembers of one of them.</summary>
    internal AccountMatchState StateOf(AccountId accountId) =>
        States.GetValueOrDefault(accountId) ?? AccountMatchState.Empty;
}
