using System.Collections.Frozen;

namespace Mingus.Sandbox.Wire;

/// <summary>One error Plaid can answer.</summary>
/// <param name="Type">The error_type.</param>
/// <param name="Code">The error_code.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Message">For developers.</param>
/// <param name="Display">For users; null where they cannot help.</param>
internal sealed record PlaidError(string Type, string Code, int Status, string Message, string? Display = null);

/// <summary>Ends a call with an error.</summary>
internal sealed class PlaidException(PlaidError error) : Exception(error.Message)
{
    public PlaidError Error { get; } = error;
}

/// <summary>Every error of the contract, by code.</summary>
internal static class PlaidErrors
{
    private static readonly FrozenDictionary<string, PlaidError> s_byCode = Table().ToFrozenDictionary(e => e.Code);

    public static IEnumerable<PlaidError> All => s_byCode.Values;

    /// <summary>The error of a code.</summary>
    /// <exception cref="ArgumentException">There is no such code.</exception>
    public static PlaidError Find(string code) =>
        s_byCode.TryGetValue(code, out var error)
            ? error
            : throw new ArgumentException($"'{code}' is not an error code of the sandbox.", nameof(code));

    public static bool Exists(string code) => s_byCode.ContainsKey(code);

    public static PlaidException Of(string code) => new(Find(code));

    public static PlaidException Of(string code, string message) => new(Find(code) with { Message = message });

    public static PlaidException Invalid(string message) => Of("INVALID_FIELD", message);

    private static IEnumerable<PlaidError> Table() =>
        [
            .. ItemErrors(),
            .. InstitutionErrors(),
            .. RateErrors(),
            .. RequestErrors(),
            .. InputErrors(),
            .. OtherErrors(),
        ];

    private static IEnumerable<PlaidError> ItemErrors()
    {
        const string relink = "Please sign in to your bank again.";
        PlaidError Item(string code, string message, string? display = null) =>
            new("ITEM_ERROR", code, 400, message, display);
        yield return Item(
            "ITEM_LOGIN_REQUIRED",
            "the login details of this item have changed; use update mode",
            relink
        );
        yield return Item("INVALID_CREDENTIALS", "the bank refused the credentials", "Name or password was wrong.");
        yield return Item("INVALID_MFA", "the bank refused the answer to its question", "The code was wrong.");
        yield return Item("INSUFFICIENT_CREDENTIALS", "the sign-in was left unfinished", relink);
        yield return Item("USER_INPUT_TIMEOUT", "the user did not answer in time", relink);
        yield return Item("INVALID_UPDATED_USERNAME", "the user name differs from the item's", relink);
        yield return Item("ITEM_LOCKED", "the bank has locked the account", "Your bank has locked the access.");
        yield return Item(
            "PASSWORD_RESET_REQUIRED",
            "the bank wants a new password",
            "Your bank wants a new password."
        );
        yield return Item(
            "USER_SETUP_REQUIRED",
            "the bank wants the user to act there",
            "Your bank needs your attention."
        );
        yield return Item("MFA_NOT_SUPPORTED", "the second factor of this user is not supported");
        yield return Item("ITEM_NOT_SUPPORTED", "this kind of login is not supported");
        yield return Item("NO_ACCOUNTS", "no open account was found");
        yield return Item("ACCESS_NOT_GRANTED", "the user did not grant a permission that is needed", relink);
        yield return Item("ITEM_NOT_FOUND", "the item does not exist or was removed");
        yield return Item("ITEM_CONCURRENTLY_DELETED", "the item was deleted during this call");
        yield return Item("PRODUCT_NOT_READY", "the product is not ready yet; try again later");
        yield return Item("PRODUCTS_NOT_SUPPORTED", "the item does not support this product");
        yield return Item("PRODUCT_NOT_ENABLED", "the product was not named when the item was linked");
    }

    private static IEnumerable<PlaidError> InstitutionErrors()
    {
        PlaidError Bank(string code, string message, string? display = null) =>
            new("INSTITUTION_ERROR", code, 400, message, display);
        yield return Bank("INSTITUTION_DOWN", "the bank is down", "Your bank does not answer at the moment.");
        yield return Bank("INSTITUTION_NOT_RESPONDING", "the bank does not answer", "Your bank does not answer.");
        yield return Bank("INSTITUTION_NOT_AVAILABLE", "the bank is not available", "Your bank is not available.");
        yield return Bank("INSTITUTION_NO_LONGER_SUPPORTED", "the bank is no longer supported");
        yield return Bank("UNSUPPORTED_RESPONSE", "the bank's answer could not be read");
        yield return Bank("INSTITUTION_NOT_ENABLED_IN_ENVIRONMENT", "the bank is not enabled in this environment");
        yield return Bank("UNAUTHORIZED_INSTITUTION", "the client may not use this bank");
        yield return Bank("INSTITUTION_REGISTRATION_REQUIRED", "the bank needs a registration");
    }

