// Decisions: what did a person say, and how is a decision taken back?
//   PersonPair        what a person said of two records; no sync overturns it
//   DecisionState     what a decision found and left, written and read again
//   PersonDecisions   confirm, dismiss, split, undo: each gives a plan, or nothing where it applies no more
//   Regrouping        the moves of records behind them
// A decision is never edited: whoever takes it back makes another one.

using Mingus.Ledger.Link;
using Mingus.Ledger.Match;

namespace Mingus.Ledger.Decisions;

/// <summary>A person's word about two records.</summary>
public enum PairWord
{
    /// <summary>They are one transaction.</summary>
    Same,

    /// <summary>They are two.</summary>
    Different,
}

/// <summary>What a person said of two records, by their keys: it outlives the transactions they are in.</summary>
/// <param name="One">The lower key.</param>
/// <param name="Other">The higher key.</param>
/// <param name="Word">The word; null takes an earlier one back.</param>
public sealed record PersonPair(RecordKey One, RecordKey Other, PairWord? Word)
{
    /// <summary>The word about two records, whichever comes first.</summary>
    public static PersonPair Of(RecordKey one, RecordKey other, PairWord? word) =>
        Compare(one, other) <= 0 ? new PersonPair(one, other, word) : new PersonPair(other, one, word);

    private static int Compare(RecordKey one, RecordKey other)
    {
        var order = one.FeedId.Value.CompareTo(other.FeedId.Value);
        return order != 0 ? order : string.CompareOrdinal(one.ProviderTransactionId, other.ProviderTransactionId);
    }
}

/// <summary>What became of the question whether two transactions are one.</summary>
/// <param name="Id">The question.</param>
/// <param name="State">How it stands now.</param>
/// <param name="DecisionId">The decision that says so.</param>
public sealed record DuplicateAnswer(DuplicateId Id, LinkState State, DecisionId DecisionId);
