using Mingus.Ledger.Match;

namespace Mingus.Ledger.Plan;

/// <summary>What a replay of the whole stream is compared with.</summary>
/// <param name="Live">All live records that came by sync of the feeds replayed.</param>
/// <param name="ListedFeeds">The feeds that the provider's complete list of accounts names.</param>
public sealed record ReplayScope(IReadOnlyList<LedgerRecord> Live, IReadOnlySet<FeedId> ListedFeeds);

/// <summary>
/// A replay from the beginning cannot name what vanished: a live record that it leaves out counts as removed, but only
/// if the replay ended with the history complete, the provider lists the feed, the record is not older than the oldest
/// one replayed of the feed, and few enough go (plaid-contract, section 4, rule 8). Otherwise nothing of that feed is
/// removed and a finding says so. A replay that was given no next cursor says nothing at all.
/// </summary>
internal sealed class ReplayReconciling(PlanDraft draft, RecordsDraft records, ProviderUpdate update)
{
    /// <summary>This many records of a feed may always go; beyond them the share decides.</summary>
    public const int GoneMax = 20;

    /// <summary>One record in this many may go: 5 %.</summary>
    public const int GoneShare = 20;

    private readonly Dictionary<FeedId, DateOnly> _oldest = [];
    private readonly HashSet<RecordKey> _replayed = [];

    /// <summary>Removes what the replay leaves out, feed by feed, or says why not.</summary>
    public void Reconcile(ReplayScope replay, IReadOnlyCollection<FoldedChange> changes, FeedsDraft feeds)
    {
        if (string.IsNullOrEmpty(update.NextCursor))
        {
            return;
        }

        foreach (var change in changes)
        {
            Note(change);
        }

        var liveOf = replay.Live.ToLookup(record => record.FeedId);
        foreach (var feed in feeds.All.Where(feed => liveOf.Contains(feed.Feed.Id)))
        {
            Reconcile(feed, [.. liveOf[feed.Feed.Id]], replay.ListedFeeds.Contains(feed.Feed.Id));
        }
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

    private void Reconcile(FeedState feed, IReadOnlyList<LedgerRecord> live, bool isListed)
    {
        var unreadable = UnreadableOf(feed);
        var hasOldest = _oldest.TryGetValue(feed.Feed.Id, out var oldest);
        var missing = live.Where(record =>
                !_replayed.Contains(RecordKey.Of(record))
                && !unreadable.Contains(record.ProviderTransactionId)
                && (!hasOldest || record.Content.Date >= oldest)
            )
            .ToList();
        if (missing.Count == 0)
        {
            draft.Resolve(PlanFindings.ReplayMissesId(feed.Feed.Id));
            return;
        }

        var doubt =
            update.History != HistoryStatus.Complete ? "the bank has not given its whole history yet"
            : !isListed ? "the bank does not list the account"
            : !hasOldest ? "nothing of the account was replayed"
            : unreadable.Contains("") ? "a record could not be read, and may be one of them"
            : missing.Count > Math.Max(GoneMax, live.Count / GoneShare) ? "that is too many to be right"
            : null;
        if (doubt is null)
        {
            missing.ForEach(Remove);
            draft.Resolve(PlanFindings.ReplayMissesId(feed.Feed.Id));
        }
        else if (feed.Feed.GoneSince is null)
        {
            PlanFindings.ReplayMisses(draft, feed, missing.Count, live.Count, doubt);
        }
    }

    // A record that could not be read is not missing. One without an id of its own stands here as the empty id.
    private HashSet<string> UnreadableOf(FeedState feed) =>
        update
            .Unreadable.Where(record =>
                string.IsNullOrEmpty(record.ProviderAccountId)
                || record.ProviderAccountId == feed.Feed.ProviderAccountId
            )
            .Select(record => record.ProviderTransactionId ?? "")
            .ToHashSet(StringComparer.Ordinal);

    private void Remove(LedgerRecord record)
    {
        var now = draft.Context.Now;
        if (records.Find(RecordKey.Of(record)) is { After.IsLive: true } known)
        {
            records.Change(known, ChangeKind.Removed, known.After with { RemovedAt = now, UpdatedAt = now });
        }
    }
}
