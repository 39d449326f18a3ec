using System.Diagnostics;
using Mingus.Ledger;
using Mingus.Ledger.Plan;
using Mingus.Sync.Ports;

namespace Mingus.Bench.Rig;

/// <summary>The store with a clock at the three doors a run goes through, to say where an update's time goes.</summary>
internal sealed class TimedStore(ILedgerStore store) : ILedgerStore
{
    private long _beginning;
    private long _loading;
    private long _committing;
    private long _begins;

    public TimeSpan Beginning => TimeSpan.FromTicks(_beginning);

    public TimeSpan Loading => TimeSpan.FromTicks(_loading);

    public TimeSpan Committing => TimeSpan.FromTicks(_committing);

    /// <summary>How many runs began.</summary>
    public long Begins => _begins;

    /// <summary>Begins to count again.</summary>
    public void Reset() => (_beginning, _loading, _committing, _begins) = (0, 0, 0, 0);

    public async Task<RunStart> Begin(BeginRun begin, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var start = await store.Begin(begin, cancellationToken);
        Add(ref _beginning, began);
        Interlocked.Increment(ref _begins);
        return start;
    }

    public async Task<LedgerSlice> LoadSlice(SliceRequest request, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var slice = await store.LoadSlice(request, cancellationToken);
        Add(ref _loading, began);
        return slice;
    }

    public async Task<CommitOutcome> Commit(SyncCommit commit, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var outcome = await store.Commit(commit, cancellationToken);
        Add(ref _committing, began);
        return outcome;
    }

    public Task<UserId?> FindUser(string tenant, string externalId, CancellationToken cancellationToken) =>
        store.FindUser(tenant, externalId, cancellationToken);

    public Task<UserId> EnsureUser(string tenant, string externalId, CancellationToken cancellationToken) =>
        store.EnsureUser(tenant, externalId, cancellationToken);

    public Task<AddedConnection> AddConnection(NewConnection connection, CancellationToken cancellationToken) =>
        store.AddConnection(connection, cancellationToken);

    public Task DescribeConnection(
        Connection connection,
        SyncPlan plan,
        IReadOnlyList<LedgerEvent> events,
        CancellationToken cancellationToken
    ) => store.DescribeConnection(connection, plan, events, cancellationToken);

    public Task<ConnectionContext?> LoadConnection(
        UserId userId,
        ConnectionId connectionId,
        CancellationToken cancellationToken
    ) => store.LoadConnection(userId, connectionId, cancellationToken);

    public Task Enqueue(Run run, IReadOnlyList<LedgerEvent> events, CancellationToken cancellationToken) =>
        store.Enqueue(run, events, cancellationToken);

    public async Task<LedgerSlice> LoadNeighbours(
        UserId userId,
        IReadOnlyList<AccountNeeds> needs,
        CancellationToken cancellationToken
    )
    {
        var began = Stopwatch.GetTimestamp();
        var slice = await store.LoadNeighbours(userId, needs, cancellationToken);
        Add(ref _loading, began);
        return slice;
    }

    public Task<LedgerSlice> LoadFeed(UserId userId, FeedId feedId, CancellationToken cancellationToken) =>
        store.LoadFeed(userId, feedId, cancellationToken);

    public Task<CommitResult> CommitDecision(
        UserId userId,
        SyncPlan plan,
        long sliceUserVersion,
        CancellationToken cancellationToken
    ) => store.CommitDecision(userId, plan, sliceUserVersion, cancellationToken);

    public Task<LedgerSlice> LoadLive(
        UserId userId,
        IReadOnlyList<FeedId> feeds,
        CancellationToken cancellationToken
    ) => store.LoadLive(userId, feeds, cancellationToken);

    public Task SaveProgress(
        UserId userId,
        RunId runId,
        RunProgress progress,
        DateTimeOffset leaseUntil,
        CancellationToken cancellationToken
    ) => store.SaveProgress(userId, runId, progress, leaseUntil, cancellationToken);

    public Task<IReadOnlyList<Run>> Recover(
        string node,
        DateTimeOffset now,
        bool withOwn,
        CancellationToken cancellationToken
    ) => store.Recover(node, now, withOwn, cancellationToken);

    public Task Resume(Run broken, DateTimeOffset now, CancellationToken cancellationToken) =>
        store.Resume(broken, now, cancellationToken);

    public Task<bool> CancelQueued(
        UserId userId,
        RunId runId,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => store.CancelQueued(userId, runId, now, cancellationToken);

    public Task<IReadOnlyList<DueConnection>> DueConnections(
        DateTimeOffset now,
        int limit,
        CancellationToken cancellationToken
    ) => store.DueConnections(now, limit, cancellationToken);

    private static void Add(ref long ticks, long began) =>
        Interlocked.Add(ref ticks, Stopwatch.GetElapsedTime(began).Ticks);
}
