using System.Collections.Concurrent;
using Mingus.Sync.Ports;

namespace Mingus.Sync;

/// <summary>
/// Runs that broke on our side: the database went away, a commit's answer was lost, a bug. After a pause each goes on
/// as after a crash: its own row while that is queued still, else a successor that resumes it. What was refused ends,
/// for its row may have been written all the same.
/// </summary>
internal sealed class BrokenRuns(ILedgerStore store, TimeProvider time)
{
    private readonly ConcurrentQueue<(Run Run, DateTimeOffset At, bool WasAccepted)> _broken = new();

    /// <summary>Remembers a run whose row may be queued or running with nobody at work.</summary>
    public void Broke(Run run) => Add(run, wasAccepted: true);

    /// <summary>Remembers a run that somebody was told could not be taken.</summary>
    public void WasRefused(Run run) => Add(run, wasAccepted: false);

    /// <summary>Sees that those whose pause is over have a queued row. What fails is tried again at the next
    /// call.</summary>
    /// <param name="unsure">Told after each that such a row may be there which no job has: the next look takes it
    /// up.</param>
    /// <param name="cancellationToken">Ends it between two runs.</param>
    public async Task Resume(Action unsure, CancellationToken cancellationToken)
    {
        while (_broken.TryPeek(out var broken) && broken.At <= time.Now())
        {
            var run = broken.Run;
            if (broken.WasAccepted)
            {
                await store.Resume(run, time.Now(), cancellationToken);
                unsure();
            }
            else
            {
                await store.CancelQueued(run.UserId, run.Id, time.Now(), cancellationToken);
            }

            _broken.TryDequeue(out _);
        }
    }

    private void Add(Run run, bool wasAccepted) =>
        _broken.Enqueue((run, time.Now() + SyncLimits.BrokenPause, wasAccepted));
}
