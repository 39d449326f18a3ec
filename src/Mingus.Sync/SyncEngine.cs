using Mingus.Ledger;
using Mingus.Ledger.Reconcile.Checks;
using Mingus.Sync.Decide;
using Mingus.Sync.Gate;
using Mingus.Sync.Ports;

namespace Mingus.Sync;

/// <summary>
/// The engine's verbs: ask for a sync, wait for it, stop it, work. A request is durable before it is answered.
/// </summary>
public sealed class SyncEngine
{
    private readonly ILedgerStore _store;
    private readonly ILedgerQueries _queries;
    private readonly ConnectionGate _gate;
    private readonly RunDispatcher _dispatcher;
    private readonly RunFactory _runs;
    private readonly ForcedLimit _forced;
    private readonly TimeProvider _time;

    internal SyncEngine(
        ILedgerStore store,
        ILedgerQueries queries,
        ConnectionGate gate,
        RunDispatcher dispatcher,
        RunFactory runs,
        ForcedLimit forced,
        TimeProvider time
    )
    {
        (_store, _queries, _gate, _dispatcher) = (store, queries, gate, dispatcher);
        (_runs, _forced, _time) = (runs, forced, time);
    }

    /// <summary>Asks for one connection: joins a run that covers it, else queues one.</summary>
    public async Task<RequestOutcome> Request(SyncRequest request, CancellationToken cancellationToken)
    {
        var context = await _store.LoadConnection(request.UserId, request.ConnectionId, cancellationToken);
        if (context is null)
        {
            return new RequestOutcome.Unknown();
        }

        if (Refusal(request, context.Connection) is { } problem)
        {
            return new RequestOutcome.Refused(problem, request.ConnectionId);
        }

        var wish = _runs.New(request);
        var run = await _dispatcher.Enter(new RunJob(wish, isStored: true), cancellationToken);
        return new RequestOutcome.Accepted(run, [], IsJoined: run.Id != wish.Id);
    }

    /// <summary>Asks for an account: one run per healthy connection that shows it; the answer is the run of the feed
    /// that gives the balance.</summary>
    public async Task<RequestOutcome> RequestForAccount(
        UserId userId,
        AccountId accountId,
        SyncType type,
        bool force,
        CancellationToken cancellationToken
    )
    {
        var account = (await _queries.Account(userId, accountId, cancellationToken)).Value;
        if (account is null)
        {
            return new RequestOutcome.Unknown();
        }

        var first = FirstOf(account);
        var others = account.Feeds.Where(f =>
            type != SyncType.Validate
            && f.Connection.Id != first.Connection.Id
            && f.Connection.Status == ConnectionStatus.Healthy
        );
        var outcome = await Request(RequestOf(first), cancellationToken);
        var otherRuns = new List<RunId>();
        foreach (var other in others.DistinctBy(static f => f.Connection.Id))
        {
            if (await Request(RequestOf(other), cancellationToken) is RequestOutcome.Accepted accepted)
            {
                otherRuns.Add(accepted.Run.Id);
            }
        }

        return outcome is RequestOutcome.Accepted main ? main with { OtherRuns = otherRuns } : outcome;

        SyncRequest RequestOf(FeedView feed) =>
            new(userId, feed.Connection.Id, accountId, type, force, RunTrigger.Person);
    }

    /// <summary>Asks to validate an account, whatever feeds show it: one run, of the connection that gives the
    /// balance.</summary>
    public async Task<RequestOutcome> Validate(
        UserId userId,
        AccountId accountId,
        ValidationLevel level,
        CancellationToken cancellationToken
    )
    {
        if ((await _queries.Account(userId, accountId, cancellationToken)).Value is not { } account)
        {
            return new RequestOutcome.Unknown();
        }

        var connectionId = FirstOf(account).Connection.Id;
        var request = new SyncRequest(
            userId,
            connectionId,
            account.Account.Id,
            SyncType.Validate,
            Force: false,
            RunTrigger.Person
        );
        return await Request(request with { Level = level }, cancellationToken);
    }

    private static FeedView FirstOf(AccountView account) =>
        account.Feeds.FirstOrDefault(f => f.Feed.Id == account.Balance?.FeedId) ?? account.Feeds[0];

    /// <summary>Asks for all connections of a user that are not disconnected: one outcome each.</summary>
    public async Task<IReadOnlyList<RequestOutcome>> RequestForUser(
        UserId userId,
        SyncType type,
        bool force,
        CancellationToken cancellationToken
    )
    {
        var outcomes = new List<RequestOutcome>();
        for (string? after = null; ; )
        {
            var page = (await _queries.Connections(userId, new PageRequest(500, after), cancellationToken)).Value;
            foreach (var view in page.Items.Where(v => v.Connection.Status != ConnectionStatus.Disconnected))
            {
                var request = new SyncRequest(userId, view.Connection.Id, null, type, force, RunTrigger.Person);
                outcomes.Add(await Request(request, cancellationToken));
            }

            if ((after = page.Next) is null)
            {
                return outcomes;
            }
        }
    }

