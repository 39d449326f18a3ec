using Mingus.Ledger.Match;

namespace Mingus.Ledger.Plan;

/// <summary>What a slice must hold for an update to be planned.</summary>
public static class PlanNeeds
{
    /// <summary>Whether the update has a balance that differs from the last one that came with an update: then what
    /// matching remembers of the account is needed, whether or not the update names a record.</summary>
    public static bool HasNewBalance(IReadOnlyList<FeedState> feeds, ProviderUpdate update)
    {
        var last = new Dictionary<string, Money?>(feeds.Count, StringComparer.Ordinal);
        foreach (var feed in feeds)
        {
            last[feed.Feed.ProviderAccountId] = feed.LastWithUpdate?.Current;
        }

        return update.Accounts.Any(account =>
            account.Balance?.Current is { } current
            && (!last.TryGetValue(account.ProviderAccountId, out var before) || before != current)
        );
    }

    /// <summary>
    /// The records the update names: of every upsert, removal and pending link. A removal whose account is not given or
    /// not known is looked for in every feed. Feeds that the plan will make have no rows yet and are left out.
    /// </summary>
    /// <param name="feeds">The connection's feeds as stored.</param>
    /// <param name="update">The update.</param>
    /// <param name="believesAdded">Whether records that the provider tells of as new are taken to be so and left out:
    /// the plan adds them, and a store that has one of them already refuses its commit.</param>
    /// <returns>Each record once.</returns>
    public static IReadOnlyCollection<RecordKey> Of(
        IReadOnlyList<FeedState> feeds,
        ProviderUpdate update,
        bool believesAdded = false
    )
    {
        var needs = new HashSet<RecordKey>(update.Changes.Count);
        var feedOf = new Dictionary<string, FeedId>(feeds.Count, StringComparer.Ordinal);
        foreach (var feed in feeds)
        {
            feedOf.TryAdd(feed.Feed.ProviderAccountId, feed.Feed.Id);
        }

        foreach (var change in update.Changes)
        {
            if (feedOf.TryGetValue(change.ProviderAccountId, out var feedId))
            {
                if (!believesAdded || change is not ProviderChange.Upsert { IsAdded: true })
                {
                    needs.Add(new RecordKey(feedId, change.ProviderTransactionId));
                }

                if (change is ProviderChange.Upsert { Content.PendingTransactionId: { Length: > 0 } pending })
                {
                    needs.Add(new RecordKey(feedId, pending));
                }
            }
            else if (change is ProviderChange.Removal)
            {
                needs.UnionWith(feedOf.Values.Select(feed => new RecordKey(feed, change.ProviderTransactionId)));
            }
        }

        return needs;
    }
}
