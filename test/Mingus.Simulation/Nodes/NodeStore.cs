using Mingus.Ledger;
using Mingus.Ledger.Match;
using Mingus.Ledger.Plan;
using Mingus.Simulation.Memory;
using Mingus.Simulation.Script;
using Mingus.Sync.Ports;

namespace Mingus.Simulation.Nodes;

/// <summary>A store as a node has it: each call may fail, and the node may be stopped before and after it.</summary>
internal sealed class NodeStore(
    ILedgerStore inner,
    FaultPoints points,
    PlantedBug bug,
    MemoryDatabase database,
    Action<UserId, LedgerSlice> onSlice
) : ILedgerStore
{
    public Task<UserId?> FindUser(string tenant, string externalId, CancellationToken cancellationToken) =>
        points.Store(() => inner.FindUser(tenant, externalId, cancellationToken));

    public Task<UserId> EnsureUser(string tenant, string externalId, CancellationToken cancellationToken) =>
        points.Store(() => inner.EnsureUser(tenant, externalId, cancellationToken));

    public Task<AddedConnection> AddConnection(NewConnection connection, CancellationToken cancellationToken) =>
        points.Store(() => inner.AddConnection(connection, cancellationToken));

    public Task DescribeConnection(
        Connection connection,
        SyncPlan plan,
        IReadOnlyList<LedgerEvent> events,
        CancellationToken cancellationToken
    ) => points.Store(() => inner.DescribeConnection(connection, plan, events, cancellationToken));

    public Task<ConnectionContext?> LoadConnection(
        UserId userId,
        ConnectionId connectionId,
        CancellationToken cancellationToken
    ) => points.Store(() => inner.LoadConnection(userId, connectionId, cancellationToken));

    public Task Enqueue(Run run, IReadOnlyList<LedgerEvent> events, CancellationToken cancellationToken) =>
        points.Store(() => inner.Enqueue(run, events, cancellationToken));

    public Task<RunStart> Begin(BeginRun begin, CancellationToken cancellationToken) =>
        points.Store(() => inner.Begin(begin, cancellationToken));

    public Task<LedgerSlice> LoadSlice(SliceRequest request, CancellationToken cancellationToken) =>
        Slice(request.UserId, () => inner.LoadSlice(request, cancellationToken));

    public Task<LedgerSlice> LoadNeighbours(
        UserId userId,
        IReadOnlyList<AccountNeeds> needs,
        CancellationToken cancellationToken
    ) => Slice(userId, () => inner.LoadNeighbours(userId, needs, cancellationToken));

    public Task<LedgerSlice> LoadFeed(UserId userId, FeedId feedId, CancellationToken cancellationToken) =>
        Slice(userId, () => inner.LoadFeed(userId, feedId, cancellationToken));

    public Task<LedgerSlice> LoadLive(
        UserId userId,
        IReadOnlyList<FeedId> feeds,
        CancellationToken cancellationToken
    ) => Slice(userId, () => inner.LoadLive(userId, feeds, cancellationToken));

    public Task<CommitResult> CommitDecision(
        UserId userId,
        SyncPlan plan,
        long sliceUserVersion,
        CancellationToken cancellationToken
    ) =>
        points.Store(() =>
            inner.CommitDecision(
                userId,
                bug.Decision is { } change ? change(plan, database.Of(userId)) : plan,
                sliceUserVersion,
                cancellationToken
            )
        );

    public Task<CommitOutcome> Commit(SyncCommit commit, CancellationToken cancellationToken) =>
        points.Store(() =>
            inner.Commit(
                bug.Commit is { } change ? change(commit, database.Of(commit.Connection.UserId)) : commit,
                cancellationToken
            )
        );

    public Task SaveProgress(
        UserId userId,
        RunId runId,
        RunProgress progress,
        DateTimeOffset leaseUntil,
        CancellationToken cancellationToken
    ) => points.Store(() => inner.SaveProgress(userId, runId, progress, leaseUntil, cancellationToken));

    public async Task<IReadOnlyList<Run>> Recover(
        string node,
        DateTimeOffset now,
        bool withOwn,
        CancellationToken cancellationToken
    )
    {
        var runs = await points.Store(() => inner.Recover(node, now, withOwn, cancellationToken));
        return bug.Recovered is { } change ? change(runs) : runs;
    }

    public Task Resume(Run broken, DateTimeOffset now, CancellationToken cancellationToken) =>
        points.Store(() => inner.Resume(broken, now, cancellationToken));

    public Task<bool> CancelQueued(
        UserId userId,
        RunId runId,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => points.Store(() => inner.CancelQueued(userId, runId, now, cancellationToken));

    public async Task<IReadOnlyList<DueConnection>> DueConnections(
        DateTimeOffset now,
        int limit,
        CancellationToken cancellationToken
    )
    {
        // Asked every second while time passes: no fault point, or nothing else would ever have its turn.
        var due = await inner.DueConnections(now, limit, cancellationToken);
        return bug.Due is { } change ? change(due) : due;
    }

    private async Task<LedgerSlice> Slice(UserId userId, Func<Task<LedgerSlice>> load)
    {
        var slice = await points.Store(load);
        slice = bug.Slice is { } change ? change(slice, database) : slice;
        onSlice(userId, slice);
        return slice;
    }
}
