using Mingus.Ledger;
using Mingus.Ledger.Match;
using Mingus.Ledger.Plan;
using Mingus.Simulation.Nodes;
using Mingus.Sync.Ports;

namespace Mingus.Simulation.Memory;

/// <summary>Where the ledger rests, in memory, for one node: the promises of the port, kept the simplest
/// way.</summary>
internal sealed class MemoryStore(MemoryDatabase database, string node, WorldClock clock, Lapses lapses) : ILedgerStore
{
    private readonly MemoryLeases _leases = new(database, node, clock, lapses);

    public Task<UserId?> FindUser(string tenant, string externalId, CancellationToken cancellationToken) =>
        Task.FromResult(database.Find(tenant, externalId));

    public Task<UserId> EnsureUser(string tenant, string externalId, CancellationToken cancellationToken) =>
        Task.FromResult(database.Ensure(tenant, externalId));

    public Task<AddedConnection> AddConnection(NewConnection connection, CancellationToken cancellationToken)
    {
        var added = connection.Connection;
        var user = database.Of(added.UserId);
        var existing = user.Connections.Values.FirstOrDefault(c =>
            c.Connection.ItemId == added.ItemId && c.Connection.Status != ConnectionStatus.Disconnected
        );
        if (existing is not null)
        {
            return Task.FromResult(new AddedConnection(existing.Connection.Id, IsNew: false));
        }

        user.Connections[added.Id] = new StoredConnection(added, connection.SealedToken);
        user.Runs[connection.FirstRun.Id] = new StoredRun(connection.FirstRun, node);
        Told(user, plan: null, connection.Events);
        return Task.FromResult(new AddedConnection(added.Id, IsNew: true));
    }

    public Task DescribeConnection(
        Connection connection,
        SyncPlan plan,
        IReadOnlyList<LedgerEvent> events,
        CancellationToken cancellationToken
    )
    {
        var stored = database.Find(connection.UserId, connection.Id)!;
        if (
            stored.Connection is not { Version: 0, Status: not ConnectionStatus.Disconnected }
            || stored.LeaseRun is not null
        )
        {
            return Task.CompletedTask;
        }

        stored.Connection = stored.Connection with
        {
            InstitutionId = connection.InstitutionId,
            InstitutionName = connection.InstitutionName,
            ConsentExpiresAt = connection.ConsentExpiresAt,
            DataAsOf = connection.DataAsOf,
        };
        var user = database.Of(connection.UserId);
        PlanWriter.Write(user, plan);
        Told(user, plan, events);
        return Task.CompletedTask;
    }

    public Task<ConnectionContext?> LoadConnection(
        UserId userId,
        ConnectionId connectionId,
        CancellationToken cancellationToken
    ) => Task.FromResult(database.ContextOf(userId, connectionId));

    public Task Enqueue(Run run, IReadOnlyList<LedgerEvent> events, CancellationToken cancellationToken)
    {
        _leases.Enqueue(run, events);
        return Task.CompletedTask;
    }

    public Task<RunStart> Begin(BeginRun begin, CancellationToken cancellationToken) =>
        Task.FromResult(_leases.Begin(begin));

    public Task<LedgerSlice> LoadSlice(SliceRequest request, CancellationToken cancellationToken)
    {
        var user = database.Of(request.UserId);
        var found = request
            .Names.Where(user.Records.ContainsKey)
            .SelectMany(key => user.RecordsOf(user.Records[key].TransactionId));
        if (request.Window is { } window)
        {
            found = found.Concat(
                window
                    .Feeds.SelectMany(user.RecordsOf)
                    .Where(r => r is { IsPrimary: true, IsLive: true } && window.Days.Contains(r.Content.Date))
            );
        }

        var accounts = user
            .Feeds.Values.Where(f => f.ConnectionId == request.ConnectionId)
            .Select(static f => f.AccountId)
            .ToHashSet();
        return Task.FromResult(
            SliceOf(user, found) with
            {
                Quarantined = user
                    .Quarantine.Values.Where(q =>
                        q.ConnectionId == request.ConnectionId && q.ProviderTransactionId is not null
                    )
                    .DistinctBy(static q => q.ProviderTransactionId)
                    .ToDictionary(static q => q.ProviderTransactionId!, static q => q.ProviderAccountId ?? ""),
                MatchStates = user
                    .MatchStates.Where(s => accounts.Contains(s.Key))
                    .ToDictionary(static s => s.Key, static s => s.Value),
                PersonPairs = [.. user.Said.Values],
            }
        );
    }

