using Mingus.Ledger.Match;

namespace Mingus.Ledger.Plan;

/// <summary>The finding that a feed's balance and its posted transactions do not agree (invariant 5).</summary>
internal static class BalanceFindings
{
    /// <summary>Opens it when the balance is off, and resolves the one of before when that stands no more.</summary>
    /// <param name="draft">The plan.</param>
    /// <param name="feed">The feed.</param>
    /// <param name="before">What was known of the feed before this update; null when nothing was.</param>
    /// <param name="verdict">What the balance says now.</param>
    public static void Judge(PlanDraft draft, FeedState feed, FeedMatchState? before, FeedBalanceVerdict verdict)
    {
        if (verdict.State == BalanceState.Unknown)
        {
            return;
        }

        var stood = before is { Off: not 0, OffSince: { } since }
            ? IdOf(feed.Feed.Id, before.Off, since)
            : (FindingId?)null;
        var stands = verdict is { State: BalanceState.Off, Since: { } now }
            ? IdOf(feed.Feed.Id, verdict.Off, now)
            : (FindingId?)null;
        if (stood is { } old && old != stands)
        {
            draft.Resolve(old);
        }

        if (stands is { } id)
        {
            draft.Open(Of(draft, feed, id, verdict));
        }
    }

    /// <summary>The same for what all feeds of an account show together: a transaction that stayed two between feeds,
    /// or two that became one, shows only here.</summary>
    public static void Judge(PlanDraft draft, FeedState feed, AccountBalanceState before, AccountBalanceState after)
    {
        var stood = before.IsOff ? IdOf(feed.Account.Id, before) : (FindingId?)null;
        var stands = after.IsOff ? IdOf(feed.Account.Id, after) : (FindingId?)null;
        if (stood is { } old && old != stands)
        {
            draft.Resolve(old);
        }

        if (stands is { } id)
        {
            const string cause = "feeds tell one transaction as two, or two as one";
            var verdict = new FeedBalanceVerdict(BalanceState.Off, after.Off, after.OffSince, cause);
            draft.Open(Of(draft, feed, id, verdict));
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

    /// <summary>The finding that a feed's balance is off.</summary>
    public static FindingId IdOf(FeedId feedId, long off, DateOnly since) =>
        DerivedIds.Finding(FindingChecks.BalanceDiffers, feedId.ToString(), off.ToString(), since.DayNumber.ToString());

    private static Finding Of(PlanDraft draft, FeedState feed, FindingId id, FeedBalanceVerdict verdict)
    {
        var off = new Money(verdict.Off, feed.Account.Currency);
        var size = new Money(Math.Abs(verdict.Off), feed.Account.Currency).ToText();
        var side = verdict.Off > 0 ? "higher" : "lower";
        var since = $"{verdict.Since:yyyy-MM-dd}";
        var cause = verdict.Cause is { } likely ? $" Likely: {likely}." : "";
        var evidence = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["feedId"] = feed.Feed.Id.ToString(),
            ["difference"] = off.ToText(),
            ["currency"] = feed.Account.Currency.Code,
            ["since"] = since,
        };
        if (verdict.Cause is not null)
        {
            evidence["cause"] = verdict.Cause;
        }

        return new Finding(
            id,
            feed.Account.Id,
            draft.Context.ConnectionId,
            FindingChecks.BalanceDiffers,
            Severity.Error,
            $"The bank's balance is {size} {feed.Account.Currency.Code} {side} than its transactions explain, since "
                + $"{since}.{cause}",
            evidence,
            ProblemActions.Retry,
            FindingState.Open,
            draft.Context.Now,
            draft.RunId
        );
    }
}
