using Mingus.Ledger;

namespace Mingus.Sync.Ports;

/// <summary>Where webhooks are recorded, and where they move due times, in one transaction.</summary>
public interface IWebhookInbox
{
    /// <summary>Connections of that item, of whichever user, that are not disconnected. None for an unknown
    /// item.</summary>
    Task<IReadOnlyList<Connection>> ConnectionsOf(string provider, string itemId, CancellationToken cancellationToken);

    /// <summary>
    /// Records the webhook and what it moves. One that was recorded already, by the hash of its body, is counted on its
    /// row. False when the connection moved since it was seen: nothing was written, look again.
    /// </summary>
    Task<bool> Record(ReceivedWebhook webhook, WebhookEffect? effect, CancellationToken cancellationToken);

    /// <summary>Forgets webhooks last received before then; answers how many.</summary>
    Task<int> Prune(DateTimeOffset before, CancellationToken cancellationToken);
}

/// <summary>A verified webhook as it is recorded: no payload.</summary>
/// <param name="Provider">Name of the provider port.</param>
/// <param name="Webhook">What it says.</param>
/// <param name="BodyHash">SHA-256 of its bytes.</param>
/// <param name="ReceivedAt">When it came.</param>
public sealed record ReceivedWebhook(
    string Provider,
    ProviderWebhook Webhook,
    ReadOnlyMemory<byte> BodyHash,
    DateTimeOffset ReceivedAt
);

/// <summary>What a webhook moves on one connection.</summary>
/// <param name="Seen">The connection as the decision saw it.</param>
public sealed record WebhookEffect(Connection Seen)
{
    /// <summary>When it is due because of it, if it is not sooner anyway; null leaves the due time alone.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Why then, in words.</summary>
    public string? DueReason { get; init; }

    /// <summary>Whether a run must begin after it: one under way does not count.</summary>
    public bool WantsRun { get; init; }

    /// <summary>The notice the connection has afterwards.</summary>
    public Problem? Notice { get; init; }

    /// <summary>When its consent ends, as far as is known afterwards.</summary>
    public DateTimeOffset? ConsentExpiresAt { get; init; }

    /// <summary>What people are told, and what is true no more.</summary>
    public NotificationChanges Notifications { get; init; } = NotificationChanges.None;

    /// <summary>What is told of it.</summary>
    public IReadOnlyList<LedgerEvent> Events { get; init; } = [];
}
