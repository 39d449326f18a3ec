using System.Collections.Concurrent;
using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Server.Tests.Fakes;

internal sealed partial class FakeLedger : ILedgerEdits, IIdempotencyStore
{
    private readonly ConcurrentDictionary<(UserId, string), (string Hash, StoredAnswer? Answer)> _keys = new();

    public List<string> Writes { get; } = [];

    /// <summary>Each write waits for it, so that a test can look while one is under way.</summary>
    public TaskCompletionSource? Hold { get; set; }

    /// <summary>Set once a write waits.</summary>
    public TaskCompletionSource Reached { get; } = new();

    public Task<bool> EditAccount(
        UserId userId,
        AccountId accountId,
        string? name,
        bool? isHidden,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => Write(userId, AccountViews.Exists(v => v.Account.Id == accountId), $"edit {name} {isHidden}");

    public Task<bool> Annotate(
        UserId userId,
        TransactionId transactionId,
        string? category,
        string? note,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => Write(userId, TransactionViews.Exists(v => v.Id == transactionId), $"annotate {category} {note}");

    public Task<bool> DismissFinding(
        UserId userId,
        FindingId findingId,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => Write(userId, FindingList.Exists(f => f.Id == findingId), "dismiss");

    public Task<bool> DiscardQuarantine(
        UserId userId,
        QuarantineId quarantineId,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => Write(userId, QuarantineList.Exists(item => item.Id == quarantineId), "discard");

    public Task<bool> Disconnect(
        UserId userId,
        ConnectionId connectionId,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => Write(userId, isKnown: true, "disconnect");

    public async Task<EraseResult> Erase(
        UserId userId,
        ConnectionId connectionId,
        Remembered remembered,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => await Write(userId, isKnown: true, "erase") ? EraseResult.Erased : EraseResult.NotEnded;

    public Task<IdempotencyClaim> Claim(
        UserId userId,
        string key,
        string requestHash,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        if (_keys.TryAdd((userId, key), (requestHash, null)))
        {
            return Task.FromResult<IdempotencyClaim>(new IdempotencyClaim.New());
        }

        var (hash, answer) = _keys[(userId, key)];
        return Task.FromResult<IdempotencyClaim>(
            hash != requestHash ? new IdempotencyClaim.Conflict()
            : answer is null ? new IdempotencyClaim.InProgress()
            : new IdempotencyClaim.Answered(answer)
        );
    }

    public Task Complete(UserId userId, string key, StoredAnswer answer, CancellationToken cancellationToken)
    {
        _keys[(userId, key)] = (_keys[(userId, key)].Hash, answer);
        return Task.CompletedTask;
    }

    public Task Release(UserId userId, string key, CancellationToken cancellationToken)
    {
        _keys.TryRemove((userId, key), out _);
        return Task.CompletedTask;
    }

    public Task Prune(DateTimeOffset before, CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<bool> Write(UserId user, bool isKnown, string what)
    {
        if (Hold is { } hold)
        {
            Reached.TrySetResult();
            await hold.Task;
        }

        if (Failure is { } failure)
        {
            throw failure;
        }

        if (user != Owner || !isKnown)
        {
            return false;
        }

        Writes.Add(what);
        return true;
    }
}
