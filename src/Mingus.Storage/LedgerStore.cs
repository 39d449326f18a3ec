using Mingus.Ledger;
using Mingus.Ledger.Plan;
using Mingus.Storage.Rows;
using Mingus.Storage.Scripts;
using Mingus.Sync.Ports;

namespace Mingus.Storage;

/// <summary>Users, slices and commits. Leases and the queue of runs are <see cref="RunLeases"/>'.</summary>
internal sealed class LedgerStore(Journal journal) : ILedgerStore
{
    private readonly RunLeases _leases = new(journal);
    private readonly SliceLoads _loads = new(journal);

    public async Task<UserId?> FindUser(string tenant, string externalId, CancellationToken cancellationToken)
    {
        UserId? found = null;
        var script = new Script().Read(
            Sql.FindUser,
            args => BindUser(args, tenant, externalId),
            row => found = new UserId(row.Long(0))
        );
        await journal.Read(script, cancellationToken);
        return found;
    }

    public async Task<UserId> EnsureUser(string tenant, string externalId, CancellationToken cancellationToken)
    {
        if (await FindUser(tenant, externalId, cancellationToken) is { } known)
        {
            return known;
        }

        UserId made = default;
        var script = new Script()
            .Run(Sql.AddUser, args => BindUser(args, tenant, externalId))
            .Read(Sql.FindUser, args => BindUser(args, tenant, externalId), row => made = new UserId(row.Long(0)));
        await journal.Write(script, cancellationToken);
        return made;
    }

    public async Task<AddedConnection> AddConnection(NewConnection connection, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < Journal.TriesMax; tries++)
        {
            try
            {
                await AddNew(connection, cancellationToken);
                return new AddedConnection(connection.Connection.Id, IsNew: true);
            }
            catch (RefusedException refused) when (refused.Refusal == Refusal.Taken)
            {
                // The other one may have been disconnected meanwhile: then it is new after all.
                if (await FindConnection(connection.Connection, cancellationToken) is { } existing)
                {
                    return new AddedConnection(existing, IsNew: false);
                }
            }
        }

