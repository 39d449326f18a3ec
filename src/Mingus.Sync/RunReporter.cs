using Mingus.Sync.Events;
using Mingus.Sync.Ports;

namespace Mingus.Sync;

/// <summary>Tells how far a run is: to open streams a few times a second, to the store about once a second. Ticks may
/// be dropped; outcomes never come through here.</summary>
internal sealed class RunReporter(EventHub hub, ILedgerStore store, TimeProvider time)
{
    /// <summary>Reports progress. A stage that is new is always told.</summary>
    public async ValueTask Report(RunSession session, RunProgress progress, CancellationToken cancellationToken)
    {
        var now = time.Now();
        var job = session.Job;
        if (job.IsPreview)
        {
            return;
        }

        var isNewStage = job.Run.Progress?.Stage != progress.Stage;
        job.Run = job.Run with { Progress = progress };
        if (isNewStage || now - job.LastTold >= SyncLimits.ProgressTick)
        {
            job.LastTold = now;
            var accounts = session.Context.Feeds.Select(static f => f.Account.Id).ToList();
            hub.Progressed(session.UserId, new ProgressTick(job.Run.Id, job.Run.ConnectionId, accounts, progress, now));
        }

        if (now - job.LastSaved >= SyncLimits.ProgressStored)
        {
            job.LastSaved = now;
            await store.SaveProgress(session.UserId, job.Run.Id, progress, now + SyncLimits.Lease, cancellationToken);
        }
    }
}
