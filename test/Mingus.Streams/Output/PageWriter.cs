using System.Text.Json;
using Mingus.Streams.Feeds;

namespace Mingus.Streams.Output;

/// <summary>Writes pages, accounts and links in the words and order of the labelled sets.</summary>
internal static class PageWriter
{
    private const string DateFormat = "yyyy-MM-dd";

    public static void Page(Utf8JsonWriter json, Page page)
    {
        json.WriteStartObject();
        json.WriteNumber("seq", page.Sequence);
        json.WriteString("delivered_at", page.DeliveredOn.ToString(DateFormat) + "T12:00:00Z");
        json.WriteString("tenant_id", page.TenantId);
        json.WriteString("connection_id", page.ItemId);
        json.WriteString("item_id", page.ItemId);
        json.WriteString("user", page.User);
        json.WriteString("institution_id", page.InstitutionId);
        json.WriteString("provider", page.Provider);
        json.WriteNull("link_generation");
        json.WriteString("cursor", page.Cursor);
        json.WriteString("next_cursor", page.NextCursor);
        json.WriteBoolean("has_more", page.HasMore);
        json.WriteStartArray("accounts");
        foreach (var account in page.Accounts)
        {
            json.WriteStartObject();
            Account(json, account);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        Records(json, "added", page.Added);
        Records(json, "modified", page.Modified);
        json.WriteStartArray("removed");
        foreach (var key in page.Removed)
        {
            json.WriteStartObject();
            json.WriteString("transaction_id", key.TransactionId);
            json.WriteString("account_id", key.AccountId);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>A line of accounts.jsonl: the account as it was last shown, with its item.</summary>
    public static void AccountLine(Utf8JsonWriter json, FeedAccount account, ConnectionPlan plan)
    {
        json.WriteStartObject();
        Account(json, account);
        json.WriteString("item_id", plan.Id);
        json.WriteString("tenant_id", plan.Tenant);
        json.WriteString("provider", plan.Provider);
        json.WriteString("institution_id", plan.InstitutionId);
        json.WriteEndObject();
    }

    /// <summary>A line of account_links.jsonl.</summary>
    public static void LinkLine(Utf8JsonWriter json, FeedAccount account, ConnectionPlan plan)
    {
        json.WriteStartObject();
        json.WriteString("tenant_id", plan.Tenant);
        json.WriteString("account_id", account.AccountId);
        json.WriteString("canonical_account", account.Canonical);
        json.WriteEndObject();
    }

    private static void Account(Utf8JsonWriter json, FeedAccount account)
    {
        json.WriteString("account_id", account.AccountId);
        json.WriteString("mask", account.Mask);
        json.WriteString("name", account.Name);
        json.WriteNull("official_name");
        json.WriteString("type", account.Type);
        json.WriteString("subtype", account.Subtype);
        json.WriteString("persistent_account_id", account.PersistentId);
        json.WriteStartObject("balances");
        json.WriteNumber("current", account.Current);
        Number(json, "available", account.Available);
        Number(json, "limit", account.Limit);
        json.WriteString("iso_currency_code", account.Currency);
        json.WriteNull("unofficial_currency_code");
        json.WriteEndObject();
    }

    private static void Records(Utf8JsonWriter json, string name, IReadOnlyList<Record> records)
    {
        json.WriteStartArray(name);
        foreach (var record in records)
            Record(json, record);
        json.WriteEndArray();
    }

    private static void Record(Utf8JsonWriter json, Record record)
    {
        json.WriteStartObject();
        json.WriteString("transaction_id", record.TransactionId);
        json.WriteString("account_id", record.AccountId);
        json.WriteNumber("amount", record.Amount);
        json.WriteString("iso_currency_code", record.Currency);
        json.WriteNull("unofficial_currency_code");
        json.WriteString("date", record.Date.ToString(DateFormat));
        json.WriteString("authorized_date", record.AuthorizedDate?.ToString(DateFormat));
        json.WriteString("name", record.Name);
        json.WriteString("merchant_name", record.MerchantName);
        json.WriteString("merchant_entity_id", record.EntityId);
        json.WriteString("original_description", record.OriginalDescription);
        json.WriteBoolean("pending", record.Pending);
        json.WriteString("pending_transaction_id", record.PendingTransactionId);
        json.WriteString("payment_channel", record.Channel);
        Category(json, record);
        json.WriteStartObject("location");
        json.WriteString("city", record.City);
        json.WriteString("region", record.Region);
        json.WriteString("store_number", record.StoreNumber);
        json.WriteEndObject();
        json.WriteStartArray("counterparties");
        if (record.HasCounterparty)
        {
            json.WriteStartObject();
            json.WriteString("name", record.MerchantName);
            json.WriteString("type", "merchant");
            json.WriteString("entity_id", record.EntityId);
            json.WriteString("confidence_level", "HIGH");
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteNull("check_number");
        json.WriteNull("transaction_code");
        json.WriteEndObject();
    }

    private static void Category(Utf8JsonWriter json, Record record)
    {
        if (record.Category is not { } detailed)
        {
            json.WriteNull("personal_finance_category");
            return;
        }
        json.WriteStartObject("personal_finance_category");
        json.WriteString("primary", Primary(detailed));
        json.WriteString("detailed", detailed);
        json.WriteString("confidence_level", record.Confidence);
        json.WriteEndObject();
    }

    private static readonly string[] Primaries =
    [
        "FOOD_AND_DRINK",
        "GENERAL_MERCHANDISE",
        "RENT_AND_UTILITIES",
        "LOAN_PAYMENTS",
        "TRANSFER_OUT",
        "BANK_FEES",
    ];

    private static string Primary(string detailed) =>
        Primaries.FirstOrDefault(detailed.StartsWith) ?? detailed[..detailed.IndexOf('_', StringComparison.Ordinal)];

    private static void Number(Utf8JsonWriter json, string name, decimal? number)
    {
        if (number is { } value)
            json.WriteNumber(name, value);
        else
            json.WriteNull(name);
    }
}
