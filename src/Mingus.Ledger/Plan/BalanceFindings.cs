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
        var accountId = task.Feed.Account.Id;
        var cause = outcome.Balance.Cause;
        Resolve(draft, Stood(accountId, before).Except(Stood(accountId, outcome.State)));
        Open(draft, [task.Feed], outcome.State, found => found == task.Feed.Feed.Id ? cause : null);
    }

    /// <summary>The same after a person's act, or a rule's that moved a feed: no balance came, but what is told apart
    /// or together did change.</summary>
    /// <param name="draft">The plan.</param>
    /// <param name="shown">The accounts concerned: feeds that show them, and what is remembered of them before and
    /// after.</param>
    public static void Settle(PlanDraft draft, IReadOnlyCollection<ShownAccount> shown)
    {
        var before = shown.SelectMany(static one => Stood(one.AccountId, one.Before));
        Resolve(draft, before.Except(shown.SelectMany(static one => Stood(one.AccountId, one.After))));
        foreach (var one in shown.Where(static one => one.Feeds.Count > 0))
        {
            Open(draft, one.Feeds, one.After, static _ => null);
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

    private static void Resolve(PlanDraft draft, IEnumerable<FindingId> gone)
    {
        foreach (var finding in gone.ToList())
        {
            draft.Resolve(finding);
        }
    }

    // Each goes by the connection of its feed; where that is not among those known here, by that of the first.
    private static void Open(
        PlanDraft draft,
        IReadOnlyList<FeedState> feeds,
        AccountMatchState state,
        Func<FeedId, string?> causeOf
    )
    {
        foreach (var found in Standing(feeds[0].Account.Id, state))
        {
            var feed = feeds.FirstOrDefault(feed => feed.Feed.Id == found.FeedId) ?? feeds[0];
            draft.Open(Of(draft, feed, found, found.FeedId is { } feedId ? causeOf(feedId) : CauseOf(state)));
        }
    }

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
            feed.Feed.ConnectionId,
            FindingChecks.BalanceDiffers,
            found.IsGrave ? Severity.Error : Severity.Warning,
            $"The bank's balance is {size} {feed.Account.Currency.Code} {side} than its transactions explain, since "
                + $"{since}.{cause}{covered}",
            evidence,
            ProblemActions.Retry,
            FindingState.Open,
            draft.Context.Now,
            draft.Context.RunId
        );
    }

    /// <summary>An account that a plan changes without an update of it.</summary>
    /// <param name="AccountId">The account.</param>
    /// <param name="Feeds">Feeds that show it; none where nothing is opened of it.</param>
    /// <param name="Before">What was remembered of it.</param>
    /// <param name="After">What is.</param>
    public sealed record ShownAccount(
        AccountId AccountId,
        IReadOnlyList<FeedState> Feeds,
        AccountMatchState Before,
        AccountMatchState After
    );

    // A difference that stands; of the account as a whole where it names no feed.
    private readonly record struct Difference(FindingId Id, FeedId? FeedId, long Off, DateOnly Since, bool IsGrave);
}
