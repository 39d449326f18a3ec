using System.Text;
using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Server.Tests.Fakes;

/// <summary>Addresses in memory, to which nothing is ever due; secrets sealed by nothing.</summary>
internal sealed class FakeOutbox : IWebhookEndpoints, IWebhookOutbox, IEndpointSecrets
{
    private readonly Dictionary<WebhookEndpointId, WebhookEndpoint> _endpoints = [];

    public Task Add(WebhookEndpoint endpoint, byte[] sealedSecret, CancellationToken cancellationToken)
    {
        _endpoints[endpoint.Id] = endpoint;
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<WebhookEndpoint>> List(string tenant, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<WebhookEndpoint>>([.. _endpoints.Values.Where(e => e.Tenant == tenant)]);

    public Task<WebhookEndpoint?> Find(string tenant, WebhookEndpointId id, CancellationToken cancellationToken) =>
        Task.FromResult(_endpoints.GetValueOrDefault(id) is { } e && e.Tenant == tenant ? e : null);

    public Task<bool> Save(WebhookEndpoint endpoint, CancellationToken cancellationToken)
    {
        _endpoints[endpoint.Id] = endpoint;
        return Task.FromResult(true);
    }

    public Task<bool> Rotate(
        string tenant,
        WebhookEndpointId id,
        byte[] sealedSecret,
        DateTimeOffset previousUntil,
        CancellationToken cancellationToken
    ) => Task.FromResult(true);

    public Task<bool> Delete(string tenant, WebhookEndpointId id, CancellationToken cancellationToken) =>
        Task.FromResult(_endpoints.Remove(id));

    public Task<Page<WebhookDelivery>> Deliveries(
        WebhookEndpointId id,
        DeliveryState? state,
        PageRequest page,
        CancellationToken cancellationToken
    ) => Task.FromResult(new Page<WebhookDelivery>([], null));

    public Task<WebhookDelivery?> Delivery(
        WebhookEndpointId id,
        WebhookDeliveryId delivery,
        CancellationToken cancellationToken
    ) => Task.FromResult<WebhookDelivery?>(null);

    public Task<WebhookDelivery> AddTest(
        WebhookEndpoint endpoint,
        UserId userId,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        Task.FromResult(
            new WebhookDelivery
            {
                Id = new WebhookDeliveryId(endpoint.Id.Value),
                Type = "webhook.test",
                State = DeliveryState.Pending,
                Attempts = 0,
                CreatedAt = now,
            }
        );

    public Task<WebhookDelivery?> Replay(
        WebhookEndpointId id,
        WebhookDeliveryId delivery,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => Task.FromResult<WebhookDelivery?>(null);

    public Task<int> ReplaySince(
        WebhookEndpoint endpoint,
        DateTimeOffset since,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => Task.FromResult(0);

    public Task<IReadOnlyList<DueDelivery>> Claim(
        DateTimeOffset now,
        DateTimeOffset until,
        int limit,
        CancellationToken cancellationToken
    ) => Task.FromResult<IReadOnlyList<DueDelivery>>([]);

    public Task Finish(DeliveryResult result, DateTimeOffset now, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public Task<int> Prune(DateTimeOffset before, CancellationToken cancellationToken) => Task.FromResult(0);

    public byte[] Seal(ProtectedToken secret, WebhookEndpointId endpointId) => Encoding.UTF8.GetBytes(secret.Reveal());

    public ProtectedToken Open(byte[] sealedSecret, WebhookEndpointId endpointId) =>
        new(Encoding.UTF8.GetString(sealedSecret));
}
