using Mingus.Sync.Events;
using Mingus.Sync.Ports;

namespace Mingus.Sync.Gate;

/// <summary>Station 2: the lease of the connection, the run's row and all that the run needs, in one round
/// trip.</summary>
internal sealed class GateStation(ILedgerStore store, ConnectionGate gate, SyncOptions options, TimeProvider time)
{
    /// <summary>Begins a run; busy when another node keeps the connection.</summary>
    public async Task<RunStart> Begin(RunJob job, CancellationToken stopping)
    {
        using var station = Telemetry.Station("sync.gate");
        RunStart start = new RunStart.Gone();
        for (var waits = 0; waits < SyncLimits.WaitsForLease && !job.Cancelled.IsCancellationRequested; waits++)
        {
            var now = time.Now();
            job.Run = job.Run with { Status = RunStatus.Running, StartedAt = now };
            var begin = new BeginRun(job.Run, options.Node, now + SyncLimits.Lease, [RunEvents.Started(job.Run, now)])
            {
                OnlyIfDue = job.IsOnlyScheduled,
            };
            start = await store.Begin(begin, stopping);
            switch (start)
            {
                case RunStart.Gone when begin.OnlyIfDue && gate.IsJoined(job): // Somebody asked for it meanwhile.
                    break;
                case RunStart.Busy:
                    await Task.Delay(SyncLimits.LeasePoll, time, stopping);
                    break;
                default:
                    return start;
            }
        }

        return job.Cancelled.IsCancellationRequested ? new RunStart.Gone() : start;
    }

    /// <summary>Ends a run that cannot begin: its connection has ended, or somebody has stopped it. A row of it that is
    /// queued would stay so for ever.</summary>
    public async Task<Run> NotBegun(RunJob job, CancellationToken stopping)
    {
        var ended = job.Run with { Status = RunStatus.Cancelled, EndedAt = time.Now() };
        if (!job.IsOnlyScheduled)
        {
            await store.CancelQueued(ended.UserId, ended.Id, time.Now(), stopping);
        }

        return ended;
    }
}
