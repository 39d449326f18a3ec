using System.Text.Json;
using Mingus.Streams.Feeds;

namespace Mingus.Streams.Output;

/// <summary>
/// Writes truth.json while the stream is read: what each record describes as it appears, and at the end what really
/// happened. An OFX row and a record that comes back under its id appear twice but are written once.
/// </summary>
internal sealed class TruthWriter : IDisposable
{
    private readonly Utf8JsonWriter json;
    private readonly HashSet<RecordKey> cameBack = [];
    private int added;
    private int keys;

    public TruthWriter(Stream file)
    {
        json = new Utf8JsonWriter(file, LabelledFolder.Relaxed);
        json.WriteStartObject();
        json.WriteStartObject("records");
    }

    public void Take(Page page)
    {
        added += page.Added.Count;
        foreach (var (key, transaction, role) in page.Labels)
        {
            // Of those withdrawn for a while under one id, the first label already says that they come back.
            if (role == "readded" && !cameBack.Add(key))
                continue;
            keys++;
            json.WriteStartArray($"{key.AccountId}|{key.TransactionId}");
            json.WriteStringValue(transaction);
            json.WriteStringValue(role);
            json.WriteEndArray();
        }
        json.Flush();
    }

    public void Finish(LabelledStream stream)
    {
        json.WriteEndObject();
        json.WriteStartObject("reals");
        var end = stream.End;
        foreach (var one in stream.Transactions)
        {
            json.WriteStartArray(one.Id);
            json.WriteStringValue(one.Account.Id);
            json.WriteNumberValue(one.AmountMinor);
            json.WriteStringValue($"{one.Authorized:yyyy-MM-dd}");
            json.WriteStringValue(one.Posted?.ToString("yyyy-MM-dd"));
            json.WriteStringValue(one.StatusAt(end).ToString().ToLowerInvariant());
            json.WriteStringValue(one.TwinClass());
            json.WriteStringValue(one.Merchant.Kind.Name);
            json.WriteStartArray();
            foreach (var tag in one.Tags)
                json.WriteStringValue(tag);
            json.WriteEndArray();
            json.WriteEndArray();
        }
        json.WriteEndObject();
        json.WriteStartObject("accounts");
        foreach (var account in stream.Accounts)
        {
            json.WriteStartObject(account.Id);
            json.WriteString("tenant", account.Tenant);
            json.WriteString("currency", account.Currency.Code);
            json.WriteNumber("exp", account.Currency.Exponent);
            json.WriteString("type", account.IsCredit ? "credit" : "depository");
            json.WriteNumber("opening_minor", account.OpeningMinor);
            json.WriteNumber("final_current_minor", account.BalanceOn(end));
            json.WriteEndObject();
        }
        json.WriteEndObject();
        Meta(stream);
        json.WriteEndObject();
        json.Flush();
    }

    public void Dispose() => json.Dispose();

    private void Meta(LabelledStream stream)
    {
        json.WriteStartObject("meta");
        json.WriteNumber("seed", stream.Order.Seed);
        json.WriteNumber("households", stream.Households);
        json.WriteNumber("days", stream.Days);
        json.WriteString("mix", stream.Order.Mix);
        json.WriteNumber("added_records", added);
        json.WriteNumber("record_keys", keys);
        json.WriteNumber("reals", stream.RealCount);
        json.WriteStartArray("real_fields");
        string[] fields = ["account", "amount_minor", "auth_date", "post_date", "status", "twin_class", "kind", "tags"];
        foreach (var field in fields)
            json.WriteStringValue(field);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
