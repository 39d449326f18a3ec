using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Sync;

/// <summary>Makes the rows of runs that are about to be queued or begun.</summary>
internal sealed class RunFactory(RunIds ids, TimeProvider time)
{
    /// <summary>A run for a request.</summary>
    public Run New(SyncRequest request) =>
        new()
        {
            Id = ids.New<RunId>(),
            UserId = request.UserId,
            ConnectionId = request.ConnectionId,
            AccountId = request.AccountId,
            Type = request.Type,
            Work = SyncTypes.WorkOf(request.Type),
            Force = request.Force,
            Level = request.Level,
            Trigger = request.Trigger,
            Status = RunStatus.Queued,
            CreatedAt = time.Now(),
        };
}
