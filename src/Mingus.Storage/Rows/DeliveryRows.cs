using System.Buffers.Binary;
using Mingus.Ledger;
using Mingus.Storage.Scripts;
using Mingus.Sync.Ports;

namespace Mingus.Storage.Rows;

/// <summary>Addresses of outgoing webhooks and what is sent to them, at rest.</summary>
internal static class DeliveryRows
{
    private const int DeliveryColumns = 11;
    private const int EndpointColumns = 10;

    public static WebhookEndpoint ReadEndpoint(IRow row) => ReadEndpoint(row, 0);

    public static WebhookDelivery ReadDelivery(IRow row) =>
        new()
        {
            Id = IdOf(new WebhookEndpointId(row.Id(0)), row.Long(1)),
            Type = row.Text(2),
            Sequence = row.LongOrNull(3),
            State = Words<DeliveryState>.Read(row.Text(4)),
            Attempts = row.Int(5),
            NextAt = row.InstantOrNull(6),
            CreatedAt = row.Instant(7),
            DeliveredAt = row.InstantOrNull(8),
            LastStatus = row.IsNull(9) ? null : row.Int(9),
            LastError = row.TextOrNull(10),
        };

    public static DueDelivery ReadDue(IRow row)
    {
        const int after = DeliveryColumns + EndpointColumns;
        return new DueDelivery(
            ReadDelivery(row),
            ReadEndpoint(row, DeliveryColumns),
            row.Bytes(after),
            row.IsNull(after + 1) ? null : row.Bytes(after + 1),
            row.Text(after + 2),
            row.TextOrNull(after + 3)
        );
    }

    public static void BindEndpoint(IArgs args, WebhookEndpoint endpoint)
    {
        Key(args, endpoint.Tenant, endpoint.Id);
        args.Text("url", endpoint.Url);
        args.Text("event_types", endpoint.EventTypes is { } types ? $" {string.Join(' ', types)} " : null);
        args.Word("status", endpoint.Status);
    }

    public static void Key(IArgs args, string tenant, WebhookEndpointId id)
    {
        args.Text("tenant_id", tenant);
        args.Id("endpoint_id", id.Value);
    }

    public static void Key(IArgs args, WebhookEndpointId id, WebhookDeliveryId delivery)
    {
        args.Id("endpoint_id", id.Value);
        args.Long("delivery_number", NumberOf(id, delivery));
    }

    /// <summary>The outside id of a delivery: half of it the address's, half its number.</summary>
    public static WebhookDeliveryId IdOf(WebhookEndpointId endpoint, long number)
    {
        Span<byte> bytes = stackalloc byte[16];
        endpoint.Value.TryWriteBytes(bytes, bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], number);
        return new WebhookDeliveryId(new Guid(bytes, bigEndian: true));
    }

    /// <summary>The number of a delivery; 0, which none has, for one of another address.</summary>
    public static long NumberOf(WebhookEndpointId endpoint, WebhookDeliveryId delivery)
    {
        Span<byte> bytes = stackalloc byte[16];
        delivery.Value.TryWriteBytes(bytes, bigEndian: true, out _);
        var number = BinaryPrimitives.ReadInt64BigEndian(bytes[8..]);
        return IdOf(endpoint, number) == delivery ? number : 0;
    }

    private static WebhookEndpoint ReadEndpoint(IRow row, int first) =>
        new()
        {
            Id = new WebhookEndpointId(row.Id(first)),
            Tenant = row.Text(first + 1),
            UserId = new UserId(row.Long(first + 2)),
            Url = row.Text(first + 3),
            EventTypes = row.TextOrNull(first + 4)?.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            Status = Words<EndpointStatus>.Read(row.Text(first + 5)),
            DisabledReason = row.TextOrNull(first + 6),
            DisabledAt = row.InstantOrNull(first + 7),
            FailingSince = row.InstantOrNull(first + 8),
            CreatedAt = row.Instant(first + 9),
        };
}
