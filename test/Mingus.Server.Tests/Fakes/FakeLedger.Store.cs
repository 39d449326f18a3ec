using Mingus.Ledger;
using Mingus.Ledger.Plan;
using Mingus.Sync.Ports;

namespace Mingus.Server.Tests.Fakes;

internal sealed partial class FakeLedger : ILedgerStore
{
    public Task<AddedConnection> AddConnection(NewConnection connection, CancellationToken cancellationToken)
    {
        ConnectionViews.Add(new(connection.Connection, [], []));
        RunList.Add(connection.FirstRun);
        return Task.FromResult(new AddedConnection(connection.Connection.Id, IsNew: true));
    }

    public Task DescribeConnection(
        Connection connection,
        SyncPlan plan,
        IReadOnlyList<LedgerEvent> events,
        CancellationToken cancellationToken
    )
    {
        var at = ConnectionViews.FindIndex(v => v.Connection.Id == connection.Id);
        ConnectionViews[at] = new(connection, [.. plan.NewAccounts.Select(a => a.Id)], []);
        return Task.CompletedTask;
    }

    public Task<ConnectionContext?> LoadConnection(
        UserId userId,
        ConnectionId connectionId,
        CancellationToken cancellationToken
    )
    {
        var view = userId == Owner ? ConnectionViews.Find(v => v.Connection.Id == connectionId) : null;
        return Task.FromResult(
            view is null
                ? null
                : new ConnectionContext(view.Connection, [], [], view.States, new HashSet<FindingId>(), 1)
        );
    }

    public Task Enqueue(Run run, IReadOnlyList<LedgerEvent> events, CancellationToken cancellationToken)
    {
        RunList.Add(run);
        return Task.CompletedTask;
    }

    /// <summary>Runs stay queued: working them is the engine's own affair.</summary>
    public Task<RunStart> Begin(BeginRun begin, CancellationToken cancellationToken) =>
        Task.FromResult<RunStart>(new RunStart.Busy(begin.Run.Id, begin.LeaseUntil));

    public Task<LedgerSlice> LoadSlice(SliceRequest request, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<LedgerSlice> LoadNeighbours(
        UserId userId,
        IReadOnlyList<AccountNeeds> needs,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();

    public Task<LedgerSlice> LoadFeed(UserId userId, FeedId feedId, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<CommitResult> CommitDecision(
        UserId userId,
        SyncPlan plan,
        long sliceUserVersion,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();

    public Task<LedgerSlice> LoadLive(
        UserId userId,
        IReadOnlyList<FeedId> feeds,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();

    public Task<CommitOutcome> Commit(SyncCommit commit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task SaveProgress(
        UserId userId,
        RunId runId,
        RunProgress progress,
        DateTimeOffset leaseUntil,
        CancellationToken cancellationToken
    ) => Task.CompletedTask;

    public Task<IReadOnlyList<Run>> Recover(
        string node,
        DateTimeOffset now,
        bool withOwn,
        CancellationToken cancellationToken
    ) => Task.FromResult<IReadOnlyList<Run>>([]);

    public Task Resume(Run broken, DateTimeOffset now, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<bool> CancelQueued(
        UserId userId,
        RunId runId,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => Task.FromResult(result: false);

    public Task<IReadOnlyList<DueConnection>> DueConnections(
        DateTimeOffset now,
        int limit,
        CancellationToken cancellationToken
    ) => Task.FromResult<IReadOnlyList<DueConnection>>([]);
}
