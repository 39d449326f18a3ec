using Mingus.Ledger;
using Mingus.Ledger.Plan;
using Mingus.Sync.Backfill;
using Mingus.Sync.Decide;
using Mingus.Sync.Ports;

namespace Mingus.Sync;

/// <summary>Stations 5 to 9 of the journey: normalise, load slice, match, reconcile, plan. Only the loading is
/// I/O.</summary>
internal sealed class DecideStation(ILedgerStore store, TimeProvider time)
{
    /// <summary>What an update changes. <paramref name="listed"/>: the feeds the provider lists, given when it is a
    /// replay. <paramref name="believesAdded"/>: what the provider calls new is not looked up; if the store has it, the
    /// commit is refused and all is decided again without that belief.</summary>
    public async Task<Decided> Update(
        RunSession session,
        ProviderUpdate update,
        IReadOnlySet<FeedId>? listed,
        Connection after,
        bool believesAdded,
        CancellationToken cancellationToken
    )
    {
        using var station = Telemetry.Station("ledger.decide");
        var names = PlanNeeds.Of(session.Context.Feeds, update, believesAdded && listed is null);
        var restsOnSlice =
            update.Changes.Count > 0 || listed is not null || PlanNeeds.HasNewBalance(session.Context.Feeds, update);
        var loading = time.GetTimestamp();
        var slicing = restsOnSlice
            ? store.LoadSlice(new SliceRequest(session.UserId, session.Connection.Id, names), cancellationToken)
            : Task.FromResult(LedgerSlice.Empty(session.Context.UserVersion));
        // Worked out while the database works.
        var digests = UpdateDigests.Of(session.Context.Feeds, update);
        var slice = await slicing;
        await CatchUp(session, slice, cancellationToken);
        var live = listed is null ? null : await LoadLive(session, slice, cancellationToken);
        session.Storing += time.GetElapsedTime(loading);

        var isAsked = session.Run.Work.HasFlag(SyncWork.WholeStream);
        var replay = live is null ? null : new ReplayScope(live.Records, listed!, isAsked);
        var plan = await Plan(
            session,
            () =>
                TransactionsPlanner.Open(session.PlanContext(after) with { Digests = digests }, slice, update, replay),
            cancellationToken
        );
        session.HasNewRecords |= plan.Counts.Any(static counts => counts.Created > 0);
        session.Matched = plan.MatchStates;
        after = plan.NewFeeds.Count > 0 ? WebhookRule.AfterNewFeeds(after) : after;
        var moved = DueToVerify(session, plan, after) with { Cursor = plan.NextCursor ?? after.Cursor };
        return new Decided(plan, restsOnSlice ? slice.UserVersion : null, moved);
    }

    /// <summary>What a window of the backfill changes.</summary>
    public async Task<Decided> Window(
        RunSession session,
        WindowAnswer answer,
        Connection after,
        CancellationToken cancellationToken
    )
    {
        using var station = Telemetry.Station("ledger.decide");
        var context = session.PlanContext(session.Connection);
        var names = PlanNeeds.Of(context.Feeds, WindowPlanner.AsUpdate(context, answer));
        var loading = time.GetTimestamp();
        var request = new SliceRequest(session.UserId, session.Connection.Id, names) { Window = answer.Window };
        var slice = await store.LoadSlice(request, cancellationToken);
        await CatchUp(session, slice, cancellationToken);
        session.Storing += time.GetElapsedTime(loading);
        var plan = await Plan(
            session,
            () => WindowPlanner.Open(session.PlanContext(session.Connection), slice, answer),
            cancellationToken
        );
        return new Decided(plan, slice.UserVersion, after);
    }

    // What matching needs beside the slice, mostly nothing, is loaded later than the slice. If the ledger moved
    // between, the commit refuses the slice's version and all is made again.
    private async Task<SyncPlan> Plan(RunSession session, Func<OpenPlan> begin, CancellationToken cancellationToken)
    {
        var deciding = time.GetTimestamp();
        var open = begin();
        session.Deciding += time.GetElapsedTime(deciding);
        IReadOnlyList<LedgerRecord> neighbours = [];
        if (open.Needs.Count > 0)
        {
            var loading = time.GetTimestamp();
            neighbours = (await store.LoadNeighbours(session.UserId, open.Needs, cancellationToken)).Records;
            session.Storing += time.GetElapsedTime(loading);
        }

        deciding = time.GetTimestamp();
        var plan = open.Complete(neighbours);
        session.Deciding += time.GetElapsedTime(deciding);
        return plan;
    }

    // A link may have moved a feed to another account since the run began: the plan rests on feeds as of the slice.
    private async Task CatchUp(RunSession session, LedgerSlice slice, CancellationToken cancellationToken)
    {
        if (
            slice.UserVersion != session.Context.UserVersion
            && await store.LoadConnection(session.UserId, session.Connection.Id, cancellationToken) is { } newer
        )
        {
            session.Reloaded(newer);
        }
    }

    // Days that the update did not prove are read soon, unless this run goes on to read them.
    private static Connection DueToVerify(RunSession session, SyncPlan plan, Connection after)
    {
        if (
            plan.Coverage.Count == 0
            || after.Status != ConnectionStatus.Healthy
            || session.Run.Work.HasFlag(SyncWork.Backfill)
            || BackfillRule.Windows(after, session.FeedsAfter(plan)).Count == 0
        )
        {
            return after;
        }

        var due = NextDue.ToVerify(session.Now);
        return after with { NextDueAt = due.At, NextDueReason = due.Reason };
    }

    private async Task<LedgerSlice?> LoadLive(
        RunSession session,
        LedgerSlice slice,
        CancellationToken cancellationToken
    )
    {
        var feeds = session.Context.Feeds.Select(static f => f.Feed.Id).ToList();
        var live = await store.LoadLive(session.UserId, feeds, cancellationToken);
        // Two loads, one truth: if the ledger moved between them, the commit refuses the older version and both are
        // made again.
        return live.UserVersion == slice.UserVersion ? live : null;
    }
}
