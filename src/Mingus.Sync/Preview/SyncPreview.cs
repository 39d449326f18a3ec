using Mingus.Ledger;
using Mingus.Ledger.Plan;
using Mingus.Sync.Ports;

namespace Mingus.Sync.Preview;

/// <summary>What a sync would do now: its plan, which was not committed.</summary>
/// <param name="AccountId">The account that was asked for, under the id it has now.</param>
/// <param name="Type">The sync type that was previewed.</param>
/// <param name="Connection">The connection as stored.</param>
/// <param name="Feeds">Its feeds as stored.</param>
/// <param name="Plan">What the sync would write.</param>
/// <param name="At">When it was decided.</param>
/// <param name="Resources">What asking cost.</param>
public sealed record SyncPreview(
    AccountId AccountId,
    SyncType Type,
    Connection Connection,
    IReadOnlyList<FeedState> Feeds,
    SyncPlan Plan,
    DateTimeOffset At,
    RunResources Resources
)
{
    /// <summary>When the provider last read the bank, as the sync would store it; null when it does not say.</summary>
    public DateTimeOffset? DataAsOf { get; init; }

    /// <summary>Whether the whole stream was read, and not what is new since the last sync.</summary>
    public bool IsWholeStream { get; init; }

    /// <summary>Why a sync that is not forced would be skipped now; null when it would not.</summary>
    public string? WouldSkip { get; init; }

    /// <summary>Why the sync covers less than asked, or how it comes by its data; null when there is nothing to
    /// say.</summary>
    public string? Reason { get; init; }

    /// <summary>Other connections that show the account: a sync of the account would begin a run of each.</summary>
    public IReadOnlyList<ConnectionId> OtherConnections { get; init; } = [];
}

/// <summary>What became of the wish for a preview. Provider failures leave as
/// <see cref="ProviderException"/>.</summary>
public abstract record PreviewOutcome
{
    private PreviewOutcome() { }

    /// <summary>Such an account is not known to this user.</summary>
    public sealed record Unknown : PreviewOutcome;

    /// <summary>It cannot be made now, or not of that.</summary>
    public sealed record Refused(Problem Problem) : PreviewOutcome;

    /// <summary>The plan.</summary>
    public sealed record Ready(SyncPreview Preview) : PreviewOutcome;
}
