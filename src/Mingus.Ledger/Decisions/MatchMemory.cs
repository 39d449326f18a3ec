using Mingus.Ledger.Match;
using Mingus.Ledger.Plan;

namespace Mingus.Ledger.Decisions;

/// <summary>Brings what matching remembers of an account up to date with records that a person moved.</summary>
internal static class MatchMemory
{
    /// <summary>The account's state after the regrouping.</summary>
    /// <param name="state">Its state before.</param>
    /// <param name="records">The records, moved.</param>
    /// <param name="regrouping">What was moved.</param>
    /// <param name="since">Since which day it was off before what is taken back; null where it was not.</param>
    public static AccountMatchState After(
        AccountMatchState state,
        RecordsDraft records,
        Regrouping regrouping,
        DateOnly? since
    )
    {
        var keys = regrouping.Before.SelectMany(static transaction => transaction.Records).ToList();
        var (was, now) = (
            keys.ConvertAll(key => records.Find(key)!.Before!),
            keys.ConvertAll(key => records.Find(key)!.After)
        );
        var (before, after) = (Sums(was), Sums(now));
        var feeds = state.Feeds.ToDictionary(
            static feed => feed.Key,
            feed => Moved(feed.Value, after.GetValueOrDefault(feed.Key) - before.GetValueOrDefault(feed.Key), since)
        );
        return state with
        {
            Account = Moved(state, feeds, AccountWitness.SumShown(now) - AccountWitness.SumShown(was), since),
            Feeds = feeds,
            Unsettled = Unsettled(state, records, regrouping),
        };
    }

    // Each transaction counts once a feed, as the record that came last tells it.
    private static Dictionary<FeedId, long> Sums(IEnumerable<LedgerRecord> records) =>
        records
            .Where(static record => record is { IsLive: true, Content.IsPending: false })
            .GroupBy(static record => (record.FeedId, record.TransactionId))
            .Select(static told => (told.Key.FeedId, Shown: told.Aggregate(Younger)))
            .GroupBy(static told => told.FeedId, static told => told.Shown.Content.Amount.Minor)
            .ToDictionary(static feed => feed.Key, static feed => feed.Sum());

    private static LedgerRecord Younger(LedgerRecord one, LedgerRecord other) => Slot.IsOlder(one, other) ? other : one;

    private static FeedMatchState Moved(FeedMatchState feed, long change, DateOnly? since)
    {
        if (change == 0)
        {
            return feed;
        }

        if (feed.Unexplained == change)
        {
            return feed with { PostedSum = feed.PostedSum + change, Opening = feed.Opening - change, Unexplained = 0 };
        }

        var off = feed.Opening is null ? feed.Off : feed.Off - change;
        return feed with
        {
            PostedSum = feed.PostedSum + change,
            Off = off,
            OffSince = off == 0 ? null : feed.OffSince ?? since ?? feed.AsOf,
            OffStoodSince = off == 0 ? null : feed.AsOf,
        };
    }

    private static AccountBalanceState Moved(
        AccountMatchState state,
        Dictionary<FeedId, FeedMatchState> feeds,
        long change,
        DateOnly? since
    )
    {
        var account = state.Account with { VisibleSum = state.Account.VisibleSum + change };
        foreach (var (feedId, feed) in feeds)
        {
            var (was, isNewest) = (state.Feeds[feedId], !AccountWitness.IsBehind(feed, feeds));
            if (was.Off != 0 && isNewest && feed is { IsWitness: true, Opening: { } opening })
            {
                // The account was not compared with a balance that its own feed did not explain. Now it does.
                return AccountWitness.Against(account, feedId, feeds, opening + feed.PostedSum);
            }

            if (account.Off == 0 && isNewest && feed.Off != 0 && was.Off - feed.Off == change)
            {
                // All that is off is off by what this feed tells: that is one difference, and the feed's.
                return account;
            }
        }

        // A difference is one of a balance that was compared, and with all that is shown now.
        var isCurrent = account.JudgedOn >= feeds.Values.Max(static feed => (DateOnly?)feed.AsOf);
        var off = account.Off != 0 || isCurrent || since is not null ? account.Off - change : 0;
        return account with { Off = off, OffSince = off == 0 ? null : account.OffSince ?? since ?? account.JudgedOn };
    }

    // Open questions go where their transaction went; what came apart is looked at again.
    private static List<UnsettledTransaction> Unsettled(
        AccountMatchState state,
        RecordsDraft records,
        Regrouping regrouping
    )
    {
        var gone = regrouping.Before.Where(transaction => records.Of(transaction.Id!.Value).Count == 0).ToList();
        var open = state.Unsettled.Where(question => gone.TrueForAll(old => old.Id != question.Id)).ToList();
        var known = regrouping.Before.Select(static transaction => transaction.Id).ToHashSet();
        var wasOpen = state.Unsettled.Select(static question => question.Id).ToHashSet();
        var moved = gone.Where(old => wasOpen.Contains(old.Id!.Value))
            .Select(old => records.Find(old.Records[0])!.After.TransactionId);
        var apart = regrouping
            .After.Select(static transaction => transaction.Id!.Value)
            .Where(id => !known.Contains(id));
        foreach (var id in moved.Concat(apart).Distinct().Where(id => open.TrueForAll(question => question.Id != id)))
        {
            var live = records.Of(id).Select(static record => record.After).Where(static r => r.IsLive).ToList();
            if (live.Count > 0)
            {
                var eldest = Regrouping.Eldest(live);
                open.Add(new UnsettledTransaction(id, eldest.FeedId, eldest.Content.Date));
            }
        }

        return open;
    }
}
