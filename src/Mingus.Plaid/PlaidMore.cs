using System.Text.Json;
using Mingus.Ledger;
using Mingus.Plaid.Wire;
using Mingus.Sync.Ports;

namespace Mingus.Plaid;

/// <summary>Answers beside the change stream: recurring streams, banks, webhook keys. Pure, like the rest of
/// translation.</summary>
internal static class PlaidMore
{
    private const int TransactionsMax = 10_000;

    /// <summary>/transactions/recurring/get. Plaid's inflows are negative; ours are positive.</summary>
    /// <exception cref="ProviderException">The frame of the answer cannot be read.</exception>
    public static PlaidRecurring Recurring(JsonElement root, string? requestId)
    {
        var unreadable = new List<UnreadableRecord>();
        return new PlaidRecurring(
            Streams(PlaidTranslation.List(root, "inflow_streams", requestId), unreadable),
            Streams(PlaidTranslation.List(root, "outflow_streams", requestId), unreadable),
            unreadable,
            new WireObject(root, new WireNotes()).Moment("updated_datetime")
        );
    }

    /// <summary>/institutions/get_by_id.</summary>
    /// <exception cref="ProviderException">The bank has no name.</exception>
    public static PlaidInstitution Institution(JsonElement root, string institutionId, string? requestId)
    {
        var bank = new WireObject(root, new WireNotes()).Object("institution");
        var name = bank?.Text("name");
        return string.IsNullOrWhiteSpace(name)
            ? throw PlaidTranslation.Unreadable("the institution has no name", requestId)
            : new PlaidInstitution(institutionId, name, bank?.Text("url"), bank?.Text("primary_color"));
    }

    /// <summary>/webhook_verification_key/get.</summary>
    /// <exception cref="ProviderException">A part of the key is missing.</exception>
    public static PlaidWebhookKey WebhookKey(JsonElement root, string? requestId)
    {
        var key = new WireObject(root, new WireNotes()).Object("key");
        if (
            key is not { } wire
            || wire.Text("kid") is not { Length: > 0 } id
            || wire.Text("alg") is not { } algorithm
            || wire.Text("crv") is not { } curve
            || wire.Text("x") is not { } x
            || wire.Text("y") is not { } y
        )
        {
            throw PlaidTranslation.Unreadable("the key is not complete", requestId);
        }

        return new PlaidWebhookKey(
            id,
            algorithm,
            curve,
            x,
            y,
            Seconds(wire, "created_at"),
            Seconds(wire, "expired_at")
        );
    }

    private static List<PlaidStream> Streams(IEnumerable<JsonElement> elements, List<UnreadableRecord> unreadable)
    {
        var streams = new List<PlaidStream>();
        foreach (var element in elements)
        {
            var notes = new WireNotes();
            var stream = element.ValueKind == JsonValueKind.Object ? Stream(new WireObject(element, notes)) : null;
            if (stream is not null)
            {
                streams.Add(stream);
                continue;
            }

            var failure = notes.Failure ?? new UnreadableField("stream", "The stream is not an object.");
            var payload = WireText.PayloadOf(element);
            unreadable.Add(new UnreadableRecord(null, null, failure.Field, failure.Reason, payload));
        }

        return streams;
    }

    private static PlaidStream? Stream(WireObject wire)
    {
        var id = wire.RequiredId("stream_id");
        var accountId = wire.RequiredId("account_id");
        var description = wire.RequiredText("description");
        var first = wire.Date("first_date", isRequired: true);
        var last = wire.Date("last_date", isRequired: true);
        var next = wire.Date("predicted_next_date", isRequired: false);
        var isActive = wire.RequiredFlag("is_active");
        var average = Amount(wire, "average_amount");
        var latest = Amount(wire, "last_amount");
        if (wire.Notes.Failure is not null || first is null || last is null)
        {
            return null;
        }

        return new PlaidStream
        {
            StreamId = id!,
            ProviderAccountId = accountId!,
            Description = description!,
            MerchantName = wire.Text("merchant_name"),
            FirstDate = first.Value,
            LastDate = last.Value,
            PredictedNextDate = next,
            Frequency = wire.Text("frequency"),
            Status = wire.Text("status"),
            IsActive = isActive,
            AverageAmount = average,
            LastAmount = latest,
            TransactionIds = [.. Ids(wire)],
        };
    }

    private static Money? Amount(WireObject wire, string name) =>
        wire.Object(name) is { } amount && amount.TryGet("amount", out _) && WireMoney.Currency(amount) is { } currency
            ? WireMoney.Amount(amount, "amount", currency, isNegated: true, out _)
            : null;

    private static IEnumerable<string> Ids(WireObject wire) =>
        wire.Items("transaction_ids", TransactionsMax)
            .Where(i => i.ValueKind == JsonValueKind.String)
            .Select(i => i.GetString()!);

    private static DateTimeOffset? Seconds(WireObject wire, string name) =>
        wire.Number(name) is { } seconds and > -62_135_596_800m and < 253_402_300_800m
            ? DateTimeOffset.FromUnixTimeSeconds(decimal.ToInt64(seconds))
            : null;
}