        throw new InvalidOperationException("The connection kept appearing and vanishing.");
    }

    public async Task DescribeConnection(
        Connection connection,
        SyncPlan plan,
        IReadOnlyList<LedgerEvent> events,
        CancellationToken cancellationToken
    )
    {
        var userId = connection.UserId;
        var user = new UserState();
        var script = new Script()
            .TakeUser(userId, events.Count, moves: true, user)
            .Require(
                Sql.DescribeConnection,
                Refusal.Moved,
                args =>
                {
                    ConnectionRows.Key(args, userId, connection.Id);
                    ConnectionRows.BindDescription(args, connection);
                }
            )
            .AddPlan(userId, plan)
            .AddEvents(userId, events);
        try
        {
            await journal.Write(script, userId, user, events.Count, cancellationToken);
        }
        catch (RefusedException)
        {
            // Its first run has begun.
        }
    }

    public async Task<ConnectionContext?> LoadConnection(
        UserId userId,
        ConnectionId connectionId,
        CancellationToken cancellationToken
    )
    {
        var context = new ContextReader();
        await journal.Read(context.AddTo(new Script(), userId, connectionId), cancellationToken);
        return context.Context;
    }

    public Task Enqueue(Run run, IReadOnlyList<LedgerEvent> events, CancellationToken cancellationToken) =>
        _leases.Enqueue(run, events, cancellationToken);

    public Task<RunStart> Begin(BeginRun begin, CancellationToken cancellationToken) =>
        _leases.Begin(begin, cancellationToken);

    public Task<LedgerSlice> LoadSlice(SliceRequest request, CancellationToken cancellationToken) =>
        _loads.LoadSlice(request, cancellationToken);

    public Task<LedgerSlice> LoadNeighbours(
        UserId userId,
        IReadOnlyList<AccountNeeds> needs,
        CancellationToken cancellationToken
    ) => _loads.LoadNeighbours(userId, needs, cancellationToken);

    public Task<LedgerSlice> LoadFeed(UserId userId, FeedId feedId, CancellationToken cancellationToken) =>
        _loads.LoadFeed(userId, feedId, cancellationToken);

    public Task<LedgerSlice> LoadLive(
        UserId userId,
        IReadOnlyList<FeedId> feeds,
        CancellationToken cancellationToken
    ) => _loads.LoadLive(userId, feeds, cancellationToken);

    public async Task<CommitResult> CommitDecision(
        UserId userId,
        SyncPlan plan,
        long sliceUserVersion,
        CancellationToken cancellationToken
    )
    {
        var user = new UserState(sliceUserVersion);
        var script = new Script()
            .TakeUser(userId, plan.Events.Count, moves: true, user, Refusal.SliceStale)
            .ResolveFindings(userId, plan.Resolved)
            .AddPlan(userId, plan)
            .AddEvents(userId, plan.Events);
        try
        {
            await journal.Write(script, userId, user, plan.Events.Count, cancellationToken);
            return CommitResult.Committed;
        }
        catch (RefusedException)
        {
            return CommitResult.SliceStale;
        }
    }

    public async Task<CommitOutcome> Commit(SyncCommit commit, CancellationToken cancellationToken)
    {
        var userId = commit.Connection.UserId;
        try
        {
            return commit.Plan.Readable.Count == 0
                ? await Commit(commit, [], commit.SliceUserVersion, cancellationToken)
                : await CommitReadable(commit, cancellationToken);
        }
        catch (RefusedException refused)
        {
            var user = new UserState();
            await journal.Read(ReadUser(new Script(), userId, user), cancellationToken);
            var result = refused.Refusal == Refusal.RunStale ? CommitResult.RunStale : CommitResult.SliceStale;
            return new CommitOutcome(result, user.LastSequence, user.Version ?? 0);
        }
    }

    public Task SaveProgress(
        UserId userId,
        RunId runId,
        RunProgress progress,
        DateTimeOffset leaseUntil,
        CancellationToken cancellationToken
    ) => _leases.SaveProgress(userId, runId, progress, leaseUntil, cancellationToken);

    public Task<IReadOnlyList<Run>> Recover(
        string node,
        DateTimeOffset now,
        bool withOwn,
        CancellationToken cancellationToken
    ) => new RunRecovery(journal, new Node(node)).Recover(now, withOwn, cancellationToken);

    public Task Resume(Run broken, DateTimeOffset now, CancellationToken cancellationToken) =>
        new RunRecovery(journal, journal.Node).Succeed(broken, now, cancellationToken);

    public Task<bool> CancelQueued(
        UserId userId,
        RunId runId,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => _leases.CancelQueued(userId, runId, now, cancellationToken);

    public Task<IReadOnlyList<DueConnection>> DueConnections(
        DateTimeOffset now,
        int limit,
        CancellationToken cancellationToken
    ) => _leases.DueConnections(now, limit, cancellationToken);

    /// <summary>A commit that reads quarantined records also closes their findings, so it looks those up
    /// first.</summary>
    private async Task<CommitOutcome> CommitReadable(SyncCommit commit, CancellationToken cancellationToken)
    {
        var userId = commit.Connection.UserId;
        var user = new UserState();
        var open = new List<Finding>();
        var script = ReadUser(new Script(), userId, user)
            .Read(
                Sql.ListOpenFindings,
                args => ConnectionRows.Key(args, userId, commit.Connection.Id),
                row => open.Add(FindingRows.Read(row))
            );
        await journal.Read(script, cancellationToken);
        var readable = commit.Plan.Readable.Select(name => name.ProviderTransactionId);
        var closed = open.Where(f => readable.Any(id => FindingRows.IsAbout(f, item: null, id))).ToList();
        return await Commit(commit, closed, commit.SliceUserVersion ?? user.Version, cancellationToken);
    }

    private async Task<CommitOutcome> Commit(
        SyncCommit commit,
        IReadOnlyList<Finding> closed,
        long? seenVersion,
        CancellationToken cancellationToken
    )
    {
        var userId = commit.Connection.UserId;
        var user = new UserState(seenVersion);
        LedgerEvent[] events =
        [
            .. closed.Select(f => StoreEvents.FindingClosed(f, FindingState.Resolved, journal.Now)),
            .. commit.Events,
        ];
        var script = new Script()
            .TakeUser(userId, events.Length, moves: true, user, Refusal.SliceStale)
            .Require(Sql.SaveConnection, Refusal.RunStale, args => ConnectionRows.BindFenced(args, commit))
            .Require(Sql.SaveRun, Refusal.RunStale, RunRows.BinderOfState(commit.Run))
            .CloseFindings(userId, [.. closed.Select(f => f.Id)], FindingState.Resolved)
            .ResolveFindings(userId, commit.Plan.Resolved)
            .AddPlan(userId, commit.Plan)
            .AddNotifications(userId, commit.Notifications, journal.Now)
            .RunEach(
                Sql.SaveSchedule,
                commit.States,
                args => ConnectionRows.Key(args, userId, commit.Connection.Id),
                ConnectionRows.BindState
            )
            .AddRhythm(commit, journal.Now)
            .AddEvents(userId, events);
        await journal.Write(script, userId, user, events.Length, cancellationToken);
        return new CommitOutcome(CommitResult.Committed, user.LastSequence, user.Version ?? 0);
    }

    private Task AddNew(NewConnection added, CancellationToken cancellationToken)
    {
        var userId = added.Connection.UserId;
        var user = new UserState();
        var script = new Script()
            .TakeUser(userId, added.Events.Count, moves: true, user)
            .Require(
                Sql.AddConnection,
                Refusal.Taken,
                args => ConnectionRows.BindNew(args, added.Connection, added.SealedToken)
            )
            .Require(Sql.AddRun, Refusal.Unknown, RunRows.BinderOfNew(added.FirstRun, journal.Node))
            .AddEvents(userId, added.Events);
        return journal.Write(script, userId, user, added.Events.Count, cancellationToken);
    }

    private async Task<ConnectionId?> FindConnection(Connection added, CancellationToken cancellationToken)
    {
        ConnectionId? existing = null;
        var script = new Script().Read(
            Sql.FindConnection,
            args =>
            {
                args.Long("user_id", added.UserId.Value);
                args.Text("provider", added.Provider);
                args.Text("item_id", added.ItemId);
            },
            row => existing = new ConnectionId(row.Id(0))
        );
        await journal.Read(script, cancellationToken);
        return existing;
    }

    private static void BindUser(IArgs args, string tenant, string externalId)
    {
        args.Text("tenant_id", tenant);
        args.Text("external_id", externalId);
    }

    private static Script ReadUser(Script script, UserId userId, UserState user) =>
        script.Read(Sql.ReadUser, args => args.Long("user_id", userId.Value), user.Read);
}
