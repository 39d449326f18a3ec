using System.Collections.Concurrent;
using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Sync;

/// <summary>
/// Runs that broke on our side: the database went away, a bug. After a pause each is taken up again: by its own row
/// while that is queued still, for somebody was told of it and a crash would leave nothing of another; else by a
/// successor. What was refused ends, for its row may have been written all the same.
/// </summary>
internal sealed class BrokenRuns(ILedgerStore store, RunFactory runs, TimeProvider time)
{
    private readonly ConcurrentQueue<(Run Run, DateTimeOffset At, bool WasAccepted)> _broken = new();

    /// <summary>Remembers a run that was begun, or whose row was written for somebody.</summary>
    public void Broke(Run run) => Add(run, wasAccepted: true);

    /// <summary>Remembers a run that somebody was told could not be taken.</summary>
    public void WasRefused(Run run) => Add(run, wasAccepted: false);

    /// <summary>Takes up those whose pause is over. What fails is tried again at the next call.</summary>
    /// <param name="takeUpOwn">Takes up the queued rows of this node that no job has, and says whether the run's is
    /// one of them.</param>
    /// <param name="start">Starts a run that has no row.</param>
    /// <param name="cancellationToken">Ends it between two runs.</param>
    public async Task TakeUp(
        Func<RunId, CancellationToken, Task<bool>> takeUpOwn,
        Action<Run> start,
        CancellationToken cancellationToken
    )
    {
        while (_broken.TryPeek(out var broken) && broken.At <= time.Now())
        {
            var run = broken.Run;
            if (!broken.WasAccepted)
            {
                await store.CancelQueued(run.UserId, run.Id, time.Now(), cancellationToken);
            }
            else if (!await takeUpOwn(run.Id, cancellationToken))
            {
                start(runs.Successor(run));
            }

            _broken.TryDequeue(out _);
        }
    }

    private void Add(Run run, bool wasAccepted) =>
        _broken.Enqueue((run, time.Now() + SyncLimits.BrokenPause, wasAccepted));
}
