using Mingus.Ledger;
using Mingus.Ledger.Plan;

namespace Mingus.Sync.Ports;

/// <summary>Whether a connection works.</summary>
public enum ConnectionStatus
{
    Healthy,

    /// <summary>The person or operator must act; the problem says how.</summary>
    NeedsAttention,

    /// <summary>It is over; its data stays.</summary>
    Disconnected,
}

/// <summary>One user's authorised link to one institution through one provider, as stored; without its
/// secret.</summary>
public sealed record Connection
{
    public required ConnectionId Id { get; init; }

    public required UserId UserId { get; init; }

    /// <summary>Name of the provider port.</summary>
    public required string Provider { get; init; }

    /// <summary>The provider's id of it.</summary>
    public required string ItemId { get; init; }

    public required string InstitutionId { get; init; }

    public required string InstitutionName { get; init; }

    public ConnectionStatus Status { get; init; } = ConnectionStatus.Healthy;

    /// <summary>What is wrong; may be set while healthy, when the last attempt failed for a passing reason.</summary>
    public Problem? Problem { get; init; }

    /// <summary>Position in the provider's stream; null before the first commit.</summary>
    public string? Cursor { get; init; }

    public HistoryStatus History { get; init; } = HistoryStatus.NotReady;

    /// <summary>Incremented by each commit: the fencing token.</summary>
    public required long Version { get; init; }

    public DateTimeOffset? ConsentExpiresAt { get; init; }

    /// <summary>When the provider last read the bank; null when it never said.</summary>
    public DateTimeOffset? DataAsOf { get; init; }

    /// <summary>When <see cref="DataAsOf"/> was last asked for.</summary>
    public DateTimeOffset? DataAsOfCheckedAt { get; init; }

    /// <summary>When it is due to be checked by itself; null when it is not.</summary>
    public DateTimeOffset? NextDueAt { get; init; }

    /// <summary>Why then, in words.</summary>
    public string? NextDueReason { get; init; }

    /// <summary>Failed attempts in a row, for backing off.</summary>
    public int FailuresInRow { get; init; }

    /// <summary>Webhooks so far that a run must follow. Counted by whoever receives them, not by runs.</summary>
    public long Webhooks { get; init; }

    /// <summary>Those that a run has followed: it began after them and asked the provider.</summary>
    public long WebhooksServed { get; init; }

    /// <summary>Until when news of changes starts no run, because the last news brought nothing; null when it
    /// may.</summary>
    public DateTimeOffset? QuietUntil { get; init; }

    /// <summary>What the provider wants of the person though the connection works; null for nothing.</summary>
    public Problem? Notice { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>What is known of one part of work on one connection: four moments that are four different things.</summary>
/// <param name="Work">A single part: Balance, Transactions, Historical, Backfill or Validate.</param>
/// <param name="LastAttemptAt">When it last began.</param>
/// <param name="LastSuccessAt">When it last committed; unmoved by failures.</param>
/// <param name="LastOutcome">How the last attempt ended.</param>
/// <param name="NextDueAt">When it is due by itself; null when it is not.</param>
/// <param name="NextDueReason">Why then, in words.</param>
public sealed record SyncState(
    SyncWork Work,
    DateTimeOffset LastAttemptAt,
    DateTimeOffset? LastSuccessAt,
    RunStatus LastOutcome,
    DateTimeOffset? NextDueAt,
    string? NextDueReason
);

/// <summary>What beginning a run loads, in the same round trip: the connection, its secret, its feeds, its
/// past.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="SealedToken">Its access token as the vault sealed it.</param>
/// <param name="Feeds">Its feeds with their accounts and last balances.</param>
/// <param name="States">What is known of each part of work.</param>
/// <param name="OpenFindings">Ids of the findings of this connection that are open.</param>
/// <param name="UserVersion">The user's version at that moment.</param>
public sealed record ConnectionContext(
    Connection Connection,
    byte[] SealedToken,
    IReadOnlyList<FeedState> Feeds,
    IReadOnlyList<SyncState> States,
    IReadOnlySet<FindingId> OpenFindings,
    long UserVersion
)
{
    /// <summary>What the schedule has learned of the connection, as it wrote it; null before the first
    /// check.</summary>
    public byte[]? Rhythm { get; init; }

    /// <summary>When webhooks of changes came last, oldest first; not all of many.</summary>
    public IReadOnlyList<DateTimeOffset> NewsAt { get; init; } = [];

    /// <summary>The settings that hold for its accounts.</summary>
    public SyncSettings Settings { get; init; } = SyncSettings.Default;

    /// <summary>What its user has set, by account.</summary>
    public StoredSettings Stored { get; init; } = StoredSettings.None;
}