    private static IEnumerable<PlaidError> RateErrors()
    {
        string[] limits =
        [
            "TRANSACTIONS_SYNC_LIMIT",
            "TRANSACTIONS_LIMIT",
            "TRANSACTIONS_REFRESH_LIMIT",
            "RECURRING_TRANSACTIONS_LIMIT",
            "ACCOUNTS_LIMIT",
            "BALANCE_LIMIT",
            "ACCOUNTS_BALANCE_GET_LIMIT",
            "ITEM_GET_LIMIT",
            "ITEM_REMOVE_LIMIT",
            "INSTITUTIONS_GET_BY_ID_LIMIT",
            "RATE_LIMIT",
            "INSTITUTION_RATE_LIMIT",
            "CREDITS_EXHAUSTED",
        ];
        return limits.Select(code => new PlaidError("RATE_LIMIT_EXCEEDED", code, 429, $"rate limit reached: {code}"));
    }

    private static IEnumerable<PlaidError> RequestErrors()
    {
        PlaidError Request(string code, int status, string message) => new("INVALID_REQUEST", code, status, message);
        yield return Request("INVALID_FIELD", 400, "a field has a value that is not accepted");
        yield return Request("MISSING_FIELDS", 400, "a required field is missing");
        yield return Request("UNKNOWN_FIELDS", 400, "a field is not recognised by this endpoint");
        yield return Request("INVALID_BODY", 400, "the body could not be read as JSON");
        yield return Request("INVALID_HEADERS", 400, "a required header is missing");
        yield return Request("INVALID_CONFIGURATION", 400, "the client's configuration does not allow this call");
        yield return Request("INCOMPATIBLE_API_VERSION", 400, "a field does not exist in this version of the API");
        yield return Request("SANDBOX_ONLY", 400, "this endpoint is for the sandbox only");
        yield return Request("NOT_FOUND", 404, "there is nothing at this address");
        yield return Request("NO_LONGER_AVAILABLE", 404, "this endpoint is no longer available");
    }

    private static IEnumerable<PlaidError> InputErrors()
    {
        PlaidError Input(string code, string message) => new("INVALID_INPUT", code, 400, message);
        yield return Input("INVALID_API_KEYS", "invalid client_id or secret provided");
        yield return Input("INVALID_PRODUCT", "the client does not have access to this product");
        yield return Input("UNAUTHORIZED_ENVIRONMENT", "the client may not use this environment");
        yield return Input("UNAUTHORIZED_ROUTE_ACCESS", "the client may not use this endpoint");
        yield return Input("INVALID_ACCESS_TOKEN", "could not find a matching access token");
        yield return Input("INVALID_ACCOUNT_ID", "an account id does not belong to this item");
        yield return Input("INVALID_PUBLIC_TOKEN", "the public token is unknown, used or expired");
        yield return Input("INVALID_LINK_TOKEN", "the link token is unknown, used or expired");
        yield return Input("ADDITIONAL_CONSENT_REQUIRED", "the user has not consented to this product");
        yield return Input("USER_PERMISSION_REVOKED", "the user has withdrawn the permission");
        yield return Input("INVALID_INSTITUTION", "there is no bank with this id");
        yield return Input("INVALID_WEBHOOK_VERIFICATION_KEY_ID", "there is no key with this id");
    }

    private static IEnumerable<PlaidError> OtherErrors()
    {
        yield return new(
            "TRANSACTIONS_ERROR",
            "TRANSACTIONS_SYNC_MUTATION_DURING_PAGINATION",
            400,
            "the transactions changed during pagination; start again from the cursor of the first page"
        );
        yield return new("INVALID_RESULT", "LAST_UPDATED_DATETIME_OUT_OF_RANGE", 400, "no balance is that fresh");
        yield return new("API_ERROR", "INTERNAL_SERVER_ERROR", 500, "an unexpected error occurred");
        yield return new("API_ERROR", "PLAID_ERROR", 500, "an unexpected error occurred");
        yield return new("API_ERROR", "PLANNED_MAINTENANCE", 503, "the service is under maintenance");
        yield return new("SANDBOX_ERROR", "SANDBOX_PRODUCT_NOT_ENABLED", 400, "the product is not enabled on the item");
        yield return new("SANDBOX_ERROR", "SANDBOX_WEBHOOK_INVALID", 400, "the item has no webhook");
    }
}
