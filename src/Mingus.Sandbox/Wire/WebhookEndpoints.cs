using System.Buffers.Text;
using System.Text.Json;
using Mingus.Sandbox.Bank;
using Mingus.Sandbox.Webhooks;

namespace Mingus.Sandbox.Wire;

/// <summary>The keys of webhooks, and webhooks on demand.</summary>
internal static class WebhookEndpoints
{
    public static void VerificationKey(Call call, Utf8JsonWriter w)
    {
        var key =
            call.Bank.Outbox.Keys.Find(call.Body.Text("key_id")!)
            ?? throw PlaidErrors.Of("INVALID_WEBHOOK_VERIFICATION_KEY_ID");
        var point = key.Key.ExportParameters(includePrivateParameters: false).Q;
        w.WriteStartObject("key");
        w.WriteString("alg", "ES256");
        w.WriteNumber("created_at", key.CreatedAt);
        w.WriteString("crv", "P-256");
        if (key.ExpiredAt is { } expired)
        {
            w.WriteNumber("expired_at", expired);
        }
        else
        {
            w.WriteNull("expired_at");
        }
        w.WriteString("kid", key.Kid);
        w.WriteString("kty", "EC");
        w.WriteString("use", "sig");
        w.WriteString("x", Base64Url.EncodeToString(point.X));
        w.WriteString("y", Base64Url.EncodeToString(point.Y));
        w.WriteEndObject();
    }

    public static void Fire(Call call, Utf8JsonWriter w)
    {
        var item = call.AnyItem();
        var code = call.Body.Text("webhook_code")!;
        if (item.Webhook is null)
        {
            throw PlaidErrors.Of("SANDBOX_WEBHOOK_INVALID");
        }
        Send(call.Bank, item, code, call.Body.Text("webhook_type"));
        w.WriteBoolean("webhook_fired", value: true);
    }

    /// <summary>Sends any webhook the sandbox knows, with the effect it speaks of where it has one.</summary>
    public static void Send(SandboxBank bank, Item item, string code, string? type)
    {
        var outbox = bank.Outbox;
        switch (code)
        {
            case "SYNC_UPDATES_AVAILABLE":
                RequireTransactions(item);
                outbox.Send(item, "TRANSACTIONS", code, w => Announcements.WriteCompletion(w, item));
                break;
            case "DEFAULT_UPDATE":
            case "INITIAL_UPDATE":
            case "HISTORICAL_UPDATE":
                RequireTransactions(item);
                Announcements.NewTransactions(item, outbox, code, 0);
                break;
            case "RECURRING_TRANSACTIONS_UPDATE":
                RequireTransactions(item);
                var ids = item.Accounts.Where(a => a is { Shared: true, HasTransactions: true }).Select(a => a.Id);
                outbox.Send(item, "TRANSACTIONS", code, w => w.WriteStrings("account_ids", ids));
                break;
            case "LOGIN_REPAIRED":
                bank.Repair(item, tell: true);
                break;
            case "PENDING_EXPIRATION":
                item.ConsentExpiresAt = bank.Clock.Now.AddDays(7);
                outbox.Send(item, "ITEM", code, w => w.WriteInstant("consent_expiration_time", item.ConsentExpiresAt));
                break;
            case "PENDING_DISCONNECT":
                outbox.Send(item, "ITEM", code, w => WriteDisconnect(w, bank.Clock.Now.AddDays(7)));
                break;
            case "USER_ACCOUNT_REVOKED":
                outbox.Send(item, "ITEM", code, w => w.WriteString("account_id", item.Accounts[0].Id));
                break;
            case "USER_PERMISSION_REVOKED":
                outbox.Send(item, "ITEM", code, w => ErrorWriter.WriteMember(w, "error", PlaidErrors.Find(code)));
                break;
            case "NEW_ACCOUNTS_AVAILABLE":
                outbox.Send(item, "ITEM", code, w => w.WriteNull("error"));
                break;
            default:
                outbox.Send(item, type ?? TypeOf(code), code, w => w.WriteNull("error"));
                break;
        }
    }

    private static void WriteDisconnect(Utf8JsonWriter w, DateTimeOffset at)
    {
        w.WriteInstant("disconnect_time", at);
        w.WriteString("reason", "INSTITUTION_TOKEN_EXPIRATION");
    }

    private static void RequireTransactions(Item item)
    {
        if (!item.Agreement.Products.Contains("transactions"))
        {
            throw PlaidErrors.Of("SANDBOX_PRODUCT_NOT_ENABLED");
        }
    }

    private static string TypeOf(string code) =>
        code switch
        {
            "PRODUCT_READY" or "ERROR" => "ASSETS",
            "SMS_MICRODEPOSITS_VERIFICATION" => "AUTH",
            _ => "AUTH",
        };
}
