using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Mingus.Sync.Ports;

namespace Mingus.Plaid;

/// <summary>
/// Bodies of requests. Plaid refuses fields it does not know and <c>options</c> that is null: only what the schema
/// names is written, and nothing that is not set.
/// </summary>
internal static class PlaidRequests
{
    private const string Transactions = "transactions";

    /// <summary>A body that names the connection only.</summary>
    public static byte[] Token(string accessToken) => Write(json => json.WriteString("access_token", accessToken));

    /// <summary>A body with one text field.</summary>
    public static byte[] Single(string name, string value) => Write(json => json.WriteString(name, value));

    /// <summary>/link/token/create; in repair the products of the connection stay what they are.</summary>
    public static byte[] LinkToken(LinkTokenBody body, PlaidOptions options) =>
        Write(json =>
        {
            json.WriteString("client_name", options.ClientName);
            json.WriteString("language", options.Language);
            WriteTexts(json, "country_codes", options.Countries);
            json.WriteStartObject("user");
            json.WriteString("client_user_id", body.ClientUserId);
            json.WriteEndObject();
            WriteOptional(json, "redirect_uri", body.RedirectUri);
            if (body.RepairToken is { } token)
            {
                json.WriteString("access_token", token);
                if (body.ChooseAccounts)
                {
                    json.WriteStartObject("update");
                    json.WriteBoolean("account_selection_enabled", true);
                    json.WriteEndObject();
                }

                return;
            }

            WriteTexts(json, "products", [Transactions]);
            WriteOptional(json, "webhook", options.WebhookUrl);
            json.WriteStartObject(Transactions);
            json.WriteNumber("days_requested", options.DaysRequested);
            json.WriteEndObject();
        });

    /// <summary>/transactions/sync. The depth counts on a connection's first call only, so only that one names
    /// it.</summary>
    public static byte[] Sync(string accessToken, string? cursor, int count, int daysRequested) =>
        Write(json =>
        {
            json.WriteString("access_token", accessToken);
            WriteOptional(json, "cursor", cursor);
            json.WriteNumber("count", count);
            json.WriteStartObject("options");
            json.WriteBoolean("include_original_description", true);
            if (cursor is null)
            {
                json.WriteNumber("days_requested", daysRequested);
            }

            json.WriteEndObject();
        });

    /// <summary>/transactions/get, both days included.</summary>
    public static byte[] Window(string accessToken, WindowQuery query, int offset, int count) =>
        Write(json =>
        {
            json.WriteString("access_token", accessToken);
            json.WriteString("start_date", Day(query.Days.From));
            json.WriteString("end_date", Day(query.Days.To));
            json.WriteStartObject("options");
            if (query.ProviderAccounts.Count > 0)
            {
                WriteTexts(json, "account_ids", query.ProviderAccounts);
            }

            json.WriteNumber("count", count);
            json.WriteNumber("offset", offset);
            json.WriteBoolean("include_original_description", true);
            json.WriteEndObject();
        });

    /// <summary>/accounts/balance/get; some banks want to be told how old a balance may be.</summary>
    public static byte[] Balance(string accessToken, DateTimeOffset? notBefore) =>
        Write(json =>
        {
            json.WriteString("access_token", accessToken);
            if (notBefore is { } moment)
            {
                json.WriteStartObject("options");
                json.WriteString("min_last_updated_datetime", Moment(moment));
                json.WriteEndObject();
            }
        });

    /// <summary>/institutions/get_by_id.</summary>
    public static byte[] Institution(string institutionId, IEnumerable<string> countries) =>
        Write(json =>
        {
            json.WriteString("institution_id", institutionId);
            WriteTexts(json, "country_codes", countries);
            json.WriteStartObject("options");
            json.WriteBoolean("include_optional_metadata", true);
            json.WriteEndObject();
        });

    /// <summary>/item/webhook/update; here null is a value: no webhook any more.</summary>
    public static byte[] Webhook(string accessToken, string? url) =>
        Write(json =>
        {
            json.WriteString("access_token", accessToken);
            json.WriteString("webhook", url);
        });

    /// <summary>/sandbox/public_token/create.</summary>
    public static byte[] SandboxPublicToken(string institutionId, string user, string password, PlaidOptions options) =>
        Write(json =>
        {
            json.WriteString("institution_id", institutionId);
            WriteTexts(json, "initial_products", [Transactions]);
            json.WriteStartObject("options");
            WriteOptional(json, "webhook", options.WebhookUrl);
            json.WriteString("override_username", user);
            json.WriteString("override_password", password);
            json.WriteEndObject();
        });

    /// <summary>/sandbox/item/fire_webhook.</summary>
    public static byte[] FireWebhook(string accessToken, string type, string code) =>
        Write(json =>
        {
            json.WriteString("access_token", accessToken);
            json.WriteString("webhook_type", type);
            json.WriteString("webhook_code", code);
        });

    /// <summary>/sandbox/transactions/create. Amounts in Plaid's sign, for it is Plaid's test bank that is spoken
    /// to.</summary>
    public static byte[] SandboxTransactions(string accessToken, IEnumerable<PlaidSandboxTransaction> transactions) =>
        Write(json =>
        {
            json.WriteString("access_token", accessToken);
            json.WriteStartArray(Transactions);
            foreach (var transaction in transactions)
            {
                json.WriteStartObject();
                json.WriteString("date_transacted", Day(transaction.DateTransacted));
                json.WriteString("date_posted", Day(transaction.DatePosted));
                json.WriteNumber("amount", transaction.PlaidAmount);
                json.WriteString("description", transaction.Description);
                WriteOptional(json, "iso_currency_code", transaction.IsoCurrencyCode);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });

    private static byte[] Write(Action<Utf8JsonWriter> fields)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            fields(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Moment(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

/// <summary>What a link token is asked for.</summary>
internal sealed record LinkTokenBody(
    string ClientUserId,
    string? RepairToken,
    string? RedirectUri,
    bool ChooseAccounts
);
