using System.Text;
using Mingus.Ledger;
using Mingus.Simulation.Memory;
using Mingus.Simulation.Script;
using Mingus.Sync.Ports;

namespace Mingus.Simulation.Nodes;

/// <summary>Webhooks in, as a node records them.</summary>
internal sealed class NodeInbox(IWebhookInbox inner, FaultPoints points) : IWebhookInbox
{
    public Task<IReadOnlyList<Connection>> ConnectionsOf(
        string provider,
        string itemId,
        CancellationToken cancellationToken
    ) => points.Store(() => inner.ConnectionsOf(provider, itemId, cancellationToken));

    public Task<bool> Record(ReceivedWebhook webhook, WebhookEffect? effect, CancellationToken cancellationToken) =>
        points.Store(() => inner.Record(webhook, effect, cancellationToken));

    public Task<int> Prune(DateTimeOffset before, CancellationToken cancellationToken) =>
        inner.Prune(before, cancellationToken);
}

/// <summary>Webhooks out, as a node sends them.</summary>
internal sealed class NodeOutbox(MemoryOutbox inner, FaultPoints points, PlantedBug bug) : IWebhookOutbox
{
    // Looked for twice a second while time passes: no fault point, or nothing else would ever have its turn.
    public Task<IReadOnlyList<DueDelivery>> Claim(
        DateTimeOffset now,
        DateTimeOffset until,
        int limit,
        CancellationToken cancellationToken
    ) =>
        inner.IsAnyDue(now)
            ? points.Store(() => inner.Claim(now, until, limit, cancellationToken))
            : Task.FromResult<IReadOnlyList<DueDelivery>>([]);

    public Task Finish(DeliveryResult result, DateTimeOffset now, CancellationToken cancellationToken) =>
        points.Store(() => inner.Finish(bug.Finished is { } change ? change(result) : result, now, cancellationToken));

    public Task<int> Prune(DateTimeOffset before, CancellationToken cancellationToken) =>
        inner.Prune(before, cancellationToken);
}

/// <summary>Secrets of addresses, as they are.</summary>
internal sealed class PlainSecrets : IEndpointSecrets
{
    public byte[] Seal(ProtectedToken secret, WebhookEndpointId endpointId) => Encoding.UTF8.GetBytes(secret.Reveal());

    public ProtectedToken Open(byte[] sealedSecret, WebhookEndpointId endpointId) =>
        new(Encoding.UTF8.GetString(sealedSecret));
}
