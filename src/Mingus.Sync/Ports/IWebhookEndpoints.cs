using Mingus.Ledger;

namespace Mingus.Sync.Ports;

/// <summary>Whether an address gets what happens.</summary>
public enum EndpointStatus
{
    Enabled,

    /// <summary>By a person, by its own answer that it is gone, or because it failed for days.</summary>
    Disabled,
}

/// <summary>An address of a tenant that events are sent to; without its secret.</summary>
public sealed record WebhookEndpoint
{
    public required WebhookEndpointId Id { get; init; }

    public required string Tenant { get; init; }

    /// <summary>Who made it, and is told when it is disabled.</summary>
    public required UserId UserId { get; init; }

    public required string Url { get; init; }

    /// <summary>The event types it wants; null for all.</summary>
    public IReadOnlyList<string>? EventTypes { get; init; }

    public EndpointStatus Status { get; init; } = EndpointStatus.Enabled;

    /// <summary>Why it is disabled; null while it is not.</summary>
    public string? DisabledReason { get; init; }

    public DateTimeOffset? DisabledAt { get; init; }

    /// <summary>Since when every attempt failed; null when the last one did not.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>Where a delivery stands.</summary>
public enum DeliveryState
{
    Pending,
    Delivered,

    /// <summary>Given up; it can be replayed.</summary>
    Failed,
}

/// <summary>One event on its way to one address.</summary>
public sealed record WebhookDelivery
{
    public required WebhookDeliveryId Id { get; init; }

    public required string Type { get; init; }

    /// <summary>The user's event it carries; null for a test.</summary>
    public long? Sequence { get; init; }

    public required DeliveryState State { get; init; }

    /// <summary>Attempts so far, with one under way.</summary>
    public required int Attempts { get; init; }

    /// <summary>When it is tried next; null when it is not.</summary>
    public DateTimeOffset? NextAt { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? DeliveredAt { get; init; }

    /// <summary>The last HTTP status; null when none came.</summary>
    public int? LastStatus { get; init; }

    /// <summary>What went wrong the last time, in a word for programs; null when nothing did.</summary>
    public string? LastError { get; init; }
}

/// <summary>Addresses that events are sent to, by tenant, and what was sent to them.</summary>
public interface IWebhookEndpoints
{
    /// <summary>Keeps a new address with its sealed secret.</summary>
    Task Add(WebhookEndpoint endpoint, byte[] sealedSecret, CancellationToken cancellationToken);

    /// <summary>All of a tenant, oldest first.</summary>
    Task<IReadOnlyList<WebhookEndpoint>> List(string tenant, CancellationToken cancellationToken);

    /// <summary>One; null when the tenant has none of that id.</summary>
    Task<WebhookEndpoint?> Find(string tenant, WebhookEndpointId id, CancellationToken cancellationToken);

    /// <summary>Writes address, types and status; enabled again, it has not failed yet. False when it is not
    /// there.</summary>
    Task<bool> Save(WebhookEndpoint endpoint, CancellationToken cancellationToken);

    /// <summary>Replaces its secret; the one before signs beside it until then. False when it is not there.</summary>
    Task<bool> Rotate(
        string tenant,
        WebhookEndpointId id,
        byte[] sealedSecret,
        DateTimeOffset previousUntil,
        CancellationToken cancellationToken
    );

    /// <summary>Removes it with its deliveries. False when it is not there.</summary>
    Task<bool> Delete(string tenant, WebhookEndpointId id, CancellationToken cancellationToken);

    /// <summary>What was sent to it and is to be sent, newest first.</summary>
    Task<Page<WebhookDelivery>> Deliveries(
        WebhookEndpointId id,
        DeliveryState? state,
        PageRequest page,
        CancellationToken cancellationToken
    );

    /// <summary>One delivery; null when the address has none of that id.</summary>
    Task<WebhookDelivery?> Delivery(
        WebhookEndpointId id,
        WebhookDeliveryId delivery,
        CancellationToken cancellationToken
    );

