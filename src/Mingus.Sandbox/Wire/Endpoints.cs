using System.Collections.Frozen;
using System.Text.Json;

namespace Mingus.Sandbox.Wire;

/// <summary>An endpoint writes the members of its answer; the request id is added to them.</summary>
internal delegate void Endpoint(Call call, Utf8JsonWriter answer);

/// <summary>Plaid's paths.</summary>
internal static class Endpoints
{
    public static FrozenDictionary<string, Endpoint> ByPath { get; } =
        new Dictionary<string, Endpoint>(StringComparer.Ordinal)
        {
            ["/link/token/create"] = LinkEndpoints.CreateLinkToken,
            ["/sandbox/public_token/create"] = LinkEndpoints.CreatePublicToken,
            ["/item/public_token/exchange"] = LinkEndpoints.Exchange,
            ["/item/get"] = ItemEndpoints.Get,
            ["/item/remove"] = ItemEndpoints.Remove,
            ["/item/webhook/update"] = ItemEndpoints.UpdateWebhook,
            ["/accounts/get"] = ItemEndpoints.Accounts,
            ["/accounts/balance/get"] = ItemEndpoints.Balances,
            ["/institutions/get_by_id"] = ItemEndpoints.Institution,
            ["/transactions/sync"] = TransactionEndpoints.Sync,
            ["/transactions/get"] = TransactionEndpoints.Get,
            ["/transactions/refresh"] = TransactionEndpoints.Refresh,
            ["/transactions/recurring/get"] = RecurringEndpoint.Get,
            ["/webhook_verification_key/get"] = WebhookEndpoints.VerificationKey,
            ["/sandbox/item/fire_webhook"] = WebhookEndpoints.Fire,
            ["/sandbox/item/reset_login"] = ItemEndpoints.ResetLogin,
            ["/sandbox/transactions/create"] = TransactionEndpoints.Create,
        }.ToFrozenDictionary();
}
