using Mingus.Ledger;
using Mingus.Storage.Rows;
using Mingus.Storage.Scripts;
using Mingus.Sync.Ports;

namespace Mingus.Storage;

/// <summary>Who works a connection: the queue of runs, and the lease that one run at a time has.</summary>
internal sealed class RunLeases(Journal journal)
{
    // What another node should have begun by now is anybody's.
    private static readonly TimeSpan LateAfter = TimeSpan.FromSeconds(5);

    public async Task Enqueue(Run run, IReadOnlyList<LedgerEvent> events, CancellationToken cancellationToken)
    {
        var user = new UserState();
        var script = new Script()
            .TakeUser(run.UserId, events.Count, moves: false, user)
            .Require(Sql.AddRun, Refusal.Unknown, RunRows.BinderOfNew(run, journal.Node))
            .AddEvents(run.UserId, events);
        try
        {
            await journal.Write(script, run.UserId, user, events.Count, cancellationToken);
        }
        catch (RefusedException refused)
        {
            if (await ReadRun(run.UserId, run.Id, cancellationToken) is null)
            {
                throw new InvalidOperationException($"The user has no connection {run.ConnectionId}.", refused);
            }
        }
    }

    public async Task<RunStart> Begin(BeginRun begin, CancellationToken cancellationToken)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                return await TryBegin(begin, cancellationToken);
            }
            catch (RefusedException refused)
            {
                if (refused.Refusal != Refusal.Taken || begin.OnlyIfDue)
                {
                    return new RunStart.Gone();
                }

                var holder = await FindHolder(begin, cancellationToken);
                if (holder is not null || tries == Journal.TriesMax)
                {
                    return holder ?? new RunStart.Gone();
                }
            }
        }
    }

    public Task SaveProgress(
        UserId userId,
        RunId runId,
        RunProgress progress,
        DateTimeOffset leaseUntil,
        CancellationToken cancellationToken
    )
    {
        var script = new Script()
            .Run(
                Sql.SaveProgress,
                args =>
                {
                    args.Text("progress", RunRows.Write(progress));
                    args.Long("user_id", userId.Value);
                    args.Id("run_id", runId.Value);
                }
            )
            .Run(
                Sql.KeepLease,
                args =>
                {
                    args.Instant("lease_until", leaseUntil);
                    args.Long("user_id", userId.Value);
                    args.Id("run_id", runId.Value);
                }
            );
        return journal.Write(script, cancellationToken);
    }

    public async Task<bool> CancelQueued(
        UserId userId,
        RunId runId,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var run = await ReadRun(userId, runId, cancellationToken);
        if (run is not { Status: RunStatus.Queued })
        {
            return false;
        }

        var user = new UserState();
        var script = new Script()
            .TakeUser(userId, events: 1, moves: false, user)
            .EndRun(run, RunStatus.Cancelled, now)
            .AddEvents(userId, [StoreEvents.RunEnded(run, RunStatus.Cancelled, now)]);
        try
        {
            await journal.Write(script, userId, user, events: 1, cancellationToken);
            return true;
        }
        catch (RefusedException)
        {
            return false;
        }
    }

    public async Task<IReadOnlyList<DueConnection>> DueConnections(
        DateTimeOffset now,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var due = new List<DueConnection>();
        var script = new Script().Read(
            Sql.ListDueConnections,
            args =>
            {
                args.Instant("now", now);
                args.InstantIfAsked("late", now - LateAfter);
                journal.Node.Bind(args);
                args.Long("limit", limit);
            },
            row =>
                due.Add(
                    new DueConnection(
                        new UserId(row.Long(0)),
                        new ConnectionId(row.Id(1)),
                        row.Instant(2),
                        row.TextOrNull(3) ?? ""
                    )
                    {
                        HasWebhooks = row.Flag(4),
                    }
                )
        );
        await journal.Read(script, cancellationToken);
        return due;
    }

    private async Task<Run?> ReadRun(UserId userId, RunId runId, CancellationToken cancellationToken)
    {
        Run? run = null;
        var script = new Script().Read(
            Sql.ReadRun,
            args =>
            {
                args.Long("user_id", userId.Value);
                args.Id("run_id", runId.Value);
            },
            row => run = RunRows.Read(row)
        );
        await journal.Read(script, cancellationToken);
        return run;
    }

    private async Task<RunStart> TryBegin(BeginRun begin, CancellationToken cancellationToken)
    {
        var run = begin.Run;
        var now = begin.Run.StartedAt!.Value;
        var node = new Node(begin.Node);
        var user = new UserState();
        var context = new ContextReader();
        var script = new Script()
            .TakeUser(run.UserId, begin.Events.Count, moves: false, user)
            .Require(
                Sql.TakeLease,
                Refusal.Taken,
                args =>
                {
                    ConnectionRows.Key(args, run.UserId, run.ConnectionId);
                    args.Id("run_id", run.Id.Value);
                    node.Bind(args);
                    args.Instant("lease_until", begin.LeaseUntil);
                    args.Flag("only_if_due", begin.OnlyIfDue);
                    args.Instant("now", now);
                }
            )
            .Require(Sql.BeginRun, Refusal.Moved, RunRows.BinderOfNew(run, node))
            .AddEvents(run.UserId, begin.Events);
        context.AddTo(script, run.UserId, run.ConnectionId);
        await journal.Write(script, run.UserId, user, begin.Events.Count, cancellationToken);
        return new RunStart.Started(context.Context!);
    }

    /// <summary>Why the lease was refused; null when nothing stands in the way any more: a dead node's run does not,
    /// nor one of this node that broke off.</summary>
    private async Task<RunStart?> FindHolder(BeginRun begin, CancellationToken cancellationToken)
    {
        var (run, now) = (begin.Run, begin.Run.StartedAt!.Value);
        var recovery = new RunRecovery(journal, new Node(begin.Node));
        var reader = new ContextReader();
        var left = new List<Run>();
        var script = reader.AddTo(new Script(), run.UserId, run.ConnectionId);
        await journal.Read(recovery.ListLeft(script, now, left), cancellationToken);
        if (reader.Context is not { Connection.Status: not ConnectionStatus.Disconnected })
        {
            return new RunStart.Gone();
        }

        if (left.Find(r => r.Status == RunStatus.Running && r.ConnectionId == run.ConnectionId) is { } dead)
        {
            await recovery.Succeed(dead, now, cancellationToken);
            return null;
        }

        if (reader.Lease is not { } lease)
        {
            return null;
        }

        if (lease.Node != begin.Node)
        {
            return new RunStart.Busy(lease.Holder, lease.Until);
        }

        if (await ReadRun(run.UserId, lease.Holder, cancellationToken) is { } broken)
        {
            await recovery.Succeed(broken, now, cancellationToken);
        }

        return null;
    }
}