    public Task<LedgerSlice> LoadNeighbours(
        UserId userId,
        IReadOnlyList<AccountNeeds> needs,
        CancellationToken cancellationToken
    )
    {
        var user = database.Of(userId);
        var transactions = needs
            .SelectMany(static n => n.Needs.Transactions)
            .Concat(
                needs
                    .SelectMany(n => n.Needs.Amounts.SelectMany(probe => user.WithAmount(n.AccountId, probe)))
                    .Select(static r => r.TransactionId)
            );
        return Task.FromResult(SliceOf(user, transactions.Distinct().SelectMany(user.RecordsOf)));
    }

    public Task<LedgerSlice> LoadFeed(UserId userId, FeedId feedId, CancellationToken cancellationToken)
    {
        var user = database.Of(userId);
        var found = user.RecordsOf(feedId).Select(static r => r.TransactionId).Distinct().SelectMany(user.RecordsOf);
        return Task.FromResult(
            SliceOf(user, found) with
            {
                MatchStates = user.MatchStates.ToDictionary(),
                PersonPairs = [.. user.Said.Values],
            }
        );
    }

    public Task<CommitResult> CommitDecision(
        UserId userId,
        SyncPlan plan,
        long sliceUserVersion,
        CancellationToken cancellationToken
    )
    {
        var user = database.Of(userId);
        if (user.Version != sliceUserVersion && !lapses.SkipsUserVersion)
        {
            return Task.FromResult(CommitResult.SliceStale);
        }

        PlanWriter.Close(user, plan.Resolved, FindingState.Resolved);
        PlanWriter.Write(user, plan);
        Told(user, plan, plan.Events, seenVersion: sliceUserVersion);
        return Task.FromResult(CommitResult.Committed);
    }

    public Task<LedgerSlice> LoadLive(UserId userId, IReadOnlyList<FeedId> feeds, CancellationToken cancellationToken)
    {
        var user = database.Of(userId);
        return Task.FromResult(SliceOf(user, feeds.SelectMany(user.RecordsOf).Where(static r => r.IsLive)));
    }

    public Task<CommitOutcome> Commit(SyncCommit commit, CancellationToken cancellationToken) =>
        Task.FromResult(new RunCommit(database, lapses, clock, commit).Write());

    public Task SaveProgress(
        UserId userId,
        RunId runId,
        RunProgress progress,
        DateTimeOffset leaseUntil,
        CancellationToken cancellationToken
    )
    {
        _leases.SaveProgress(userId, runId, progress, leaseUntil);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<Run>> Recover(
        string node,
        DateTimeOffset now,
        bool withOwn,
        CancellationToken cancellationToken
    ) => Task.FromResult(_leases.Recover(now, withOwn));

    public Task Resume(Run broken, DateTimeOffset now, CancellationToken cancellationToken)
    {
        _leases.Resume(broken, now);
        return Task.CompletedTask;
    }

    public Task<bool> CancelQueued(
        UserId userId,
        RunId runId,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => Task.FromResult(_leases.CancelQueued(userId, runId, now));

    public Task<IReadOnlyList<DueConnection>> DueConnections(
        DateTimeOffset now,
        int limit,
        CancellationToken cancellationToken
    ) => Task.FromResult(_leases.Due(now, limit));

    public static LedgerSlice SliceOf(UserLedger user, IEnumerable<LedgerRecord> records) =>
        new(user.Version, [.. records.DistinctBy(static r => r.RowNumber).OrderBy(static r => r.RowNumber)]);

    private void Told(UserLedger user, SyncPlan? plan, IReadOnlyList<LedgerEvent> events, long? seenVersion = null)
    {
        var (sequence, version) = (user.LastSequence, user.Version);
        user.Version++;
        user.Write(events);
        database.OnWritten?.Invoke(
            new Written(user, plan, Commit: null, sequence) { VersionBefore = version, SeenVersion = seenVersion }
        );
    }
}
