using System.Text.Json;
using Mingus.Ledger;

namespace Mingus.Bench.Feed;

/// <summary>The same pages as Plaid writes them, for the variant that translates.</summary>
internal static class PlaidPages
{
    public static byte[] Write(PageMaker pages, long page)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            Account(json, pages, page);
            List(json, "added", PageMaker.Added(page), row => Row(json, pages, row));
            List(json, "modified", PageMaker.Modified(page), row => Row(json, pages, row));
            List(json, "removed", PageMaker.Removed(page), row => Removal(json, pages, row));
            json.WriteString("next_cursor", PageMaker.CursorOf(page + 1));
            json.WriteBoolean("has_more", false);
            json.WriteString("transactions_update_status", "HISTORICAL_UPDATE_COMPLETE");
            json.WriteString("request_id", "bench");
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static void Account(Utf8JsonWriter json, PageMaker pages, long page)
    {
        var balance = new Money(pages.BalanceAfter(page), Currency.Official("USD"));
        json.WriteStartArray("accounts");
        json.WriteStartObject();
        json.WriteString("account_id", pages.AccountId);
        json.WriteStartObject("balances");
        json.WritePropertyName("current");
        json.WriteRawValue(balance.ToText());
        json.WritePropertyName("available");
        json.WriteRawValue(balance.ToText());
        json.WriteString("iso_currency_code", "USD");
        json.WriteString("last_updated_datetime", pages.ReadAt(page));
        json.WriteEndObject();
        json.WriteString("mask", "0000");
        json.WriteString("name", "Checking");
        json.WriteString("official_name", "Everyday Checking");
        json.WriteString("type", "depository");
        json.WriteString("subtype", "checking");
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void List(Utf8JsonWriter json, string name, IEnumerable<BankRow> rows, Action<BankRow> write)
    {
        json.WriteStartArray(name);
        foreach (var row in rows)
        {
            write(row);
        }

        json.WriteEndArray();
    }

    private static void Removal(Utf8JsonWriter json, PageMaker pages, BankRow row)
    {
        json.WriteStartObject();
        json.WriteString("transaction_id", row.Id);
        json.WriteString("account_id", pages.AccountId);
        json.WriteEndObject();
    }

    private static void Row(Utf8JsonWriter json, PageMaker pages, BankRow row)
    {
        var content = row.ToContent(pages.Pages);
        json.WriteStartObject();
        json.WriteString("account_id", pages.AccountId);
        json.WriteString("transaction_id", row.Id);
        json.WriteNumber("amount", -content.Amount.Amount);
        json.WriteString("iso_currency_code", "USD");
        json.WriteString("date", content.Date.ToString("yyyy-MM-dd"));
        json.WriteString("authorized_date", content.Date.ToString("yyyy-MM-dd"));
        json.WriteBoolean("pending", row.IsPending);
        json.WriteString("pending_transaction_id", content.PendingTransactionId);
        json.WriteString("name", content.Description);
        json.WriteString("original_description", content.OriginalDescription);
        json.WriteString("merchant_name", content.MerchantName);
        json.WriteString("merchant_entity_id", row.EntityId);
        json.WriteString("payment_channel", content.Details.Channel);
        json.WriteString("transaction_type", "place");
        json.WriteString("logo_url", row.LogoUrl);
        json.WriteString("website", row.WebsiteText);
        json.WriteStartObject("personal_finance_category");
        json.WriteString("primary", row.CategoryText);
        json.WriteString("detailed", row.DetailText);
        json.WriteString("confidence_level", "VERY_HIGH");
        json.WriteEndObject();
        Place(json, row);
        Counterparty(json, row);
        json.WriteEndObject();
    }

    private static void Place(Utf8JsonWriter json, BankRow row)
    {
        json.WriteStartObject("location");
        if (row.IsInStore)
        {
            json.WriteString("address", "300 Post St");
            json.WriteString("city", "San Francisco");
            json.WriteString("region", "CA");
            json.WriteString("postal_code", "94108");
            json.WriteString("country", "US");
            json.WriteNumber("lat", 40.740352m);
            json.WriteNumber("lon", -74.001761m);
            json.WriteString("store_number", "1235");
        }

        json.WriteEndObject();
    }

    private static void Counterparty(Utf8JsonWriter json, BankRow row)
    {
        json.WriteStartArray("counterparties");
        json.WriteStartObject();
        json.WriteString("name", row.MerchantText);
        json.WriteString("type", "merchant");
        json.WriteString("entity_id", row.EntityId);
        json.WriteString("website", row.WebsiteText);
        json.WriteString("logo_url", row.LogoUrl);
        json.WriteString("confidence_level", "VERY_HIGH");
        json.WriteEndObject();
        json.WriteEndArray();
    }
}
