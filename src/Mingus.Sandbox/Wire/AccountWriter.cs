using System.Text.Json;
using Mingus.Sandbox.Bank;

namespace Mingus.Sandbox.Wire;

/// <summary>Writes accounts, items and institutions.</summary>
internal static class AccountWriter
{
    public static void WriteAccounts(Utf8JsonWriter w, IEnumerable<ItemAccount> accounts)
    {
        w.WriteStartArray("accounts");
        foreach (var account in accounts)
        {
            WriteAccount(w, account);
        }
        w.WriteEndArray();
    }

    /// <summary>The accounts with these ids, or all that are shared.</summary>
    /// <exception cref="PlaidException">An id is not one of the item's.</exception>
    public static IReadOnlyList<ItemAccount> Chosen(Item item, IReadOnlyList<string>? ids)
    {
        var shared = item.Accounts.Where(a => a.Shared).ToList();
        if (ids is null)
        {
            return shared;
        }
        return ids.All(id => shared.Exists(a => a.Id == id))
            ? [.. shared.Where(a => ids.Contains(a.Id))]
            : throw PlaidErrors.Of("INVALID_ACCOUNT_ID");
    }

    public static void WriteItem(Utf8JsonWriter w, Item item, bool withConsent)
    {
        w.WriteStartObject("item");
        w.WriteNull("auth_method");
        w.WriteStrings("available_products", ["balance"]);
        w.WriteStrings("billed_products", item.Agreement.Products);
        if (withConsent)
        {
            w.WriteInstant("created_at", item.CreatedAt);
            w.WriteStrings("consented_data_scopes", ["account_balance_info", "transactions"]);
        }
        w.WriteInstant("consent_expiration_time", item.ConsentExpiresAt);
        w.WriteStrings("consented_products", item.Agreement.Products);
        ErrorWriter.WriteMember(w, "error", item.ErrorCode is { } code ? PlaidErrors.Find(code) : null);
        w.WriteString("institution_id", item.Institution.Id);
        w.WriteString("institution_name", item.Institution.Name);
        w.WriteString("item_id", item.Id);
        w.WriteStrings("products", item.Agreement.Products);
        w.WriteString("update_type", "background");
        w.WriteString("webhook", item.Webhook);
        w.WriteEndObject();
    }

    public static void WriteItemStatus(Utf8JsonWriter w, Item item)
    {
        w.WriteStartObject("status");
        w.WriteNull("investments");
        w.WriteStartObject("transactions");
        w.WriteInstant("last_successful_update", item.InitialDone ? item.LastSuccess : null);
        w.WriteInstant("last_failed_update", item.LastFailure);
        w.WriteEndObject();
        if (item.LastWebhook is { } last)
        {
            w.WriteStartObject("last_webhook");
            w.WriteInstant("sent_at", last.At);
            w.WriteString("code_sent", last.Code);
            w.WriteEndObject();
        }
        else
        {
            w.WriteNull("last_webhook");
        }
        w.WriteEndObject();
    }

    public static void WriteInstitution(Utf8JsonWriter w, Institution bank, bool withMetadata, bool withStatus)
    {
        w.WriteStartObject("institution");
        w.WriteStrings("country_codes", [bank.CountryCode]);
        w.WriteStrings("dtc_numbers", []);
        w.WriteString("institution_id", bank.Id);
        w.WriteString("name", bank.Name);
        w.WriteBoolean("oauth", false);
        w.WriteStrings("products", ["balance", "transactions"]);
        w.WriteStrings("routing_numbers", []);
        if (withMetadata)
        {
            w.WriteString("logo", Logo.Of(bank));
            w.WriteString("primary_color", bank.Colour);
            w.WriteString("url", bank.Url);
        }
        if (withStatus)
        {
            // Plaid's sandbox reports no status either.
            w.WriteNull("status");
        }
        w.WriteEndObject();
    }

    private static void WriteAccount(Utf8JsonWriter w, ItemAccount account)
    {
        w.WriteStartObject();
        w.WriteString("account_id", account.Id);
        w.WriteStartObject("balances");
        w.WriteMoney("available", account.Available);
        w.WriteMoney("current", account.Current);
        w.WriteCurrency(account.Currency);
        w.WriteMoney("limit", account.Limit);
        w.WriteEndObject();
        w.WriteString("holder_category", "personal");
        w.WriteString("mask", account.Mask);
        w.WriteString("name", account.Name);
        w.WriteString("official_name", account.OfficialName);
        if (account.PersistentId is { } persistent)
        {
            w.WriteString("persistent_account_id", persistent);
        }
        w.WriteString("subtype", account.Subtype);
        w.WriteString("type", account.Type);
        w.WriteEndObject();
    }
}
