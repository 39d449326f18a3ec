using Mingus.Ledger.Match.Evidence;

namespace Mingus.Ledger.Match;

/// <summary>
/// What an account shows against its balance: a feed's own balance cannot see a transaction that two feeds tell and
/// that stayed two, nor two that became one; the sum of what is shown can.
/// </summary>
public sealed record AccountBalanceState
{
    /// <summary>Minor units: the sum of the posted transactions shown, each as its primary record tells it.</summary>
    public long VisibleSum { get; init; }

    /// <summary>The feed whose opening balance the account counts from: the first that bore witness; null
    /// before.</summary>
    public FeedId? BaseFeedId { get; init; }

    /// <summary>Minor units: the sum of transactions that later feeds showed from before the base feed's
    /// history.</summary>
    public long OlderSum { get; init; }

    /// <summary>Minor units by which the newest balance exceeds what is shown; 0 when they agree.</summary>
    public long Off { get; init; }

    /// <summary>Since which day it has been off; null while it agrees.</summary>
    public DateOnly? OffSince { get; init; }

    /// <summary>The day of the last comparison.</summary>
    public DateOnly? JudgedOn { get; init; }

    /// <summary>Whether what is shown is in doubt. It is no lateness of one feed behind another: only a feed that has
    /// all that its own newest balance counts is compared.</summary>
    public bool IsOff => Off != 0;
}

/// <summary>Keeps <see cref="AccountBalanceState"/> after each update, from the neighbourhood alone: what is not in it
/// does not change what is shown.</summary>
internal static class AccountWitness
{
    /// <summary>Days by which two feeds may date one transaction apart: at the beginning of a history one has what the
    /// other dates before it.</summary>
    private const int EdgeDays = 5;

    /// <summary>The state after matching.</summary>
    /// <param name="workspace">The neighbourhood, matched.</param>
    /// <param name="feeds">The feeds' states after this update.</param>
    public static AccountBalanceState Judge(MatchWorkspace workspace, Dictionary<FeedId, FeedMatchState> feeds)
    {
        var (change, older) = VisibleChange(workspace);
        var state = workspace.State.Account;
        var feedId = workspace.Request.FeedId;
        var isFirstNews = workspace.Request.Joins || workspace.State.Feeds.GetValueOrDefault(feedId)?.First is null;
        state = state with
        {
            VisibleSum = state.VisibleSum + change,
            OlderSum = state.OlderSum + (isFirstNews && state.BaseFeedId is not null ? older : 0),
        };
        var feed = feeds[feedId];
        if (workspace.Request.Joins)
        {
            return AgainstNewest(state, feeds);
        }

        return workspace.Request.Balance is not { } balance || !feed.IsWitness || IsBehind(feed, feeds)
            ? state
            : Against(state, feedId, feeds, balance);
    }

    /// <summary>The state compared with a balance of a feed that bears witness and is not behind another.</summary>
    /// <param name="state">The state, with what is shown.</param>
    /// <param name="feedId">The feed.</param>
    /// <param name="feeds">The feeds' states.</param>
    /// <param name="balance">Minor units: the balance.</param>
    public static AccountBalanceState Against(
        AccountBalanceState state,
        FeedId feedId,
        Dictionary<FeedId, FeedMatchState> feeds,
        long balance
    )
    {
        state = Rebase(state, feedId, feeds);
        var asOf = feeds[feedId].AsOf;
        var baseFeedId = state.BaseFeedId!.Value;
        // What nothing explained may be a record told twice: it is not taken as told before.
        var opening = feeds[baseFeedId].Opening!.Value - feeds[baseFeedId].Unexplained;
        var off = balance - state.VisibleSum - (opening - state.OlderSum);
        return state with { Off = off, OffSince = off == 0 ? null : state.OffSince ?? asOf, JudgedOn = asOf };
    }

    // No balance comes when a feed joins: the newest that agreed is as good as one.
    private static AccountBalanceState AgainstNewest(
        AccountBalanceState state,
        Dictionary<FeedId, FeedMatchState> feeds
    )
    {
        foreach (var (feedId, feed) in feeds)
        {
            if (feed is { IsWitness: true, Opening: { } opening } && !IsBehind(feed, feeds))
            {
                return Against(state, feedId, feeds, opening + feed.PostedSum);
            }
        }

        return state;
    }

    /// <summary>Minor units: what these records of whole transactions show, each transaction once.</summary>
    public static long SumShown(IEnumerable<LedgerRecord> records)
    {
        var shown = new Dictionary<TransactionId, LedgerRecord>();
        foreach (var record in records)
        {
            Show(shown, record.TransactionId, record);
        }

        return shown.Values.Sum(record => record.Content.Amount.Minor);
    }