    /// <summary>Works a connection now and answers the run as it ended: no queued row is written, so a crash leaves
    /// nothing to take up but what was begun.</summary>
    public Task<Run> SyncNow(SyncRequest request, CancellationToken cancellationToken) =>
        _dispatcher.WorkNow(new RunJob(_runs.New(request), isStored: false), cancellationToken);

    /// <summary>Waits until the run ended, at most that long; answers the run as it then is, null for an unknown
    /// one.</summary>
    public async Task<Run?> WaitForEnd(UserId userId, RunId runId, TimeSpan atMost, CancellationToken cancellationToken)
    {
        if (_gate.Find(runId) is { } job && job.Run.UserId == userId)
        {
            var timeout = Task.Delay(atMost, _time, cancellationToken);
            if (await Task.WhenAny(job.Ended, timeout) == job.Ended && job.Ended.IsCompletedSuccessfully)
            {
                return await job.Ended;
            }
        }

        return await RunAsItIs(userId, runId, cancellationToken);
    }

    /// <summary>The run with progress as fresh as this process knows it; null for an unknown one.</summary>
    public async Task<Run?> RunAsItIs(UserId userId, RunId runId, CancellationToken cancellationToken)
    {
        var stored = (await _queries.Run(userId, runId, cancellationToken)).Value;
        return stored is { IsEnded: false } && _gate.Find(runId) is { } job
            ? stored with
            {
                Progress = job.Run.Progress ?? stored.Progress,
            }
            : stored;
    }

    /// <summary>Waits until what follows the end of a run is done, which takes milliseconds: its accounts are looked
    /// at, and who reads them because the run has ended shall read what came of that.</summary>
    public async Task Settled(RunId runId, CancellationToken cancellationToken)
    {
        if (_gate.Find(runId) is { } job)
        {
            await Task.WhenAny(job.Ended, Task.Delay(SyncLimits.SettleAtMost, _time, cancellationToken));
        }
    }

    /// <summary>Stops a run between two steps; null for an unknown one, else the run as it is now.</summary>
    public async Task<Run?> Cancel(UserId userId, RunId runId, CancellationToken cancellationToken)
    {
        var job = _gate.Find(runId);
        if (job is not null && job.Run.UserId != userId)
        {
            return null;
        }

        var wasQueued = await _store.CancelQueued(userId, runId, _time.Now(), cancellationToken);
        job?.Cancel();
        var run = await RunAsItIs(userId, runId, cancellationToken);
        if (wasQueued && job is not null && run is not null && _gate.IsWaiting(job))
        {
            _gate.Leave(job);
            job.End(run);
        }

        return run;
    }

    /// <summary>Reads a quarantined record again and commits it if it can be read now.</summary>
    public async Task<RequestOutcome> RetryQuarantine(
        UserId userId,
        QuarantineId quarantineId,
        CancellationToken cancellationToken
    )
    {
        var item = (await _queries.QuarantineItem(userId, quarantineId, cancellationToken)).Value;
        if (item is null)
        {
            return new RequestOutcome.Unknown();
        }

        if (item.Kind == QuarantineKind.Balance)
        {
            var request = new SyncRequest(
                userId,
                item.ConnectionId,
                item.AccountId,
                SyncType.Balance,
                Force: true,
                RunTrigger.Person
            );
            return await Request(request, cancellationToken);
        }

        var reread = _runs.New(
            new SyncRequest(userId, item.ConnectionId, item.AccountId, SyncType.Transactions, true, RunTrigger.Person)
        );
        var run = await _dispatcher.Enter(new RunJob(reread, isStored: false) { Reread = item }, cancellationToken);
        return new RequestOutcome.Accepted(run, []);
    }

    /// <summary>A webhook has made the connection due: where the schedule runs, it is worked without waiting for the
    /// next look at what is due.</summary>
    internal void LookAfterWebhook(UserId userId, ConnectionId connectionId) =>
        _dispatcher.StartAfterWebhook(userId, connectionId);

    /// <summary>Takes up what a crash cut off. Called once, before requests come in.</summary>
    public Task TakeUp(CancellationToken cancellationToken) => _dispatcher.TakeUp(cancellationToken);

    /// <summary>Works queued runs and due connections until cancelled. Hosted once.</summary>
    public Task Work(CancellationToken cancellationToken) => _dispatcher.Work(cancellationToken);

    private Problem? Refusal(SyncRequest request, Connection connection)
    {
        if (EndedRefusal(connection) is { } ended)
        {
            return ended;
        }

        return request is { Force: true, Trigger: RunTrigger.Person }
            ? ForcedRefusal(connection, _forced, _time.Now())
            : null;
    }

    internal static Problem? EndedRefusal(Connection connection) =>
        connection.Status == ConnectionStatus.Disconnected
            ? new Problem(
                "disconnected",
                "This connection has ended; its history stays. Link the bank again to sync it.",
                ProblemActions.Relink
            )
            : null;

    internal static Problem? ForcedRefusal(Connection connection, ForcedLimit forced, DateTimeOffset now)
    {
        if (SkipRule.IsThrottled(connection, now))
        {
            return connection.Problem;
        }

        return forced.Take(connection.Id, now) is { } again
            ? new Problem(
                "too_many_forced",
                "This connection was synced by force too often in the last hour. Its regular checks go on.",
                ProblemActions.Wait,
                again
            )
            : null;
    }
}
