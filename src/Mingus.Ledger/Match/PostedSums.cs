namespace Mingus.Ledger.Match;

/// <summary>
/// What an update changes in the sum of posted amounts of a feed: the sum over transactions that have a live posted
/// record in the feed, each once. Only the neighbourhood is looked at: what is not in it does not change.
/// </summary>
internal static class PostedSums
{
    /// <summary>Minor units by which the feed's sum is higher after the update and matching than as stored.</summary>
    public static long ChangeOf(MatchWorkspace workspace)
    {
        var change = 0L;
        var before = new Dictionary<TransactionId, LedgerRecord>();
        foreach (var slot in workspace.OfFeed(workspace.Request.FeedId))
        {
            change += slot.IsPosted ? slot.Reading.Amount : 0;
            foreach (var record in slot.Records)
            {
                if (record.Before is { IsLive: true, Content.IsPending: false } stored)
                {
                    var id = stored.TransactionId;
                    if (!before.TryGetValue(id, out var shown) || Slot.IsOlder(shown, stored))
                    {
                        before[id] = stored;
                    }
                }
            }
        }

        foreach (var stored in before.Values)
        {
            change -= stored.Content.Amount.Minor;
        }

        return change;
    }

    /// <summary>The same for one slot that is not merged with another.</summary>
    public static long ChangeOf(Slot slot)
    {
        LedgerRecord? shown = null;
        foreach (var record in slot.Records)
        {
            if (record.Before is { IsLive: true, Content.IsPending: false } stored)
            {
                shown = shown is null || Slot.IsOlder(shown, stored) ? stored : shown;
            }
        }

        return (slot.IsPosted ? slot.Reading.Amount : 0) - (shown?.Content.Amount.Minor ?? 0);
    }
}
