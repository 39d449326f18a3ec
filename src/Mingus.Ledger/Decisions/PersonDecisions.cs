using Mingus.Ledger.Link;
using Mingus.Ledger.Match;
using Mingus.Ledger.Plan;

namespace Mingus.Ledger.Decisions;

/// <summary>
/// What a person decides about transactions. Each act gives one plan with one decision; null where it does not apply:
/// the records are not there, or not as the act supposes. A person's words about records are kept, so that no sync
/// overturns them (invariant 7).
/// </summary>
public static class PersonDecisions
{
    /// <summary>The rule of a decision that takes another back.</summary>
    public const string UndoRule = "undo";

    /// <summary>The rule of a decision that makes a decision taken back stand again.</summary>
    public const string RedoRule = "redo";

    /// <summary>Joins the two transactions of a question. The older id stays.</summary>
    /// <param name="slice">Their records, the user's words, what matching remembers.</param>
    /// <param name="suggestion">The question, with the transactions as they are named now.</param>
    /// <param name="now">Now.</param>
    public static SyncPlan? Confirm(LedgerSlice slice, Suggestion suggestion, DateTimeOffset now)
    {
        if (Sides(slice, suggestion) is not var (one, other))
        {
            return null;
        }

        DecidedTransaction[] joined = [new DecidedTransaction(null, [.. one, .. other])];
        return Write(
            slice,
            now,
            new Act
            {
                Rule = "confirm",
                Target = joined,
                Joins = joined,
                Words = Cross([one, other], PairWord.Same),
                Question = suggestion.Id,
                From = LinkState.Suggested,
                To = LinkState.Linked,
                Reasons = suggestion.Reasons,
                Score = suggestion.Score,
            }
        );
    }

    /// <summary>Says that the two transactions of a question are two, for ever.</summary>
    /// <param name="slice">Their records, the user's words, what matching remembers.</param>
    /// <param name="suggestion">The question, with the transactions as they are named now.</param>
    /// <param name="now">Now.</param>
    public static SyncPlan? Dismiss(LedgerSlice slice, Suggestion suggestion, DateTimeOffset now)
    {
        if (Sides(slice, suggestion) is not var (one, other))
        {
            return null;
        }

        return Write(
            slice,
            now,
            new Act
            {
                Rule = "dismiss",
                Target = [new DecidedTransaction(suggestion.One, one), new DecidedTransaction(suggestion.Other, other)],
                Words = Cross([one, other], PairWord.Different),
                Question = suggestion.Id,
                From = LinkState.Suggested,
                To = LinkState.Dismissed,
                Reasons = suggestion.Reasons,
                Score = suggestion.Score,
                MovesNothing = true,
            }
        );
    }

    /// <summary>Takes a transaction apart into those that its matches joined, for ever.</summary>
    /// <param name="slice">Its records, the user's words, what matching remembers.</param>
    /// <param name="transactionId">The transaction.</param>
    /// <param name="matches">The decisions that joined them and are not undone; they stand, for when the split is
    /// undone.</param>
    /// <param name="question">The question that a person confirmed; null when none was asked.</param>
    /// <param name="now">Now.</param>
    public static SyncPlan? Split(
        LedgerSlice slice,
        TransactionId transactionId,
        IReadOnlyList<Decision> matches,
        DuplicateId? question,
        DateTimeOffset now
    )
    {
        var members = Members(slice, transactionId).ToHashSet();
        var parts = Parts(matches)
            .Select(part => part with { Records = [.. part.Records.Where(members.Contains)] })
            .Where(static part => part.Records.Count > 0)
            .ToList();
        if (parts.Count < 2)
        {
            return null;
        }

        return Write(
            slice,
            now,
            new Act
            {
                Rule = "split",
                Target = parts,
                Words = Cross([.. parts.Select(static part => part.Records)], PairWord.Different),
                Question = question,
                From = LinkState.Linked,
                To = LinkState.Dismissed,
                Reasons = ["a person said so"],
            }
        );
    }

    /// <summary>
    /// Takes a decision about transactions back. Against a rule the person's word is kept: what it had joined is
    /// different, what it had split is one. A person's own decision leaves what had been said before it.
    /// </summary>
    /// <param name="slice">The records it names with all of their transactions, the user's words, what matching
    /// remembers, the finding that it repaired.</param>
    /// <param name="decision">The decision; one that took another back is redone by it.</param>
    /// <param name="rule"><see cref="UndoRule"/> or <see cref="RedoRule"/>.</param>
    /// <param name="now">Now.</param>
    public static SyncPlan? Undo(LedgerSlice slice, Decision decision, string rule, DateTimeOffset now)
    {
        var (before, after) = (DecisionState.Read(decision.Before), DecisionState.Read(decision.After));
        var (target, former) = before.IsByRule
            ? (WithRest(before, after), WithRest(after, before))
            : (before.Transactions, after.Transactions);
        if (target.Count == 0 || !CanJoinAgain(slice, target, former, decision.At))
        {
            return null;
        }

        var changed = Cross([.. former.Select(static group => group.Records)], PairWord.Different)
            .Concat(Cross([.. target.Select(static group => group.Records)], PairWord.Different))
            .Select(static pair => (pair.One, pair.Other))
            .Distinct()
            .Where(pair => AreTogether(target, pair) != AreTogether(former, pair))
            .ToList();
        var movesNothing = changed.Count == 0;
        var words = movesNothing
            ? Cross([.. target.Select(static group => group.Records)], before.Said)
            :
            [
                .. changed.Select(pair =>
                    PersonPair.Of(
                        pair.One,
                        pair.Other,
                        decision.ByPerson ? before.Said
                            : AreTogether(target, pair) ? PairWord.Same
                            : PairWord.Different
                    )
                ),
            ];
        return Write(
            slice,
            now,
            new Act
            {
                Rule = rule,
                Target = target,
                Joins = [.. target.Where(group => former.Any(part => IsProperPart(part, group)))],
                Words = words,
                Question = before.DuplicateId,
                From = after.State,
                To = before.State,
                Reasons = ["a person said so"],
                Undoes = decision.Id,
                Repairs = before.Repaired,
                Unrepairs = after.Repaired,
                OffSince = before.OffSince,
                Hides = before.IsHidden,
                MovesNothing = movesNothing,
            }
        );
    }

