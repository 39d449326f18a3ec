using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Conformance;

/// <summary>A store to be held to the suite: a real database that processes come and go on.</summary>
public interface IStoreSubject
{
    /// <summary>The node that lives as long as the test class.</summary>
    StoreNode Node { get; }

    /// <summary>The clock of every node.</summary>
    ManualTime Time { get; }

    /// <summary>Whether several processes may have the database at once.</summary>
    bool AllowsSeveralNodes { get; }

    /// <summary>A database of its own, for tests that kill its processes or count everything in it.</summary>
    Task<IStoreDatabase> CreateDatabase();
}

/// <summary>One database, on which nodes start and die.</summary>
public interface IStoreDatabase : IAsyncDisposable
{
    /// <summary>Starts a process on it, under that name in leases.</summary>
    Task<StoreNode> Start(string node);

    /// <summary>Every byte that a thief of its backup would have.</summary>
    Task<byte[]> ReadEverything();
}

/// <summary>The ports of one process.</summary>
public sealed record StoreNode(
    string Name,
    ILedgerStore Store,
    ILedgerEdits Edits,
    ILedgerQueries Queries,
    IDecisionStore Decisions,
    IIdempotencyStore Idempotency,
    IWebhookInbox Webhooks,
    RecordingSignal Signal,
    Func<ValueTask> Kill
)
{
    public INotificationStore Notifications { get; init; } = null!;

    public IWebhookEndpoints Endpoints { get; init; } = null!;

    public IWebhookOutbox Outbox { get; init; } = null!;

    public IScheduleStore Schedule { get; init; } = null!;

    public ICredentialStore Credentials { get; init; } = null!;
}

/// <summary>Remembers what open streams were told.</summary>
public sealed class RecordingSignal : ICommitSignal
{
    private readonly Lock _lock = new();
    private readonly List<(UserId UserId, long LastSequence)> _told = [];

    public IReadOnlyCollection<UserId> Listened => [];

    /// <summary>The last sequence told of a user; null when nothing was.</summary>
    public long? LastOf(UserId userId)
    {
        lock (_lock)
        {
            var told = _told.Where(t => t.UserId == userId).Select(t => t.LastSequence).ToList();
            return told.Count == 0 ? null : told.Max();
        }
    }

    /// <inheritdoc />
    public void Committed(UserId userId, long lastSequence)
    {
        lock (_lock)
        {
            _told.Add((userId, lastSequence));
        }
    }
}

/// <summary>A clock that stands until it is moved.</summary>
public sealed class ManualTime : TimeProvider
{
    private DateTimeOffset _now = new(2026, 3, 14, 9, 26, 53, 589, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;

    public void Advance(TimeSpan by) => _now += by;
}
