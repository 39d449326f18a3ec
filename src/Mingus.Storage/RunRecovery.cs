using Mingus.Ledger;
using Mingus.Storage.Rows;
using Mingus.Storage.Scripts;
using Mingus.Sync.Ports;

namespace Mingus.Storage;

/// <summary>Takes up what dead processes left: their running runs, and the runs that waited in their memory. What this
/// process has is never touched.</summary>
internal sealed class RunRecovery(Journal journal, Node node)
{
    // A successor is nobody's until a living node claims it.
    private static readonly Node Nobody = new("");

    /// <summary>Costs one statement while nothing is left.</summary>
    public async Task<IReadOnlyList<Run>> Recover(DateTimeOffset now, bool withOwn, CancellationToken cancellationToken)
    {
        var left = new List<Run>();
        await journal.Read(ListLeft(new Script(), now, left), cancellationToken);
        if (left.Count == 0 && !withOwn)
        {
            return [];
        }

        foreach (var run in left.Where(static r => r.Status == RunStatus.Running))
        {
            await Succeed(run, now, cancellationToken);
        }

        var queued = new List<Run>();
        var script = new Script().Read(
            Sql.ClaimQueuedRuns,
            args =>
            {
                node.Bind(args);
                args.Flag("with_own", withOwn);
            },
            row => queued.Add(RunRows.Read(row))
        );
        await journal.Write(script, cancellationToken);
        return [.. queued.OrderBy(run => run.CreatedAt).ThenBy(run => PrefixedId.Format(run.Id))];
    }

    /// <summary>Adds the statement that lists what dead processes left, running or queued.</summary>
    public Script ListLeft(Script script, DateTimeOffset now, List<Run> left) =>
        script.Read(
            Sql.ListDeadRuns,
            args =>
            {
                node.Bind(args);
                args.InstantIfAsked("now", now);
            },
            row => left.Add(RunRows.Read(row))
        );

    /// <summary>Frees the connection, abandons the run and queues its successor. Another node may be quicker, or the
    /// run not dead after all, or not running any more: then nothing is written. One of this node's is dead when the
    /// caller says so.</summary>
    public async Task Succeed(Run dead, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var successor = Successor(dead, now);
        // Of a run that was abandoned, its successor tells.
        LedgerEvent[] events = [StoreEvents.RunQueued(successor)];
        var user = new UserState();
        var script = new Script()
            .TakeUser(dead.UserId, events.Length, moves: false, user)
            .Run(
                Sql.ReleaseLease,
                args =>
                {
                    BindRun(args, dead);
                    node.Bind(args);
                    args.InstantIfAsked("now", now);
                }
            )
            .Require(
                Sql.AbandonRun,
                Refusal.Moved,
                args =>
                {
                    BindRun(args, dead);
                    args.Instant("now", now);
                }
            )
            .Require(Sql.AddRun, Refusal.Moved, RunRows.BinderOfNew(successor, Nobody))
            .AddEvents(dead.UserId, events);
        try
        {
            await journal.Write(script, dead.UserId, user, events.Length, cancellationToken);
        }
        catch (RefusedException)
        {
            // It is another's.
        }
    }

    // Named after the run it takes up: each run that broke off has a successor of its own. A run that waits on the
    // connection is none, for the node that has it in memory may live.
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

    private static void BindRun(IArgs args, Run run)
    {
        ConnectionRows.Key(args, run.UserId, run.ConnectionId);
        args.Id("run_id", run.Id.Value);
    }
}
