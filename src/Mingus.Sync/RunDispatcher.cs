using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Mingus.Ledger;
using Mingus.Sync.Events;
using Mingus.Sync.Gate;
using Mingus.Sync.Ports;
using Mingus.Sync.Schedule;

namespace Mingus.Sync;

/// <summary>
/// Brings runs to their work: through the gate into the queue, and from the queue to <see cref="SyncRun"/>. When work
/// is due lives in the store, so that a restart forgets nothing.
/// </summary>
internal sealed class RunDispatcher(
    ILedgerStore store,
    ConnectionGate gate,
    SyncRun syncRun,
    RunFactory runs,
    Timetable timetable,
    AnalyticsQueue analytics,
    SyncOptions options,
    TimeProvider time,
    ILogger<RunDispatcher> log
)
{
    private readonly Channel<RunJob> _jobs = Channel.CreateUnbounded<RunJob>();
    private readonly QueuedRuns _queued = new(store, gate, options, time);
    private readonly BrokenRuns _broken = new(store, time);

    /// <summary>Works queued runs and due connections until cancelled.</summary>
    public async Task Work(CancellationToken cancellationToken)
    {
        List<Task> loops = [DueLoop(cancellationToken)];
        for (var i = 0; i < options.ParallelRuns; i++)
        {
            loops.Add(WorkLoop(cancellationToken));
        }

        await Task.WhenAll(loops);
    }

    /// <summary>Hands over a run that is queued in the store already: the first of a new connection, or one found
    /// after a start.</summary>
    public void Take(Run queued)
    {
        var job = new RunJob(queued, isStored: true);
        job.SetStored();
        if (gate.EnterQueued(job) == ConnectionGate.Entry.Active)
        {
            _jobs.Writer.TryWrite(job);
        }
    }

    /// <summary>A queued run of this node may be in the store that nobody here knows.</summary>
    public void Unsure() => _queued.Unsure();

    /// <summary>Works a connection at once and answers the run as it ended. No queued row is written: a crash leaves
    /// only what was begun.</summary>
    public async Task<Run> WorkNow(RunJob candidate, CancellationToken cancellationToken)
    {
        candidate.IsJoined = true;
        var (entry, job) = gate.Enter(candidate);
        if (entry == ConnectionGate.Entry.Active)
        {
            await Work(job, cancellationToken);
        }

        return await job.Ended.WaitAsync(cancellationToken);
    }

    // Through the gate; a run that is new or widened is durable before anybody hears of it.
    public async Task<Run> Enter(RunJob candidate, CancellationToken cancellationToken)
    {
        var (entry, job) = gate.Enter(candidate);
        switch (entry)
        {
            case ConnectionGate.Entry.Joined when job.IsStored:
                await job.Stored.WaitAsync(cancellationToken);
                break;
            case ConnectionGate.Entry.Joined or ConnectionGate.Entry.Widened:
                await job.Stored.WaitAsync(cancellationToken);
                await _queued.Write(job, [], cancellationToken);
                break;
            default:
                await Store(job, cancellationToken);
                break;
        }

        if (entry == ConnectionGate.Entry.Active)
        {
            _jobs.Writer.TryWrite(job);
        }

        return job.Run;
    }

    private async Task Store(RunJob job, CancellationToken cancellationToken)
    {
        if (!job.IsStored)
        {
            return;
        }

        try
        {
            await _queued.Write(job, [RunEvents.Queued(job.Run)], cancellationToken);
            job.SetStored();
        }
        catch (Exception e)
        {
            job.SetNotStored(e);
            Dispatch(gate.Leave(job));
            // It may have been written all the same: then nobody would ever work it.
            _broken.WasRefused(job.Run);
            throw;
        }
    }

    /// <summary>Takes up what a crash cut off: at the start, before anybody can ask for anything, and later what other
    /// nodes left when they died.</summary>
    public async Task TakeUp(CancellationToken cancellationToken)
    {
        var queued = await _queued.TakeUp(cancellationToken);
        if (queued.Count > 0)
        {
            log.Recovered(queued.Count);
        }

        foreach (var run in queued)
        {
            Take(run);
        }
    }

    private async Task WorkLoop(CancellationToken cancellationToken)
    {
        // Not ReadAllAsync, which leaves the caller's context: the simulation decides what goes on next.
        while (true)
        {
            await Work(await _jobs.Reader.ReadAsync(cancellationToken), cancellationToken);
        }
    }

    // The outermost edge of a run: whatever breaks here must not take the loop with it.
    private async Task Work(RunJob job, CancellationToken cancellationToken)
    {
        try
        {
            using var trace = Telemetry.BeginRun(job.Run);
            if (await syncRun.Follow(job, cancellationToken) is not { } ended)
            {
                // Behind what waits, so that nobody else's work waits for another node.
                _jobs.Writer.TryWrite(job);
                return;
            }

            Telemetry.EndRun(trace, ended);
            analytics.Tell(ended);
            Dispatch(gate.Leave(job));
            _queued.Left(job, ended);
            if (ended.Status == RunStatus.Abandoned)
            {
                // Another has its connection; or its last commit was not heard of, and its row runs on.
                _broken.Broke(ended);
            }

            job.End(ended);
        }
        catch (Exception e)
        {
            Dispatch(gate.Leave(job));
            job.Fail(e);
            if (e is OperationCanceledException && cancellationToken.IsCancellationRequested)
            {
                throw;
            }

            log.RunBroke(job.Run.Id, job.Run.ConnectionId, e);
            _broken.Broke(job.Run);
        }
    }

    private void Dispatch(RunJob? next)
    {
        if (next is not null)
        {
            _jobs.Writer.TryWrite(next);
        }
    }

    private async Task DueLoop(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(SyncLimits.DuePoll, time);
        var nextLook = time.Now() + SyncLimits.DeadPoll;
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            try
            {
                await _broken.Resume(_queued.Unsure, cancellationToken);
                if (time.Now() >= nextLook)
                {
                    nextLook = time.Now() + SyncLimits.DeadPoll;
                    await TakeUp(cancellationToken);
                }

                if (options.ScheduleEnabled)
                {
                    await timetable.Refresh(cancellationToken);
                    await StartDue(cancellationToken);
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.DueLoopFailed(e);
            }
        }
    }

    // What is due and not begun yet is kept short here, so that other nodes find work too; while more is due than that,
    // it is looked for again as soon as half of it is done.
    private async Task StartDue(CancellationToken cancellationToken)
    {
        for (var until = time.Now() + SyncLimits.DuePoll; ; )
        {
            var due = await store.DueConnections(time.Now(), SyncLimits.DueBatch, cancellationToken);
            var started = 0;
            foreach (var one in due)
            {
                var trigger = one.HasWebhooks ? RunTrigger.Webhook : RunTrigger.Schedule;
                started += StartIfFree(one.UserId, one.ConnectionId, trigger) ? 1 : 0;
            }

            if (due.Count < SyncLimits.DueBatch || started == 0)
            {
                return;
            }

            while (_jobs.Reader.Count > SyncLimits.DueBatch / 2 && time.Now() < until)
            {
                await Task.Delay(SyncLimits.DueDrain, time, cancellationToken);
            }

            if (time.Now() >= until)
            {
                return;
            }
        }
    }

    /// <summary>Works a connection that a webhook has just made due, without waiting for the next look. Nothing where
    /// a run is at work: the connection is due again at its end.</summary>
    public void StartAfterWebhook(UserId userId, ConnectionId connectionId)
    {
        if (options.ScheduleEnabled)
        {
            StartIfFree(userId, connectionId, RunTrigger.Webhook);
        }
    }

    private bool StartIfFree(UserId userId, ConnectionId connectionId, RunTrigger trigger)
    {
        var isFree = !gate.IsBusy(connectionId);
        if (isFree)
        {
            var request = new SyncRequest(
                userId,
                connectionId,
                AccountId: null,
                SyncType.Transactions,
                Force: false,
                trigger
            );
            Start(runs.New(request));
        }

        return isFree;
    }

    private void Start(Run run)
    {
        var (entry, job) = gate.Enter(new RunJob(run, isStored: false));
        if (entry == ConnectionGate.Entry.Active)
        {
            _jobs.Writer.TryWrite(job);
        }
    }
}
