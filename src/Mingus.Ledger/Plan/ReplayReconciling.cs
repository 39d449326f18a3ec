using Mingus.Ledger.Match;

namespace Mingus.Ledger.Plan;

/// <summary>What a replay of the whole stream is compared with.</summary>
/// <param name="Live">All live records that came by sync of the feeds replayed.</param>
/// <param name="ListedFeeds">The feeds that the provider's complete list of accounts names.</param>
/// <param name="IsAsked">Whether somebody asked for the replay; false when a broken cursor brought it.</param>
public sealed record ReplayScope(IReadOnlyList<LedgerRecord> Live, IReadOnlySet<FeedId> ListedFeeds, bool IsAsked);

/// <summary>Why a replay is not believed in what it leaves out, and what becomes of that.</summary>
internal sealed record ReplayDoubt(string Why, string WhatNow);

/// <summary>
/// A replay from the beginning cannot name what vanished: a live record that it leaves out counts as removed, but only
/// if the replay ended with the history complete, the provider lists the feed, the record is not older than the oldest
/// one replayed of the feed, and few enough go (plaid-contract, section 4, rule 8). A record in quarantine that it
/// leaves out is gone by the same rule, but for the date, which could not be read. Otherwise nothing of that feed is
/// removed and a finding says so. A replay that was given no next cursor says nothing at all.
/// </summary>
/// <remarks>
/// How the finding ends: a later replay that leaves out nothing, or that can be believed, resolves it. Too many are
/// believed the second time: when somebody who could see the finding asks for a replay again and it still leaves them
/// out. Should the bank list them later after all, they come back under the ids they had. A person who wants to keep
/// them dismisses the finding: then the doubt stays, silently. An account that the bank lists no more has a finding of
/// its own instead.
/// </remarks>
internal sealed class ReplayReconciling(PlanDraft draft, RecordsDraft records, ProviderUpdate update)
{
    /// <summary>This many records of a feed may always go; beyond them the share decides.</summary>
    public const int GoneMax = 20;

    /// <summary>One record in this many may go: 5 %.</summary>
    public const int GoneShare = 20;

    private const string UntilListed = "They stay until a reading of the whole history lists or withdraws them.";
    private const string UntilAsked =
        "What is left out when somebody asks for the whole history again is removed; dismiss this to keep it.";

    private readonly Dictionary<FeedId, DateOnly> _oldest = [];
    private readonly HashSet<RecordKey> _replayed = [];

    /// <summary>Removes what the replay leaves out, feed by feed, or says why not.</summary>
    /// <returns>Ids in quarantine that are gone at the bank.</returns>
    public IReadOnlyList<string> Reconcile(
        ReplayScope replay,
        IReadOnlyCollection<FoldedChange> changes,
        FeedsDraft feeds,
        IReadOnlyDictionary<string, string> quarantined
    )
    {
        if (string.IsNullOrEmpty(update.NextCursor))
        {
            return [];
        }

        foreach (var change in changes)
        {
            Note(change);
        }

        var gone = new List<string>();
        var liveOf = replay.Live.ToLookup(record => record.FeedId);
        var unnamedOf = Unnamed(quarantined).ToLookup(id => feeds.Find(quarantined[id])?.Feed.Id);
        foreach (var feed in feeds.All)
        {
            gone.AddRange(Reconcile(feed, [.. liveOf[feed.Feed.Id]], [.. unnamedOf[feed.Feed.Id]], replay));
        }

        // Of an account that was never known there is no history to be careful of.
        if (update.History == HistoryStatus.Complete && _replayed.Count > 0 && !update.Unreadable.Any(IsNameless))
        {
            gone.AddRange(unnamedOf[null]);
        }

        return gone;
    }

    private void Note(FoldedChange change)
    {
        _replayed.Add(change.Key);
        if (
            change.Content is { } content
            && (!_oldest.TryGetValue(change.Key.FeedId, out var oldest) || content.Date < oldest)
        )
        {
            _oldest[change.Key.FeedId] = content.Date;
        }
    }

