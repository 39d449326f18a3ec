using System.Text.Json;
using Mingus.Sandbox.Bank;

namespace Mingus.Sandbox.Wire;

/// <summary>Writes transactions with every member that Plaid's have.</summary>
internal static class TransactionWriter
{
    private static readonly string[] s_unusedMeta =
    [
        "by_order_of",
        "payee",
        "payer",
        "payment_processor",
        "ppd_id",
        "reason",
    ];

    public static string StatusOf(Phase phase) =>
        phase switch
        {
            Phase.NotReady => "NOT_READY",
            Phase.Initial => "INITIAL_UPDATE_COMPLETE",
            _ => "HISTORICAL_UPDATE_COMPLETE",
        };

    public static void WriteAll(Utf8JsonWriter w, string name, IEnumerable<Row> rows, Item item, PlaidRequest options)
    {
        var original = options.Flag("include_original_description");
        var version = options.Text("personal_finance_category_version") ?? "v1";
        w.WriteStartArray(name);
        foreach (var row in rows)
        {
            Write(w, row, item.Accounts[row.Account].Id, original, version);
        }
        w.WriteEndArray();
    }

    public static void WriteCategory(Utf8JsonWriter w, Payee payee, string version)
    {
        w.WriteStartObject("personal_finance_category");
        w.WriteString("confidence_level", payee.Merchant is null ? "LOW" : "VERY_HIGH");
        w.WriteString("detailed", payee.Detailed);
        w.WriteString("primary", payee.Primary);
        w.WriteString("version", version);
        w.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter w, Row row, string accountId, bool original, string version)
    {
        var payee = row.Payee;
        w.WriteStartObject();
        w.WriteString("account_id", accountId);
        w.WriteNull("account_owner");
        w.WriteNumber("amount", row.Amount);
        w.WriteDay("authorized_date", row.AuthorizedDate);
        w.WriteInstant("authorized_datetime", row.AuthorizedAt);
        w.WriteNull("category");
        w.WriteNull("category_id");
        w.WriteNull("check_number");
        WriteCounterparties(w, payee);
        w.WriteDay("date", row.Date);
        w.WriteNull("datetime");
        w.WriteCurrency(row.Currency);
        WriteLocation(w, payee.Place);
        w.WriteString("logo_url", payee.Merchant is { } m ? $"https://{m.Website}/logo.png" : null);
        w.WriteString("merchant_entity_id", payee.Merchant?.EntityId);
        w.WriteString("merchant_name", payee.Merchant?.Name);
        w.WriteString("name", row.Name);
        w.WriteString("original_description", original ? payee.BankText : null);
        w.WriteString("payment_channel", payee.Channel);
        WritePaymentMeta(w, payee);
        w.WriteBoolean("pending", row.Pending);
        w.WriteString("pending_transaction_id", row.PendingId);
        WriteCategory(w, payee, version);
        w.WriteString(
            "personal_finance_category_icon_url",
            $"https://plaid-category-icons.plaid.com/PFC_{payee.Primary}.png"
        );
        w.WriteString("transaction_code", payee.Code);
        w.WriteString("transaction_id", row.Id);
        w.WriteString("transaction_type", TypeOf(payee.Channel));
        w.WriteString("website", payee.Merchant?.Website);
        w.WriteEndObject();
    }

    private static string TypeOf(string channel) =>
        channel switch
        {
            "online" => "digital",
            "in store" => "place",
            _ => "special",
        };

    private static void WriteCounterparties(Utf8JsonWriter w, Payee payee)
    {
        w.WriteStartArray("counterparties");
        if (payee is { Merchant: { } merchant, CounterpartyType: { } type })
        {
            w.WriteStartObject();
            w.WriteNull("account_numbers");
            w.WriteString("confidence_level", "VERY_HIGH");
            w.WriteString("entity_id", merchant.EntityId);
            w.WriteString("logo_url", $"https://{merchant.Website}/logo.png");
            w.WriteString("name", merchant.Name);
            w.WriteString("type", type);
            w.WriteString("website", merchant.Website);
            w.WriteEndObject();
        }
        w.WriteEndArray();
    }

    private static void WriteLocation(Utf8JsonWriter w, Place? place)
    {
        w.WriteStartObject("location");
        w.WriteString("address", place?.Address);
        w.WriteString("city", place?.City);
        w.WriteString("country", place?.Country);
        w.WriteMoney("lat", place?.Lat);
        w.WriteMoney("lon", place?.Lon);
        w.WriteString("postal_code", place?.PostalCode);
        w.WriteString("region", place?.Region);
        w.WriteString("store_number", place?.Store);
        w.WriteEndObject();
    }

    private static void WritePaymentMeta(Utf8JsonWriter w, Payee payee)
    {
        w.WriteStartObject("payment_meta");
        foreach (var name in s_unusedMeta)
        {
            w.WriteNull(name);
        }
        w.WriteString("payment_method", payee.PaymentMethod);
        w.WriteString("reference_number", payee.Reference);
        w.WriteEndObject();
    }
}
