using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Simulation.Memory;

/// <summary>What people write besides decisions.</summary>
internal sealed class MemoryEdits(MemoryDatabase database) : ILedgerEdits
{
    public Task<bool> EditAccount(
        UserId userId,
        AccountId accountId,
        string? name,
        bool? isHidden,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException("Nobody renames accounts here.");

    public Task<bool> Annotate(
        UserId userId,
        TransactionId transactionId,
        string? category,
        string? note,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var user = database.Of(userId);
        if (user.MembersOf(transactionId).Count == 0)
        {
            return Task.FromResult(false);
        }

        var known = user.Notes.GetValueOrDefault(transactionId);
        user.Notes[transactionId] = new Note(category ?? known?.Category, note ?? known?.Text, CarriedFrom: null);
        Tell(user, new LedgerEvent(LedgerEvents.TransactionsChanged, now) { Members = Naming(transactionId) });
        return Task.FromResult(true);
    }

    public Task<bool> DismissFinding(
        UserId userId,
        FindingId findingId,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var user = database.Of(userId);
        if (!user.Findings.TryGetValue(findingId, out var finding))
        {
            return Task.FromResult(false);
        }

        if (finding.State == FindingState.Open)
        {
            PlanWriter.Close(user, [findingId], FindingState.Dismissed);
            Tell(user, new LedgerEvent(LedgerEvents.FindingResolved, now) { AccountId = finding.AccountId });
        }

        return Task.FromResult(true);
    }

    public Task<bool> DiscardQuarantine(
        UserId userId,
        QuarantineId quarantineId,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException("Nobody throws quarantine away here.");

    public Task<bool> Disconnect(
        UserId userId,
        ConnectionId connectionId,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        if (database.Find(userId, connectionId) is not { } stored)
        {
            return Task.FromResult(false);
        }

        if (stored.Connection.Status == ConnectionStatus.Disconnected)
        {
            return Task.FromResult(true);
        }

        var user = database.Of(userId);
        var told = new List<LedgerEvent>();
        stored.Connection = stored.Connection with
        {
            Status = ConnectionStatus.Disconnected,
            Version = stored.Connection.Version + 1,
            NextDueAt = null,
            NextDueReason = null,
        };
        stored.SealedToken = [];
        (stored.LeaseRun, stored.LeaseNode, stored.LeaseUntil) = (null, null, null);
        foreach (var run in user.Runs.Values.Where(r => r.Run.ConnectionId == connectionId && !r.Run.IsEnded).ToList())
        {
            user.Runs[run.Run.Id] = run with { Run = run.Run with { Status = RunStatus.Cancelled, EndedAt = now } };
            told.Add(new LedgerEvent("sync.completed", now) { RunId = run.Run.Id });
        }

        told.Add(new LedgerEvent("connection.changed", now) { ConnectionId = connectionId });
        Tell(user, [.. told]);
        return Task.FromResult(true);
    }

    public Task<EraseResult> Erase(
        UserId userId,
        ConnectionId connectionId,
        Remembered remembered,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException("Nothing is erased here: the checks need its history.");

    private static Dictionary<string, object> Naming(TransactionId id) =>
        new(StringComparer.Ordinal) { ["transactionIds"] = new List<string> { PrefixedId.Format(id) } };

    private void Tell(UserLedger user, params IReadOnlyList<LedgerEvent> told)
    {
        var (sequence, version) = (user.LastSequence, user.Version);
        user.Version++;
        user.Write(told);
        database.OnWritten?.Invoke(new Written(user, Plan: null, Commit: null, sequence) { VersionBefore = version });
    }
}
