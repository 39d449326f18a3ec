using Mingus.Ledger.Plan;

namespace Mingus.Ledger.Decisions;

/// <summary>What a check found is put right by a decision, which a person asked for and can take back.</summary>
public static class RepairDecision
{
    /// <summary>The rule of such a decision.</summary>
    public const string Rule = "repair";

    /// <summary>Joins the two transactions that a finding says are one, and resolves it. The older id stays. Null where
    /// they are not two any more.</summary>
    /// <param name="slice">Their records, the user's words, what matching remembers.</param>
    /// <param name="finding">The finding.</param>
    /// <param name="pair">The transactions as they are named now.</param>
    /// <param name="now">Now.</param>
    public static SyncPlan? Merge(
        LedgerSlice slice,
        Finding finding,
        (TransactionId One, TransactionId Other) pair,
        DateTimeOffset now
    )
    {
        var one = PersonDecisions.Members(slice, pair.One);
        var other = PersonDecisions.Members(slice, pair.Other);
        if (pair.One == pair.Other || one.Count == 0 || other.Count == 0)
        {
            return null;
        }

        DecidedTransaction[] joined = [new DecidedTransaction(null, [.. one, .. other])];
        var act = new Act
        {
            Rule = Rule,
            Target = joined,
            Joins = joined,
            Words = PersonDecisions.Cross([one, other], PairWord.Same),
            Reasons = [finding.Text],
        };
        return new PersonPlan(slice, now, act).Plan() is not { } plan
            ? null
            : plan with
            {
                Resolved = [.. plan.Resolved, finding.Id],
                Events = [.. plan.Events, Resolved(finding.Id, now)],
            };
    }

    private static LedgerEvent Resolved(FindingId findingId, DateTimeOffset now) =>
        new(LedgerEvents.FindingResolved, now)
        {
            Members = new Dictionary<string, object>(StringComparer.Ordinal) { ["findingId"] = findingId.ToString() },
        };
}
