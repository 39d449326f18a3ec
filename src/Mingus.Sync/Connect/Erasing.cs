using Mingus.Ledger;
using Mingus.Ledger.Link;
using Mingus.Ledger.Match;
using Mingus.Ledger.Plan;
using Mingus.Sync.Gate;
using Mingus.Sync.Ports;

namespace Mingus.Sync.Connect;

/// <summary>Erases what a disconnected connection brought: load, work out what stays remembered, one commit.</summary>
internal sealed class Erasing(ILedgerStore store, ILedgerEdits edits, UserLocks locks, TimeProvider time)
{
    /// <summary>False for a connection that is unknown or not disconnected.</summary>
    public async Task<bool> Erase(UserId userId, ConnectionId connectionId, CancellationToken cancellationToken)
    {
        using var turn = await locks.Enter(userId, cancellationToken);
        for (var tries = 0; tries < SyncLimits.PlansPerUpdate; tries++)
        {
            if (await store.LoadConnection(userId, connectionId, cancellationToken) is not { } context)
            {
                return false;
            }

            var remembered = await Remember(userId, context, cancellationToken);
            switch (await edits.Erase(userId, connectionId, remembered, time.Now(), cancellationToken))
            {
                case EraseResult.Erased:
                    return true;
                case EraseResult.NotEnded:
                    return false;
            }
        }

        throw new InvalidOperationException("The user's ledger kept moving while a connection was to be erased.");
    }

    private async Task<Remembered> Remember(
        UserId userId,
        ConnectionContext context,
        CancellationToken cancellationToken
    )
    {
        var feeds = context.Feeds.Select(static state => state.Feed).ToList();
        var records = new Dictionary<RecordKey, LedgerRecord>();
        var slice = LedgerSlice.Empty(context.UserVersion);
        foreach (var feed in feeds)
        {
            slice = await store.LoadFeed(userId, feed.Id, cancellationToken);
            foreach (var record in slice.Records)
            {
                records[RecordKey.Of(record)] = record;
            }
        }

        // The version of the first look: if the ledger moved while feeds were loaded, the erasure is refused.
        return new Remembered(FeedErasure.StatesAfter(feeds, records.Values, slice.MatchStates), context.UserVersion);
    }
}
