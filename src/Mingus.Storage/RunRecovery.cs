using Mingus.Ledger;
using Mingus.Storage.Rows;
using Mingus.Storage.Scripts;
using Mingus.Sync.Ports;

namespace Mingus.Storage;

/// <summary>Takes up what dead processes left: their running runs, and the runs that waited in their memory.</summary>
internal sealed class RunRecovery(Journal journal, Node node)
{
    // Nobody has a successor yet; whoever claims it first does.
    private static readonly Node Nobody = new("");

    public async Task<IReadOnlyList<Run>> Recover(DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var run in await DeadRuns(now, cancellationToken))
        {
            await Succeed(run, now, cancellationToken);
        }

        var queued = new List<Run>();
        var script = new Script().Read(Sql.ClaimQueuedRuns, node.Bind, row => queued.Add(RunRows.Read(row)));
        await journal.Write(script, cancellationToken);
        return [.. queued.OrderBy(run => run.CreatedAt).ThenBy(run => PrefixedId.Format(run.Id))];
    }

    private async Task<List<Run>> DeadRuns(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var dead = new List<Run>();
        var script = new Script().Read(
            Sql.ListDeadRuns,
            args =>
            {
                node.Bind(args);
                args.Instant("now", now);
            },
            row => dead.Add(RunRows.Read(row))
        );
        await journal.Read(script, cancellationToken);
        return dead;
    }

    /// <summary>Abandons the run and queues its successor, or widens one that waits already. Another node may be
    /// quicker.</summary>
    private async Task Succeed(Run dead, DateTimeOffset now, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < Journal.TriesMax; tries++)
        {
            var (connection, waiting, isRunning) = await Look(dead, cancellationToken);
            if (!isRunning)
            {
                return;
            }

            var isOver = connection is not { Status: not ConnectionStatus.Disconnected };
            var successor = isOver || waiting is not null ? null : Successor(dead, now);
            // Of a run that was abandoned, its successor tells.
            List<LedgerEvent> events = successor is null ? [] : [StoreEvents.RunQueued(successor)];

            var user = new UserState();
            var script = new Script()
                .TakeUser(dead.UserId, events.Count, moves: false, user)
                .Run(Sql.ReleaseLease, args => BindLease(args, dead, now))
                .EndRun(dead, RunStatus.Abandoned, now);
            if (successor is not null)
            {
                script.Require(Sql.AddRun, Refusal.Moved, args => RunRows.BindNew(args, successor, Nobody));
            }
            else if (waiting is not null)
            {
                script.Require(Sql.WidenQueuedRun, Refusal.Moved, args => BindWider(args, waiting, dead));
            }

            try
            {
                await journal.Write(
                    script.AddEvents(dead.UserId, events),
                    dead.UserId,
                    user,
                    events.Count,
                    cancellationToken
                );
                return;
            }
            catch (RefusedException)
            {
                // Something moved between look and write: look again.
            }
        }
    }

    private async Task<(Connection? Connection, Run? Waiting, bool IsRunning)> Look(
        Run dead,
        CancellationToken cancellationToken
    )
    {
        var context = new ContextReader();
        var active = new List<Run>();
        var script = context
            .AddTo(new Script(), dead.UserId, dead.ConnectionId)
            .Read(
                Sql.ListActiveRuns,
                args => args.Long("user_id", dead.UserId.Value),
                row => active.Add(RunRows.Read(row))
            );
        await journal.Read(script, cancellationToken);
        // One that takes up another dead run already is left alone: each run says which one it takes up.
        var waiting = active.Find(r =>
            r.ConnectionId == dead.ConnectionId && r is { Status: RunStatus.Queued, Resumes: null }
        );
        var isRunning = active.Exists(r => r.Id == dead.Id && r.Status == RunStatus.Running);
        return (context.Context?.Connection, waiting, isRunning);
    }

    // Named after the run it takes up, so that two nodes that recover at once queue the same one.
    private static Run Successor(Run dead, DateTimeOffset now) =>
        new()
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

    private void BindLease(IArgs args, Run dead, DateTimeOffset now)
    {
        ConnectionRows.Key(args, dead.UserId, dead.ConnectionId);
        args.Id("run_id", dead.Id.Value);
        node.Bind(args);
        args.Instant("now", now);
    }

    private static void BindWider(IArgs args, Run waiting, Run dead)
    {
        args.Long("work", (int)dead.Work);
        args.Flag("is_forced", dead.Force);
        args.Id("resumes", dead.Id.Value);
        args.Long("user_id", dead.UserId.Value);
        args.Id("run_id", waiting.Id.Value);
    }
}
