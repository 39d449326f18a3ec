using Mingus.Ledger.Match;
using Mingus.Ledger.Reconcile;

namespace Mingus.Ledger.Plan;

/// <summary>The finding that a feed's balance and its posted transactions do not agree (invariant 5).</summary>
internal static class BalanceFindings
{
    /// <summary>Opens what stands after an update and resolves what stood before and does not. What a feed lacks while
    /// all that the account shows agrees with a newer balance is a warning; what puts the account's sum in doubt, and a
    /// transaction that stayed two between feeds or two that became one, is an error.</summary>
    /// <param name="draft">The plan.</param>
    /// <param name="task">What the feed brought.</param>
    /// <param name="before">What was known of the account before this update.</param>
    /// <param name="outcome">What matching made of it.</param>
    public static void Judge(PlanDraft draft, MatchTask task, AccountMatchState before, MatchOutcome outcome)
    {
        var account = task.Feed.Account;
        var stands = Standing(account.Id, outcome.State).ToList();
        foreach (var gone in Stood(account.Id, before).Except(stands.Select(static found => found.Id)))
        {
            draft.Resolve(gone);
        }

        foreach (var found in stands)
        {
            var likely =
                found.FeedId is null ? CauseOf(outcome.State)
                : found.FeedId == task.Feed.Feed.Id ? outcome.Balance.Cause
                : null;
            draft.Open(Of(draft, task.Feed, found, likely));
        }
    }

    /// <summary>The findings that stand by what is remembered of an account.</summary>
    public static IEnumerable<FindingId> Stood(AccountId accountId, AccountMatchState state) =>
        Standing(accountId, state).Select(static found => found.Id);

    /// <summary>Why an account as a whole may be off, in words.</summary>
    public static string CauseOf(AccountMatchState state) =>
        state.Account.BaseFeedId is { } feedId && state.Feeds.GetValueOrDefault(feedId) is { Unexplained: not 0 }
            ? "a transaction was told twice or was missing before its first balances agreed"
            : "feeds tell one transaction as two, or two as one";

    private static IEnumerable<Difference> Standing(AccountId accountId, AccountMatchState state)
    {
        foreach (var (feedId, feed) in state.Feeds)
        {
            if (feed is { Off: not 0, Agreements: > 0, OffSince: { } since })
            {
                var isGrave = Reconciliation.IsInDoubt(feed, state.Account);
                yield return new Difference(IdOf(feedId, feed, isGrave), feedId, feed.Off, since, isGrave);
            }
        }

        if (state.Account is { IsOff: true, OffSince: { } day } account)
        {
            yield return new Difference(IdOf(accountId, account), FeedId: null, account.Off, day, IsGrave: true);
        }
    }

    /// <summary>The finding that what an account shows is off.</summary>
    public static FindingId IdOf(AccountId accountId, AccountBalanceState state) =>
        DerivedIds.Finding(
            FindingChecks.BalanceDiffers,
            accountId.ToString(),
            state.Off.ToString(),
            state.OffSince!.Value.DayNumber.ToString()
        );

    /// <summary>The finding that a feed's balance is off: another one when it comes to put the account in doubt or
    /// ceases to.</summary>
    public static FindingId IdOf(FeedId feedId, FeedMatchState feed, bool isGrave)
    {
        var (off, since) = (feed.Off.ToString(), feed.OffSince!.Value.DayNumber.ToString());
        return isGrave
            ? DerivedIds.Finding(FindingChecks.BalanceDiffers, feedId.ToString(), off, since)
            : DerivedIds.Finding(FindingChecks.BalanceDiffers, feedId.ToString(), off, since, "covered");
    }

    private static Finding Of(PlanDraft draft, FeedState feed, Difference found, string? likely)
    {
        var off = new Money(found.Off, feed.Account.Currency);
        var size = new Money(Math.Abs(found.Off), feed.Account.Currency).ToText();
        var side = found.Off > 0 ? "higher" : "lower";
        var since = $"{found.Since:yyyy-MM-dd}";
        var cause = likely is null ? "" : $" Likely: {likely}.";
        var covered = found.IsGrave ? "" : " All feeds together agree with a newer balance: the account has it all.";
        var evidence = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["feedId"] = (found.FeedId ?? feed.Feed.Id).ToString(),
            ["difference"] = off.ToText(),
            ["currency"] = feed.Account.Currency.Code,
            ["since"] = since,
        };
        if (likely is not null)
        {
            evidence["cause"] = likely;
        }

        return new Finding(
            found.Id,
            feed.Account.Id,
            draft.Context.ConnectionId,
            FindingChecks.BalanceDiffers,
            found.IsGrave ? Severity.Error : Severity.Warning,
            $"The bank's balance is {size} {feed.Account.Currency.Code} {side} than its transactions explain, since "
                + $"{since}.{cause}{covered}",
            evidence,
            ProblemActions.Retry,
            FindingState.Open,
            draft.Context.Now,
            draft.RunId
        );
    }

    // A difference that stands; of the account as a whole where it names no feed.
    private readonly record struct Difference(FindingId Id, FeedId? FeedId, long Off, DateOnly Since, bool IsGrave);
}