    /// <summary>Queues a test.</summary>
    Task<WebhookDelivery> AddTest(
        WebhookEndpoint endpoint,
        UserId userId,
        DateTimeOffset now,
        CancellationToken cancellationToken
    );

    /// <summary>Sends a delivery again from the first attempt on, under its id. Null when the address has none of that
    /// id.</summary>
    Task<WebhookDelivery?> Replay(
        WebhookEndpointId id,
        WebhookDeliveryId delivery,
        DateTimeOffset now,
        CancellationToken cancellationToken
    );

    /// <summary>Queues every event since then that was never delivered: those that failed, and those of the time in
    /// which the address was disabled or not there. Answers how many.</summary>
    Task<int> ReplaySince(
        WebhookEndpoint endpoint,
        DateTimeOffset since,
        DateTimeOffset now,
        CancellationToken cancellationToken
    );
}

/// <summary>A delivery that is due, with all that sending it needs.</summary>
/// <param name="Delivery">The delivery, its attempt counted.</param>
/// <param name="Endpoint">The address.</param>
/// <param name="SealedSecret">Its secret.</param>
/// <param name="SealedPrevious">The secret before, while it still signs; else null.</param>
/// <param name="ExternalUserId">The integrator's own id of the user it is about.</param>
/// <param name="Data">The event's JSON object; null when it is a test, or the event is not kept any more.</param>
public sealed record DueDelivery(
    WebhookDelivery Delivery,
    WebhookEndpoint Endpoint,
    byte[] SealedSecret,
    byte[]? SealedPrevious,
    string ExternalUserId,
    string? Data
);

/// <summary>How an attempt ended.</summary>
/// <param name="Due">What was sent.</param>
/// <param name="Delivery">The delivery after it.</param>
/// <param name="FailingSince">Since when the address fails; null when it does not.</param>
/// <param name="DisabledReason">Why the address is disabled now; null when it is not.</param>
public sealed record DeliveryResult(
    DueDelivery Due,
    WebhookDelivery Delivery,
    DateTimeOffset? FailingSince,
    string? DisabledReason
)
{
    /// <summary>What the one who made the address is told.</summary>
    public NotificationChanges Notifications { get; init; } = NotificationChanges.None;

    /// <summary>Events of that.</summary>
    public IReadOnlyList<LedgerEvent> Events { get; init; } = [];
}

/// <summary>
/// What is on its way to addresses. Rows come with the commits that write events; whoever claims one has it for a
/// while, and if nobody says how it ended it is due again: at least once.
/// </summary>
public interface IWebhookOutbox
{
    /// <summary>Takes deliveries that are due, of enabled addresses, the longest due first, few at a time of one
    /// address.</summary>
    /// <param name="now">Now.</param>
    /// <param name="until">Until when they are this process's.</param>
    /// <param name="limit">So many at most.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<IReadOnlyList<DueDelivery>> Claim(
        DateTimeOffset now,
        DateTimeOffset until,
        int limit,
        CancellationToken cancellationToken
    );

    /// <summary>Writes how an attempt ended. Nothing when the delivery was claimed anew or replayed
    /// meanwhile.</summary>
    Task Finish(DeliveryResult result, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Forgets deliveries made before then; answers how many.</summary>
    Task<int> Prune(DateTimeOffset before, CancellationToken cancellationToken);
}

/// <summary>Seals the secrets of addresses for rest, each bound to its address.</summary>
public interface IEndpointSecrets
{
    /// <summary>Seals a secret for one address.</summary>
    byte[] Seal(ProtectedToken secret, WebhookEndpointId endpointId);

    /// <summary>Opens what was sealed for that address.</summary>
    /// <exception cref="SecretException">It was sealed for another place, altered, or its key is not here.</exception>
    ProtectedToken Open(byte[] sealedSecret, WebhookEndpointId endpointId);
}
