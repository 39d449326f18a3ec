using Mingus.Ledger.Match;
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
            Repairs = finding.Id,
        };
        return new PersonPlan(slice with { Repaired = finding }, now, act).Plan();
    }

    /// <summary>Whether a balance speaks against it: a feed or the account would be further off than it is.</summary>
    /// <param name="slice">What the plan rests on.</param>
    /// <param name="plan">The plan of the repair.</param>
    public static bool IsDeniedByBalance(LedgerSlice slice, SyncPlan plan) =>
        plan.MatchStates.Any(after => IsFurtherOff(slice.MatchStates[after.Key], after.Value));

    private static bool IsFurtherOff(AccountMatchState before, AccountMatchState after) =>
        Math.Abs(after.Account.Off) > Math.Abs(before.Account.Off)
        || after.Feeds.Any(feed => Math.Abs(feed.Value.Off) > Math.Abs(before.Feeds[feed.Key].Off));
}