    private static (IReadOnlyList<RecordKey> One, IReadOnlyList<RecordKey> Other)? Sides(
        LedgerSlice slice,
        Suggestion suggestion
    )
    {
        var one = Members(slice, suggestion.One);
        var other = Members(slice, suggestion.Other);
        return suggestion.One != suggestion.Other && one.Count > 0 && other.Count > 0 ? (one, other) : null;
    }

    internal static List<RecordKey> Members(LedgerSlice slice, TransactionId id) =>
        [.. slice.Records.Where(record => record.TransactionId == id).Select(RecordKey.Of)];

    // Parts are joined again only as they were left: what a later decision did to them is taken back first. Records
    // that came since do not count.
    private static bool CanJoinAgain(
        LedgerSlice slice,
        IReadOnlyList<DecidedTransaction> target,
        IReadOnlyList<DecidedTransaction> former,
        DateTimeOffset since
    )
    {
        var records = slice.Records.ToDictionary(RecordKey.Of);
        return target
            .SelectMany(group => former.Where(part => IsProperPart(part, group)))
            .All(part =>
            {
                var own = part.Records.Where(records.ContainsKey).Select(key => records[key].TransactionId).Distinct();
                return own.ToList() is [var id]
                    && slice.Records.All(record =>
                        record.TransactionId != id
                        || record.FirstSeenAt >= since
                        || part.Records.Contains(RecordKey.Of(record))
                    );
            });
    }

    private static bool IsProperPart(DecidedTransaction part, DecidedTransaction group) =>
        part.Records.Any(group.Records.Contains) && !group.Records.All(part.Records.Contains);

    private static bool AreTogether(IReadOnlyList<DecidedTransaction> groups, (RecordKey One, RecordKey Other) pair) =>
        groups.Any(group => group.Records.Contains(pair.One) && group.Records.Contains(pair.Other));

    // A rule names the one transaction it is about: records that came to it or left it were elsewhere.
    private static List<DecidedTransaction> WithRest(DecisionState state, DecisionState other) =>
        [
            .. new[] { state.Records.ToList(), other.Records.Except(state.Records).ToList() }
                .Where(static records => records.Count > 0)
                .Select(static records => new DecidedTransaction(null, records)),
        ];

    // Each match parts what it had joined; what none of them parts stays together.
    private static List<DecidedTransaction> Parts(IReadOnlyList<Decision> matches)
    {
        var parts = new List<DecidedTransaction>();
        foreach (var match in matches)
        {
            var (before, after) = (DecisionState.Read(match.Before), DecisionState.Read(match.After));
            var sides = before.IsByRule ? WithRest(before, after) : before.Transactions;
            var known = parts.SelectMany(static part => part.Records).ToHashSet();
            var fresh = sides.SelectMany(static side => side.Records).Where(key => !known.Contains(key)).ToList();
            parts.Add(new DecidedTransaction(null, fresh));
            parts = [.. parts.SelectMany(part => Cut(part, sides)).Where(static part => part.Records.Count > 0)];
        }

        return parts;
    }

    // What no side names came later: it goes with its feed's records.
    private static IEnumerable<DecidedTransaction> Cut(DecidedTransaction part, IReadOnlyList<DecidedTransaction> sides)
    {
        var cuts = sides
            .Select(side => new DecidedTransaction(side.Id, [.. part.Records.Where(side.Records.Contains)]))
            .Where(static cut => cut.Records.Count > 0)
            .ToList();
        return cuts.Count > 1 ? cuts : [part];
    }

    internal static List<PersonPair> Cross(IReadOnlyList<IReadOnlyList<RecordKey>> groups, PairWord? word)
    {
        var pairs = new List<PersonPair>();
        for (var one = 0; one < groups.Count; one++)
        {
            for (var other = one + 1; other < groups.Count; other++)
            {
                pairs.AddRange(groups[one].SelectMany(a => groups[other].Select(b => PersonPair.Of(a, b, word))));
            }
        }

        return pairs;
    }

    private static SyncPlan? Write(LedgerSlice slice, DateTimeOffset now, Act act) =>
        new PersonPlan(slice, now, act).Plan();
}