    // In quarantine, and the replay says nothing of it: neither readable nor not.
    private IEnumerable<string> Unnamed(IReadOnlyDictionary<string, string> quarantined)
    {
        var named = update
            .Changes.Select(change => change.ProviderTransactionId)
            .Concat(update.Unreadable.Select(record => record.ProviderTransactionId ?? ""))
            .ToHashSet(StringComparer.Ordinal);
        return quarantined.Keys.Where(id => !named.Contains(id));
    }

    private IReadOnlyList<string> Reconcile(
        FeedState feed,
        IReadOnlyList<LedgerRecord> live,
        IReadOnlyList<string> unnamed,
        ReplayScope replay
    )
    {
        var finding = PlanFindings.ReplayMissesId(feed.Feed.Id);
        var missing = Missing(feed, live);
        var count = missing.Select(record => record.ProviderTransactionId).Union(unnamed).Count();
        var all = live.Select(record => record.ProviderTransactionId).Union(unnamed).Count();
        var doubt = count == 0 ? null : Doubt(feed, (count, all), replay);
        if (doubt is null)
        {
            missing.ForEach(Remove);
            draft.Resolve(finding);
            return unnamed;
        }

        if (feed.Feed.GoneSince is null)
        {
            PlanFindings.ReplayMisses(draft, feed, (count, all), doubt);
        }
        else
        {
            draft.Resolve(finding);
        }

        return [];
    }

    private List<LedgerRecord> Missing(FeedState feed, IReadOnlyList<LedgerRecord> live)
    {
        var unreadable = UnreadableOf(feed).Select(record => record.ProviderTransactionId).ToHashSet();
        var hasOldest = _oldest.TryGetValue(feed.Feed.Id, out var oldest);
        return
        [
            .. live.Where(record =>
                !_replayed.Contains(RecordKey.Of(record))
                && !unreadable.Contains(record.ProviderTransactionId)
                && (!hasOldest || record.Content.Date >= oldest)
            ),
        ];
    }

    private ReplayDoubt? Doubt(FeedState feed, (int Missing, int All) count, ReplayScope replay)
    {
        var isTold = draft.Context.OpenFindings.Contains(PlanFindings.ReplayMissesId(feed.Feed.Id));
        return update.History != HistoryStatus.Complete
                ? new ReplayDoubt("the bank has not given its whole history yet", UntilListed)
            : !replay.ListedFeeds.Contains(feed.Feed.Id)
                ? new ReplayDoubt("the bank does not list the account", UntilListed)
            : !_oldest.ContainsKey(feed.Feed.Id) ? new ReplayDoubt("nothing of the account was replayed", UntilListed)
            : UnreadableOf(feed).Any(IsNameless)
                ? new ReplayDoubt("a record could not be read, and may be one of them", UntilListed)
            : count.Missing > Math.Max(GoneMax, count.All / GoneShare) && !(replay.IsAsked && isTold)
                ? new ReplayDoubt("that is too many to be right", UntilAsked)
            : null;
    }

    private IEnumerable<UnreadableRecord> UnreadableOf(FeedState feed) =>
        update.Unreadable.Where(record =>
            string.IsNullOrEmpty(record.ProviderAccountId) || record.ProviderAccountId == feed.Feed.ProviderAccountId
        );

    // It may be any record of its account.
    private static bool IsNameless(UnreadableRecord record) => string.IsNullOrEmpty(record.ProviderTransactionId);

    private void Remove(LedgerRecord record)
    {
        var now = draft.Context.Now;
        if (records.Find(RecordKey.Of(record)) is { After.IsLive: true } known)
        {
            records.Change(known, ChangeKind.Removed, known.After with { RemovedAt = now, UpdatedAt = now });
        }
    }
}
