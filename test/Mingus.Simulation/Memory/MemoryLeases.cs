using Mingus.Ledger;
using Mingus.Simulation.Nodes;
using Mingus.Sync.Ports;

namespace Mingus.Simulation.Memory;

/// <summary>The queue of runs and the leases of connections, as one node uses them.</summary>
internal sealed class MemoryLeases(MemoryDatabase database, string node, WorldClock clock, Lapses lapses)
{
    public void Enqueue(Run run, IReadOnlyList<LedgerEvent> events)
    {
        var user = database.Of(run.UserId);
        if (!user.Connections.ContainsKey(run.ConnectionId))
        {
            throw new InvalidOperationException("The user has no such connection.");
        }

        if (user.Runs.TryGetValue(run.Id, out var known) && known.Run.Status != RunStatus.Queued)
        {
            return;
        }

        // Written again it is as wide as told, and queued as before: its beginning may be under way already.
        var written = known is null
            ? run
            : run with
            {
                Status = RunStatus.Queued,
                StartedAt = known.Run.StartedAt,
                CreatedAt = known.Run.CreatedAt,
            };
        user.Runs[run.Id] = new StoredRun(written, known?.Node ?? node);
        Tell(user, events);
    }

    public RunStart Begin(BeginRun begin)
    {
        var run = begin.Run;
        var user = database.Of(run.UserId);
        if (
            database.Find(run.UserId, run.ConnectionId) is not { } stored
            || stored.Connection.Status == ConnectionStatus.Disconnected
        )
        {
            return new RunStart.Gone();
        }

        if (begin.OnlyIfDue && !(stored.Connection.NextDueAt <= clock.Now) && !lapses.IgnoresDue)
        {
            return new RunStart.Gone();
        }

        if (stored.LeaseRun is { } holder && !lapses.IgnoresLease)
        {
            var isLeft = stored.LeaseNode == begin.Node || IsLeft(stored, clock.Now);
            if (begin.OnlyIfDue || !isLeft)
            {
                return begin.OnlyIfDue
                    ? new RunStart.Gone()
                    : new RunStart.Busy(holder, stored.LeaseUntil ?? clock.Now);
            }

            Succeed(user, user.Runs[holder].Run, clock.Now);
        }

        if (user.Runs.TryGetValue(run.Id, out var known) && known.Run.Status != RunStatus.Queued)
        {
            return new RunStart.Gone();
        }

        Take(user, stored, begin);
        return new RunStart.Started(database.ContextOf(run.UserId, run.ConnectionId)!);
    }

    public void SaveProgress(UserId userId, RunId runId, RunProgress progress, DateTimeOffset leaseUntil)
    {
        var user = database.Of(userId);
        if (user.Runs.TryGetValue(runId, out var known) && known.Run.Status == RunStatus.Running)
        {
            user.Runs[runId] = known with { Run = known.Run with { Progress = progress } };
            var stored = user.Connections[known.Run.ConnectionId];
            if (stored.LeaseRun == runId)
            {
                stored.LeaseUntil = leaseUntil;
            }
        }
    }

    public IReadOnlyList<Run> Recover(DateTimeOffset now, bool withOwn)
    {
        foreach (var user in database.Users.Values.Where(_ => !lapses.ForgetsDead))
        {
            var running = user.Runs.Values.Where(r => r.Run.Status == RunStatus.Running && r.Node != node).ToList();
            foreach (var run in running.Where(r => IsLeft(user, r, now)))
            {
                Succeed(user, run.Run, now);
            }
        }

        var taken = new List<Run>();
        foreach (var user in database.Users.Values)
        {
            foreach (var run in user.Runs.Values.Where(static r => r.Run.Status == RunStatus.Queued).ToList())
            {
                if (run.Node == node ? withOwn : database.IsDead(run.Node, node))
                {
                    user.Runs[run.Run.Id] = run with { Node = node };
                    taken.Add(run.Run);
                }
            }
        }

        return [.. taken.OrderBy(static r => r.CreatedAt).ThenBy(static r => r.Id.ToString(), StringComparer.Ordinal)];
    }

