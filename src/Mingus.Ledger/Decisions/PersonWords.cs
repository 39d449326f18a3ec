using Mingus.Ledger.Match;
using Mingus.Ledger.Plan;

namespace Mingus.Ledger.Decisions;

/// <summary>What persons said, as matching takes it.</summary>
internal static class PersonWords
{
    /// <summary>The words about records of the neighbourhood. A word about two records holds for all of their
    /// transactions: for the posted record that followed the pending one, and for what a new link of the bank tells
    /// again.</summary>
    public static PersonalDecisions Of(IReadOnlyList<PersonPair> said, RecordsDraft records)
    {
        if (said.Count == 0)
        {
            return PersonalDecisions.None;
        }

        var confirmed = new HashSet<RecordKey>();
        var different = new HashSet<(RecordKey One, RecordKey Other)>();
        foreach (var pair in said)
        {
            if (pair.Word == PairWord.Same)
            {
                confirmed.Add(pair.One);
                confirmed.Add(pair.Other);
                continue;
            }

            different.Add((pair.One, pair.Other));
            if (
                records.Find(pair.One) is { } one
                && records.Find(pair.Other) is { } other
                && one.After.TransactionId != other.After.TransactionId
            )
            {
                different.UnionWith(Members(records, one).SelectMany(_ => Members(records, other), (a, b) => (a, b)));
            }
        }

        return new PersonalDecisions { Confirmed = confirmed, Different = different };
    }

    private static IEnumerable<RecordKey> Members(RecordsDraft records, DraftRecord of) =>
        records.Of(of.After.TransactionId).Select(static member => RecordKey.Of(member.After));
}
