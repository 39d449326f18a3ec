using Mingus.Ledger;
using Mingus.Ledger.Link;
using Mingus.Ledger.Match;
using Mingus.Ledger.Plan;
using Mingus.Sync.Ports;

namespace Mingus.Simulation.Sqlite;

/// <summary>What people write, written to both.</summary>
internal sealed class TwinEdits(ILedgerEdits real, ILedgerEdits memory, Action<string> onDifference) : ILedgerEdits
{
    public Task<bool> EditAccount(
        UserId userId,
        AccountId accountId,
        string? name,
        bool? isHidden,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        Both(
            "EditAccount",
            () => real.EditAccount(userId, accountId, name, isHidden, now, cancellationToken),
            () => memory.EditAccount(userId, accountId, name, isHidden, now, cancellationToken)
        );

    public Task<bool> Annotate(
        UserId userId,
        TransactionId transactionId,
        string? category,
        string? note,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        Both(
            "Annotate",
            () => real.Annotate(userId, transactionId, category, note, now, cancellationToken),
            () => memory.Annotate(userId, transactionId, category, note, now, cancellationToken)
        );

    public Task<bool> DismissFinding(
        UserId userId,
        FindingId findingId,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        Both(
            "DismissFinding",
            () => real.DismissFinding(userId, findingId, now, cancellationToken),
            () => memory.DismissFinding(userId, findingId, now, cancellationToken)
        );

    public Task<bool> DiscardQuarantine(
        UserId userId,
        QuarantineId quarantineId,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        Both(
            "DiscardQuarantine",
            () => real.DiscardQuarantine(userId, quarantineId, now, cancellationToken),
            () => memory.DiscardQuarantine(userId, quarantineId, now, cancellationToken)
        );

    public Task<bool> Disconnect(
        UserId userId,
        ConnectionId connectionId,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        Both(
            "Disconnect",
            () => real.Disconnect(userId, connectionId, now, cancellationToken),
            () => memory.Disconnect(userId, connectionId, now, cancellationToken)
        );

    public Task<EraseResult> Erase(
        UserId userId,
        ConnectionId connectionId,
        Remembered remembered,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => memory.Erase(userId, connectionId, remembered, now, cancellationToken);

    private Task<bool> Both(string name, Func<Task<bool>> onReal, Func<Task<bool>> onMemory)
    {
        var (one, other) = (Blocking.Wait(onReal), Blocking.Wait(onMemory));
        if (one != other)
        {
            onDifference($"{name}: the database says {one}, memory {other}");
        }

        return Task.FromResult(one);
    }
}
