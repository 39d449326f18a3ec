using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Sync;

/// <summary>The engine's verbs.</summary>
public sealed class SyncEngine
{
    /// <summary>Asks for one connection: joins a run that covers it, else queues one.</summary>
    public Task<RequestOutcome> Request(SyncRequest request, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>Asks for an account: one run per healthy connection that shows it.</summary>
    public Task<RequestOutcome> RequestForAccount(
        UserId userId,
        AccountId accountId,
        SyncType type,
        bool force,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();

    /// <summary>Asks for all connections of a user that are not disconnected: one outcome each.</summary>
    public Task<IReadOnlyList<RequestOutcome>> RequestForUser(
        UserId userId,
        SyncType type,
        bool force,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();

    /// <summary>Waits until the run ended, at most that long; answers the run as it then is, null for an unknown one.</summary>
    public Task<Run?> WaitForEnd(UserId userId, RunId runId, TimeSpan atMost, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>Stops a run between two steps; null for an unknown one, else the run as it is now.</summary>
    public Task<Run?> Cancel(UserId userId, RunId runId, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>Reads a quarantined record again and commits it if it can be read now.</summary>
    public Task<RequestOutcome> RetryQuarantine(
        UserId userId,
        QuarantineId quarantineId,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();

    /// <summary>Takes up what a crash cut off, then works queued runs and due connections until cancelled. Hosted once.</summary>
    public Task Work(CancellationToken cancellationToken) => throw new NotSupportedException();
}