    public void Resume(Run broken, DateTimeOffset now)
    {
        var user = database.Of(broken.UserId);
        if (user.Runs.TryGetValue(broken.Id, out var known) && known.Run.Status == RunStatus.Running)
        {
            Succeed(user, known.Run, now);
        }
    }

    public bool CancelQueued(UserId userId, RunId runId, DateTimeOffset now)
    {
        var user = database.Of(userId);
        if (!user.Runs.TryGetValue(runId, out var known) || known.Run.Status != RunStatus.Queued)
        {
            return false;
        }

        user.Runs[runId] = known with { Run = known.Run with { Status = RunStatus.Cancelled, EndedAt = now } };
        Tell(user, [new LedgerEvent("sync.completed", now) { RunId = runId }]);
        return true;
    }

    public IReadOnlyList<DueConnection> Due(DateTimeOffset now, int limit) =>
        [
            .. database
                .Users.Values.SelectMany(static u => u.Connections.Values)
                .Where(c =>
                    c.Connection.NextDueAt <= now
                    && c.Connection.Status != ConnectionStatus.Disconnected
                    && c.LeaseRun is null
                )
                .OrderBy(static c => c.Connection.NextDueAt)
                .Take(limit)
                .Select(static c => new DueConnection(
                    c.Connection.UserId,
                    c.Connection.Id,
                    c.Connection.NextDueAt!.Value,
                    c.Connection.NextDueReason ?? ""
                )
                {
                    HasWebhooks = c.Connection.Webhooks > c.Connection.WebhooksServed,
                }),
        ];

    private void Take(UserLedger user, StoredConnection stored, BeginRun begin)
    {
        (stored.LeaseRun, stored.LeaseNode, stored.LeaseUntil) = (begin.Run.Id, begin.Node, begin.LeaseUntil);
        user.Runs[begin.Run.Id] = new StoredRun(begin.Run, begin.Node);
        Tell(user, begin.Events, begin);
    }

    // Nobody's any more: its node is dead or let the lease expire.
    private bool IsLeft(StoredConnection stored, DateTimeOffset now) =>
        database.IsDead(stored.LeaseNode!, node) || (!database.HasOneProcess && stored.LeaseUntil < now);

    private bool IsLeft(UserLedger user, StoredRun run, DateTimeOffset now)
    {
        var stored = user.Connections[run.Run.ConnectionId];
        return database.IsDead(run.Node, node)
            || (!database.HasOneProcess && (stored.LeaseRun != run.Run.Id || stored.LeaseUntil < now));
    }

    private void Succeed(UserLedger user, Run dead, DateTimeOffset now)
    {
        var stored = user.Connections[dead.ConnectionId];
        if (stored.LeaseRun == dead.Id)
        {
            stored.Connection = stored.Connection with { Version = stored.Connection.Version + 1 };
            (stored.LeaseRun, stored.LeaseNode, stored.LeaseUntil) = (null, null, null);
        }

        user.Runs[dead.Id] = user.Runs[dead.Id] with { Run = Abandoned(dead, now) };
        var successor = new Run
        {
            Id = new RunId(PrefixedId.Derive(now, $"{dead.Id} resumed")),
            UserId = dead.UserId,
            ConnectionId = dead.ConnectionId,
            AccountId = dead.AccountId,
            Type = dead.Type,
            Work = dead.Work,
            Force = dead.Force,
            Trigger = RunTrigger.Recovery,
            Status = RunStatus.Queued,
            CreatedAt = now,
            Resumes = dead.Id,
        };
        user.Runs[successor.Id] = new StoredRun(successor, "");
        Tell(user, [new LedgerEvent("sync.queued", now) { RunId = successor.Id }]);
    }

    private static Run Abandoned(Run run, DateTimeOffset now) =>
        run with
        {
            Status = RunStatus.Abandoned,
            EndedAt = now,
        };

    private void Tell(UserLedger user, IReadOnlyList<LedgerEvent> events, BeginRun? begun = null)
    {
        var before = user.LastSequence;
        user.Write(events);
        database.OnWritten?.Invoke(
            new Written(user, Plan: null, Commit: null, before) { VersionBefore = user.Version, Begun = begun }
        );
    }
}
