using Mingus.Ledger;
using Mingus.Storage.Rows;
using Mingus.Storage.Scripts;
using Mingus.Sync.Ports;

namespace Mingus.Storage;

/// <summary>Addresses of outgoing webhooks, by tenant.</summary>
internal sealed class WebhookEndpoints(Journal journal) : IWebhookEndpoints
{
    private const string TestType = "webhook.test";

    public Task Add(WebhookEndpoint endpoint, byte[] sealedSecret, CancellationToken cancellationToken)
    {
        var script = new Script().Run(
            Sql.AddEndpoint,
            args =>
            {
                DeliveryRows.BindEndpoint(args, endpoint);
                args.Long("user_id", endpoint.UserId.Value);
                args.Bytes("sealed_secret", sealedSecret);
                args.Instant("created_at", endpoint.CreatedAt);
            }
        );
        return journal.Write(script, cancellationToken);
    }

    public async Task<IReadOnlyList<WebhookEndpoint>> List(string tenant, CancellationToken cancellationToken)
    {
        var found = new List<WebhookEndpoint>();
        var script = new Script().Read(
            Sql.ListEndpoints,
            args => args.Text("tenant_id", tenant),
            row => found.Add(DeliveryRows.ReadEndpoint(row))
        );
        await journal.Read(script, cancellationToken);
        return found;
    }

    public async Task<WebhookEndpoint?> Find(string tenant, WebhookEndpointId id, CancellationToken cancellationToken)
    {
        WebhookEndpoint? found = null;
        var script = new Script().Read(
            Sql.ReadEndpoint,
            args => DeliveryRows.Key(args, tenant, id),
            row => found = DeliveryRows.ReadEndpoint(row)
        );
        await journal.Read(script, cancellationToken);
        return found;
    }

    public Task<bool> Save(WebhookEndpoint endpoint, CancellationToken cancellationToken) =>
        IsWritten(
            Sql.SaveEndpoint,
            args =>
            {
                DeliveryRows.BindEndpoint(args, endpoint);
                args.Text("disabled_reason", endpoint.DisabledReason);
                args.Instant("disabled_at", endpoint.DisabledAt);
                args.Instant("failing_since", endpoint.FailingSince);
            },
            cancellationToken
        );

    public Task<bool> Rotate(
        string tenant,
        WebhookEndpointId id,
        byte[] sealedSecret,
        DateTimeOffset previousUntil,
        CancellationToken cancellationToken
    ) =>
        IsWritten(
            Sql.RotateEndpoint,
            args =>
            {
                DeliveryRows.Key(args, tenant, id);
                args.Instant("previous_until", previousUntil);
                args.Bytes("sealed_secret", sealedSecret);
            },
            cancellationToken
        );

    public async Task<bool> Delete(string tenant, WebhookEndpointId id, CancellationToken cancellationToken)
    {
        var isThere = false;
        var script = new Script()
            .Require(
                Sql.DeleteEndpoint,
                Refusal.Unknown,
                args => DeliveryRows.Key(args, tenant, id),
                _ => isThere = true
            )
            .Run(Sql.DeleteDeliveries, args => args.Id("endpoint_id", id.Value));
        try
        {
            await journal.Write(script, cancellationToken);
            return isThere;
        }
        catch (RefusedException)
        {
            return false;
        }
    }

    public async Task<Page<WebhookDelivery>> Deliveries(
        WebhookEndpointId id,
        DeliveryState? state,
        PageRequest page,
        CancellationToken cancellationToken
    )
    {
        var before = PageKey.Read(ListKind.Deliveries, page.After) ?? PageKey.Top;
        var list = new Listing<WebhookDelivery>(
            ListKind.Deliveries,
            page.Limit,
            DeliveryRows.ReadDelivery,
            delivery => new PageKey(DeliveryRows.NumberOf(id, delivery.Id), Guid.Empty)
        );
        var script = new Script().Read(
            Sql.ListDeliveries,
            args =>
            {
                args.Id("endpoint_id", id.Value);
                args.Long("before", before.Order);
                args.Text("state", state is { } wanted ? Words<DeliveryState>.Of(wanted) : null);
                args.Long("limit", list.RowsAsked);
            },
            list.Read
        );
        await journal.Read(script, cancellationToken);
        return list.Page;
    }

    public async Task<WebhookDelivery?> Delivery(
        WebhookEndpointId id,
        WebhookDeliveryId delivery,
        CancellationToken cancellationToken
    )
    {
        WebhookDelivery? found = null;
        var script = new Script().Read(
            Sql.ReadDelivery,
            args => DeliveryRows.Key(args, id, delivery),
            row => found = DeliveryRows.ReadDelivery(row)
        );
        await journal.Read(script, cancellationToken);
        return found;
    }

    public async Task<WebhookDelivery> AddTest(
        WebhookEndpoint endpoint,
        UserId userId,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        WebhookDelivery? added = null;
        var script = new Script().Read(
            Sql.AddTestDelivery,
            args =>
            {
                args.Id("endpoint_id", endpoint.Id.Value);
                args.Long("user_id", userId.Value);
                args.Text("type", TestType);
                args.Instant("now", now);
            },
            row => added = DeliveryRows.ReadDelivery(row)
        );
        await journal.Write(script, cancellationToken);
        return added!;
    }

    public async Task<WebhookDelivery?> Replay(
        WebhookEndpointId id,
        WebhookDeliveryId delivery,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        WebhookDelivery? replayed = null;
        var script = new Script().Read(
            Sql.ReplayDelivery,
            args =>
            {
                DeliveryRows.Key(args, id, delivery);
                args.Instant("now", now);
            },
            row => replayed = DeliveryRows.ReadDelivery(row)
        );
        await journal.Write(script, cancellationToken);
        return replayed;
    }

    public async Task<int> ReplaySince(
        WebhookEndpoint endpoint,
        DateTimeOffset since,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var count = 0;
        void Bind(IArgs args)
        {
            args.Id("endpoint_id", endpoint.Id.Value);
            args.Instant("since", since);
            args.Instant("now", now);
        }

        var script = new Script().Read(Sql.ReplayFailed, Bind, _ => count++).Read(Sql.ReplayMissed, Bind, _ => count++);
        await journal.Write(script, cancellationToken);
        return count;
    }

    private async Task<bool> IsWritten(Statement statement, Action<IArgs> bind, CancellationToken cancellationToken)
    {
        var isWritten = false;
        await journal.Write(new Script().Read(statement, bind, _ => isWritten = true), cancellationToken);
        return isWritten;
    }
}
