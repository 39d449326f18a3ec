using System.Globalization;
using System.Text.Json;
using Mingus.Ledger;
using Mingus.Plaid.Wire;
using Mingus.Sync.Ports;

namespace Mingus.Plaid.Webhooks;

/// <summary>What a verified webhook says, in neutral words: one table of codes. Pure. Of its figures nothing is used,
/// for it means "look", never "this is the data".</summary>
internal static class PlaidWebhookReader
{
    private const int WordLengthMax = 64;
    private const int ItemIdLengthMax = 128;

    /// <summary>Reads the body. What is not known means nothing, and is recorded all the same.</summary>
    public static ProviderWebhook Read(byte[] body)
    {
        try
        {
            using var document = WireText.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? Read(new WireObject(document.RootElement, new WireNotes()))
                : Nothing;
        }
        catch (JsonException)
        {
            return Nothing;
        }
    }

    private static ProviderWebhook Nothing { get; } = new("", "", "", WebhookMeaning.Nothing);

    private static ProviderWebhook Read(WireObject wire)
    {
        var itemId = wire.Text("item_id") ?? "";
        var (type, code) = (Word(wire.Text("webhook_type")), Word(wire.Text("webhook_code")));
        var ends = code switch
        {
            "PENDING_EXPIRATION" => wire.Moment("consent_expiration_time"),
            "PENDING_DISCONNECT" => wire.Moment("disconnect_time"),
            _ => null,
        };
        var meaning = itemId.Length is 0 or > ItemIdLengthMax ? WebhookMeaning.Nothing : MeaningOf(type, code);
        return new ProviderWebhook(itemId.Length > ItemIdLengthMax ? "" : itemId, type, code, meaning)
        {
            Notice = NoticeOf(meaning, ends),
            EndsAt = meaning == WebhookMeaning.ConsentEnds ? ends : null,
        };
    }

    // plaid-contract, section 9. The four older codes of transactions come beside SYNC_UPDATES_AVAILABLE.
    private static WebhookMeaning MeaningOf(string type, string code) =>
        (type, code) switch
        {
            ("TRANSACTIONS", "SYNC_UPDATES_AVAILABLE") => WebhookMeaning.Changes,
            ("TRANSACTIONS", "INITIAL_UPDATE" or "HISTORICAL_UPDATE") => WebhookMeaning.History,
            ("TRANSACTIONS", "DEFAULT_UPDATE" or "TRANSACTIONS_REMOVED") => WebhookMeaning.ChangesBeside,
            ("ITEM", "ERROR" or "USER_PERMISSION_REVOKED" or "USER_ACCOUNT_REVOKED") => WebhookMeaning.Trouble,
            ("ITEM", "LOGIN_REPAIRED") => WebhookMeaning.Repaired,
            ("ITEM", "PENDING_EXPIRATION" or "PENDING_DISCONNECT") => WebhookMeaning.ConsentEnds,
            ("ITEM", "NEW_ACCOUNTS_AVAILABLE") => WebhookMeaning.NewAccounts,
            _ => WebhookMeaning.Nothing,
        };

    private static Problem? NoticeOf(WebhookMeaning meaning, DateTimeOffset? ends) =>
        meaning switch
        {
            WebhookMeaning.ConsentEnds => new Problem(
                "consent_ends",
                ends is { } day
                    ? $"Access to this bank ends on {Day(day)} unless it is renewed. Until then it is synced as ever."
                    : "Access to this bank will end soon unless it is renewed. Until then it is synced as ever.",
                ProblemActions.Renew
            ),
            WebhookMeaning.NewAccounts => new Problem(
                "new_accounts",
                "The bank has accounts that are not linked yet. Choose which of them to link.",
                ProblemActions.ChooseAccounts
            ),
            _ => null,
        };

    // It goes into logs and tables: letters, digits and underscores.
    private static string Word(string? text) =>
        new([.. (text ?? "").Where(static c => char.IsAsciiLetterOrDigit(c) || c == '_').Take(WordLengthMax)]);

    private static string Day(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
