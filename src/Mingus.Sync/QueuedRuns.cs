using Mingus.Ledger;
using Mingus.Sync.Gate;
using Mingus.Sync.Ports;

namespace Mingus.Sync;

/// <summary>
/// The rows of runs that wait, as the store keeps them for this process. A row that nobody here knows would wait for
/// ever, for others leave it to us while we live: wherever one may have come about, the next look finds it.
/// </summary>
internal sealed class QueuedRuns(ILedgerStore store, ConnectionGate gate, SyncOptions options, TimeProvider time)
{
    private bool _isUnsure;

    /// <summary>A queued run of this node may be in the store that nobody here knows: the next look takes it
    /// up.</summary>
    public void Unsure() => _isUnsure = true;

    /// <summary>Writes the row of a job, durable when it is answered.</summary>
    public async Task Write(RunJob job, IReadOnlyList<LedgerEvent> events, CancellationToken cancellationToken)
    {
        try
        {
            await store.Enqueue(job.Queued, events, cancellationToken);
        }
        finally
        {
            if (gate.Find(job.Run.Id) != job)
            {
                // The job was over before its row came.
                Unsure();
            }
        }
    }

    /// <summary>A job has left that did not begin, and another may be writing its row at this moment.</summary>
    public void Left(RunJob job, Run ended)
    {
        if (job.IsJoined && ended.Status == RunStatus.Cancelled)
        {
            Unsure();
        }
    }

    /// <summary>The queued runs that a crash cut off, that nodes which died left, or that nobody here knows: this
    /// node's from now on.</summary>
    public async Task<IReadOnlyList<Run>> TakeUp(CancellationToken cancellationToken)
    {
        // Put away before the look: what becomes unsure meanwhile is for the next one.
        var withOwn = Interlocked.Exchange(ref _isUnsure, false);
        var isSure = false;
        try
        {
            var found = await store.Recover(options.Node, time.Now(), withOwn, cancellationToken);
            isSure = true;
            return [.. found.Where(run => gate.Find(run.Id) is null)];
        }
        finally
        {
            if (!isSure)
            {
                // They may have been given to this node all the same.
                Unsure();
            }
        }
    }
}
