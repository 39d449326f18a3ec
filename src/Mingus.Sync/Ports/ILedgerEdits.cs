using Mingus.Ledger;
using Mingus.Ledger.Match;

namespace Mingus.Sync.Ports;

/// <summary>
/// What people write, besides syncs. Each takes the user's row first, like a commit, writes its events with it, and
/// answers false for an id the user does not have.
/// </summary>
public interface ILedgerEdits
{
    /// <summary>Renames (null leaves the name, empty gives it back to the provider) or hides an account.</summary>
    Task<bool> EditAccount(
        UserId userId,
        AccountId accountId,
        string? name,
        bool? isHidden,
        DateTimeOffset now,
        CancellationToken cancellationToken
    );

    /// <summary>Sets a person's category and note on a transaction; null leaves, empty clears. They follow it for
    /// life.</summary>
    Task<bool> Annotate(
        UserId userId,
        TransactionId transactionId,
        string? category,
        string? note,
        DateTimeOffset now,
        CancellationToken cancellationToken
    );

    /// <summary>Declares an open finding of no concern.</summary>
    Task<bool> DismissFinding(
        UserId userId,
        FindingId findingId,
        DateTimeOffset now,
        CancellationToken cancellationToken
    );

    /// <summary>Throws a quarantined payload away and resolves its finding.</summary>
    Task<bool> DiscardQuarantine(
        UserId userId,
        QuarantineId quarantineId,
        DateTimeOffset now,
        CancellationToken cancellationToken
    );

    /// <summary>Ends a connection: forgets its secret, cancels its queued runs, keeps its history.</summary>
    Task<bool> Disconnect(
        UserId userId,
        ConnectionId connectionId,
        DateTimeOffset now,
        CancellationToken cancellationToken
    );

    /// <summary>Erases a disconnected connection with its feeds, records and runs, accounts that no other feed shows,
    /// and all that was said and decided of those alone.</summary>
    Task<EraseResult> Erase(
        UserId userId,
        ConnectionId connectionId,
        Remembered remembered,
        DateTimeOffset now,
        CancellationToken cancellationToken
    );
}

/// <summary>What matching remembers of accounts once the feeds that go are gone.</summary>
/// <param name="MatchStates">By account; accounts that go with their feeds may be left out.</param>
/// <param name="UserVersion">The user's version it was worked out at.</param>
public sealed record Remembered(IReadOnlyDictionary<AccountId, AccountMatchState> MatchStates, long UserVersion);

/// <summary>What became of an erasure.</summary>
public enum EraseResult
{
    /// <summary>All of it is gone.</summary>
    Erased,

    /// <summary>The connection is unknown or not disconnected: end it first. Nothing was erased.</summary>
    NotEnded,

    /// <summary>The user's ledger moved: work out again what is remembered. Nothing was erased.</summary>
    Stale,
}

/// <summary>Answers of POST requests by their Idempotency-Key, per user.</summary>
public interface IIdempotencyStore
{
    /// <summary>Claims the key for a request with that hash; or what is known of it.</summary>
    Task<IdempotencyClaim> Claim(
        UserId userId,
        string key,
        string requestHash,
        DateTimeOffset now,
        CancellationToken cancellationToken
    );

    /// <summary>Stores the first answer under the claimed key.</summary>
    Task Complete(UserId userId, string key, StoredAnswer answer, CancellationToken cancellationToken);

    /// <summary>Gives the key back after a request that failed on our side.</summary>
    Task Release(UserId userId, string key, CancellationToken cancellationToken);

    /// <summary>Forgets keys older than that.</summary>
    Task Prune(DateTimeOffset before, CancellationToken cancellationToken);
}

/// <summary>The first answer to a request.</summary>
public sealed record StoredAnswer(int Status, string? ContentType, string? Location, string Body);

/// <summary>What is known of an idempotency key.</summary>
public abstract record IdempotencyClaim
{
    private IdempotencyClaim() { }

    /// <summary>It is ours: do the work.</summary>
    public sealed record New : IdempotencyClaim;

    /// <summary>The same request was answered: give that answer again.</summary>
    public sealed record Answered(StoredAnswer Answer) : IdempotencyClaim;

    /// <summary>The same request is being worked on.</summary>
    public sealed record InProgress : IdempotencyClaim;

    /// <summary>Another request used the key.</summary>
    public sealed record Conflict : IdempotencyClaim;
}
