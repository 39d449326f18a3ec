namespace Mingus.Plaid;

/// <summary>One of Plaid's paths and how it may be called.</summary>
/// <param name="Path">The path, relative to the base address.</param>
/// <param name="Limit">The name of its rate limit in <see cref="PlaidLimits"/>; empty where Plaid documents
/// none.</param>
/// <param name="IsSlow">Whether it waits for the bank, and so gets the longer timeout.</param>
/// <param name="MayRepeat">Whether it may be sent again when no answer came: Plaid has no idempotency keys
/// here.</param>
/// <param name="IsAddOn">Whether it is bought apart: then "not found" is not a wrong address.</param>
/// <param name="TellsOfBank">Whether its answer says anything about the bank: what Plaid answers by itself does not
/// hide that the bank is down, and does not show that it is back.</param>
internal sealed record PlaidEndpoint(
    string Path,
    string Limit = "",
    bool IsSlow = false,
    bool MayRepeat = true,
    bool IsAddOn = false,
    bool TellsOfBank = true
);

/// <summary>One call: where to, for which connection, of which bank.</summary>
/// <param name="Endpoint">The endpoint.</param>
/// <param name="ItemId">The connection; empty where the call is for none.</param>
/// <param name="InstitutionId">The bank; empty while unknown. Circuits are kept by it.</param>
internal sealed record PlaidCall(PlaidEndpoint Endpoint, string ItemId = "", string InstitutionId = "")
{
    private static readonly HttpRequestOptionsKey<PlaidCall> Key = new("mingus.plaid.call");

    /// <summary>Puts the call on its request, for the handlers on its way.</summary>
    public void AttachTo(HttpRequestMessage request) => request.Options.Set(Key, this);

    /// <summary>The call of a request; null for a request that is not ours.</summary>
    public static PlaidCall? TryOf(HttpRequestMessage request) =>
        request.Options.TryGetValue(Key, out var call) ? call : null;

    /// <summary>The call of a request of ours.</summary>
    public static PlaidCall Of(HttpRequestMessage? request) =>
        (request is null ? null : TryOf(request))
        ?? throw new InvalidOperationException("The request was not made by PlaidTransport.");
}

/// <summary>The paths this connector uses (plaid-contract.md).</summary>
internal static class PlaidEndpoints
{
    public static readonly PlaidEndpoint LinkTokenCreate = new("link/token/create", TellsOfBank: false);
    public static readonly PlaidEndpoint Exchange = new("item/public_token/exchange", MayRepeat: false);
    public static readonly PlaidEndpoint ItemGet = new("item/get", "ItemGet", TellsOfBank: false);
    public static readonly PlaidEndpoint ItemRemove = new("item/remove", "ItemRemove", TellsOfBank: false);
    public static readonly PlaidEndpoint WebhookUpdate = new("item/webhook/update", TellsOfBank: false);
    public static readonly PlaidEndpoint AccountsGet = new("accounts/get", "Accounts");
    public static readonly PlaidEndpoint BalanceGet = new("accounts/balance/get", "Balance", IsSlow: true);
    public static readonly PlaidEndpoint Sync = new("transactions/sync", "Sync", IsSlow: true);
    public static readonly PlaidEndpoint TransactionsGet = new("transactions/get", "Transactions", IsSlow: true);
    public static readonly PlaidEndpoint Institution = new("institutions/get_by_id", "Institutions");
    public static readonly PlaidEndpoint WebhookKey = new("webhook_verification_key/get");

    public static readonly PlaidEndpoint Refresh = new(
        "transactions/refresh",
        "Refresh",
        IsSlow: true,
        MayRepeat: false,
        IsAddOn: true
    );

    public static readonly PlaidEndpoint Recurring = new("transactions/recurring/get", "Recurring", IsAddOn: true);

    public static readonly PlaidEndpoint SandboxPublicToken = new("sandbox/public_token/create", MayRepeat: false);
    public static readonly PlaidEndpoint SandboxFireWebhook = new("sandbox/item/fire_webhook", MayRepeat: false);
    public static readonly PlaidEndpoint SandboxResetLogin = new("sandbox/item/reset_login");

    public static readonly PlaidEndpoint SandboxTransactions = new(
        "sandbox/transactions/create",
        "SandboxTransactions",
        MayRepeat: false
    );
}
