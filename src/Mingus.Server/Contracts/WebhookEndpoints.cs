using System.ComponentModel.DataAnnotations;
using Mingus.Sync.Ports;

namespace Mingus.Server.Contracts;

/// <summary>A new address for events: all of them, or those of the types named.</summary>
internal sealed record WebhookEndpointRequest([property: Required] string? Url, IReadOnlyList<string>? EventTypes)
    : IRequestBody;

/// <summary>What changes of an address. Enabled again, it gets what happens from then on; replay what it
/// missed. An empty list of types is all of them.</summary>
internal sealed record WebhookEndpointEdit(string? Url, IReadOnlyList<string>? EventTypes, bool? Enabled)
    : IRequestBody;

/// <summary>From when on what was not delivered is sent again.</summary>
internal sealed record ReplayRequest([property: Required] DateTimeOffset? Since) : IRequestBody;

/// <summary>How many deliveries are on their way because of it.</summary>
internal sealed record ReplayBody(int Queued);

/// <summary>
/// An address that events are sent to. <c>secret</c> stands only in the answers to making it and to rotating: it is not
/// shown again. <c>eventTypes</c> is left out for all types.
/// </summary>
internal sealed record WebhookEndpointBody(
    string Id,
    string Url,
    IReadOnlyList<string>? EventTypes,
    EndpointStatus Status,
    string? DisabledReason,
    DateTimeOffset? DisabledAt,
    DateTimeOffset? FailingSince,
    DateTimeOffset CreatedAt,
    string? Secret
)
{
    public static WebhookEndpointBody From(WebhookEndpoint endpoint, string? secret = null) =>
        new(
            endpoint.Id.ToString(),
            endpoint.Url,
            endpoint.EventTypes,
            endpoint.Status,
            endpoint.DisabledReason,
            endpoint.DisabledAt,
            endpoint.FailingSince,
            endpoint.CreatedAt,
            secret
        );
}

/// <summary>One event on its way to one address; its id is the <c>webhook-id</c> of every attempt.</summary>
internal sealed record WebhookDeliveryBody(
    string Id,
    string Type,
    long? Sequence,
    DeliveryState State,
    int Attempts,
    DateTimeOffset? NextAt,
    DateTimeOffset CreatedAt,
    DateTimeOffset? DeliveredAt,
    int? LastStatus,
    string? LastError
)
{
    public static WebhookDeliveryBody From(WebhookDelivery delivery) =>
        new(
            delivery.Id.ToString(),
            delivery.Type,
            delivery.Sequence,
            delivery.State,
            delivery.Attempts,
            delivery.NextAt,
            delivery.CreatedAt,
            delivery.DeliveredAt,
            delivery.LastStatus,
            delivery.LastError
        );
}