    // A feed whose history begins well before all others has all that is shown: counted from it nothing is older. Where
    // two begin together the first stays: what the later one brought twice with its history shows in their difference.
    private static AccountBalanceState Rebase(
        AccountBalanceState state,
        FeedId feedId,
        Dictionary<FeedId, FeedMatchState> feeds
    )
    {
        if (state.BaseFeedId is null)
        {
            return state with { BaseFeedId = feedId };
        }

        if (BeginsWithBase(state, feedId, feeds))
        {
            var isSurer = feeds[feedId].Unexplained == 0;
            return state with { BaseFeedId = isSurer ? feedId : state.BaseFeedId, OlderSum = 0 };
        }

        var first = feeds[feedId].First;
        return
            first is not null
            && feeds[feedId].AgreedOn is not null
            && feeds.Values.All(other => other.First is null || other.First >= first)
            && feeds[state.BaseFeedId.Value].First?.DayNumber - first.Value.DayNumber > EdgeDays
            ? state with
            {
                BaseFeedId = feedId,
                OlderSum = 0,
            }
            : state;
    }

    // Histories that begin together with one balance have one sum before them: nothing that either shows is older.
    private static bool BeginsWithBase(
        AccountBalanceState state,
        FeedId feedId,
        Dictionary<FeedId, FeedMatchState> feeds
    )
    {
        var (feed, ofBase) = (feeds[feedId], feeds[state.BaseFeedId!.Value]);
        return feedId != state.BaseFeedId
            && feed.Opening == ofBase.Opening
            && feed.First is { } first
            && ofBase.First is { } firstOfBase
            && Math.Abs(first.DayNumber - firstOfBase.DayNumber) <= EdgeDays
            && feeds.Values.All(other =>
                other.First is null || other.First.Value.DayNumber >= first.DayNumber - EdgeDays
            );
    }

    /// <summary>Only the newest data can be compared with all that is shown.</summary>
    public static bool IsBehind(FeedMatchState feed, Dictionary<FeedId, FeedMatchState> feeds) =>
        feeds.Values.Any(other => other.AsOf > feed.AsOf);

    // The change of the sum shown, and the part of it that is older than all shown so far: a new feed's longer history.
    private static (long Change, long Older) VisibleChange(MatchWorkspace workspace)
    {
        var (feedId, joins) = (workspace.Request.FeedId, workspace.Request.Joins);
        var first = workspace.State.Feeds.Where(feed => feed.Key != feedId || !joins).Min(feed => feed.Value.First);
        var before = new Dictionary<TransactionId, LedgerRecord>();
        var after = new Dictionary<Group, LedgerRecord>();
        foreach (var slot in workspace.Slots)
        {
            foreach (var record in slot.Records)
            {
                if (record.Before is { } stored)
                {
                    Show(before, stored.TransactionId, stored);
                }

                Show(after, slot.Group, record.After);
            }
        }

        var (change, older) = (0L, 0L);
        foreach (var (group, shown) in after)
        {
            change += shown.Content.Amount.Minor;
            var isNew = group.Slots.TrueForAll(slot => slot.IsNew || (joins && slot.FeedId == feedId));
            var isOlder = isNew && shown.Content.Date.DayNumber < first?.DayNumber + EdgeDays;
            older += isOlder && !IsMissedElsewhere(workspace, shown) ? shown.Content.Amount.Minor : 0;
        }

        return (change - before.Values.Sum(shown => shown.Content.Amount.Minor), older);
    }

    // Another feed has one of that amount near that this feed lacks: the two are rather one that stayed two than older.
    private static bool IsMissedElsewhere(MatchWorkspace workspace, LedgerRecord shown) =>
        workspace.Slots.Exists(slot =>
            slot.FeedId != shown.FeedId
            && slot.IsPosted
            && slot.Reading.Amount == shown.Content.Amount.Minor
            && slot.Group.Of(shown.FeedId) is null
            && Math.Abs(slot.Reading.Date.DayNumber - shown.Content.Date.DayNumber) <= PairEvidence.DaysMax
        );

    // The primary of a transaction: the feed first connected, then the record first seen last, then the lowest id.
    private static void Show<TKey>(Dictionary<TKey, LedgerRecord> shown, TKey key, LedgerRecord record)
        where TKey : notnull
    {
        if (
            record is { IsLive: true, Content.IsPending: false }
            && (!shown.TryGetValue(key, out var other) || IsShownBefore(record, other))
        )
        {
            shown[key] = record;
        }
    }

    private static bool IsShownBefore(LedgerRecord one, LedgerRecord other)
    {
        var order = one.FeedId.Value.CompareTo(other.FeedId.Value);
        order = order != 0 ? order : other.FirstSeenAt.CompareTo(one.FirstSeenAt);
        return order != 0
            ? order < 0
            : string.CompareOrdinal(one.ProviderTransactionId, other.ProviderTransactionId) < 0;
    }
}
