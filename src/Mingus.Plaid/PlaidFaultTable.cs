using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Plaid;

/// <summary>What a code of Plaid's means: what the engine does, what a person reads, what they may do.</summary>
internal sealed record FaultRow(Recovery Recovery, string Detail, string Action);

/// <summary>
/// Plaid's error codes and what to do about each, in the order of plaid.com/docs/errors; then what to do about a code
/// we do not know, by its type. The one place where a code gets a meaning.
/// </summary>
internal static class PlaidFaultTable
{
    private static readonly FaultRow TooManyCalls = Throttle(
        "Plaid limits how often it may be asked; the next try is set."
    );

    private static readonly FaultRow Malformed = Config(
        "Plaid refused the request as malformed; the operator must look at the log."
    );

    private static readonly FaultRow PlaidFailed = Retry("Plaid has a fault of its own; it is tried again by itself.");

    private static readonly FaultRow NotInSandbox = Config("The sandbox cannot do this for this connection.");

    private static readonly (string[] Codes, FaultRow Row)[] Rows =
    [
        // ITEM_ERROR
        (["ITEM_LOGIN_REQUIRED"], Relink("The bank asks for a new sign-in; sign in again to go on.")),
        (
            ["INVALID_CREDENTIALS", "INVALID_MFA", "INSUFFICIENT_CREDENTIALS", "USER_INPUT_TIMEOUT"],
            Relink("The bank refused the sign-in details; sign in again with the current ones.")
        ),
        (["INVALID_UPDATED_USERNAME"], LinkAnew("The user name at the bank has changed; link the bank anew.")),
        (
            ["ITEM_LOCKED", "PASSWORD_RESET_REQUIRED", "USER_SETUP_REQUIRED"],
            Relink("The bank wants something done on its own site first (unlock, password, setup); then sign in again.")
        ),
        (
            ["MFA_NOT_SUPPORTED", "ITEM_NOT_SUPPORTED"],
            new(Recovery.Stop, "Plaid cannot connect to this bank login; it cannot be synced.", ProblemActions.None)
        ),
        (
            ["NO_ACCOUNTS"],
            new(
                Recovery.Relink,
                "The bank shares no open account; choose accounts again, or disconnect if all are closed.",
                ProblemActions.ChooseAccounts
            )
        ),
        (
            ["ACCESS_NOT_GRANTED"],
            Relink("A permission is missing at the bank; sign in again and grant access to the accounts.")
        ),
        (
            ["ITEM_NOT_FOUND", "ITEM_CONCURRENTLY_DELETED"],
            LinkAnew("The connection no longer exists at Plaid; link the bank anew. The data stays.")
        ),
        (
            ["PRODUCT_NOT_READY"],
            new(Recovery.Wait, "Plaid is still fetching from the bank; it goes on by itself.", ProblemActions.Wait)
        ),
        (["PRODUCTS_NOT_SUPPORTED"], Unsupported("The bank does not offer this for the connection; the rest goes on.")),
        (
            ["PRODUCT_NOT_ENABLED"],
            Config("The connection was linked without this product; name it in Link and link anew.")
        ),
        (
            ["PENDING_EXPIRATION", "PENDING_DISCONNECT"],
            new(Recovery.Retry, "The bank's consent ends soon; renew it. Until then all goes on.", ProblemActions.Renew)
        ),
        // INSTITUTION_ERROR
        (
            ["INSTITUTION_DOWN", "INSTITUTION_NOT_RESPONDING", "INSTITUTION_NOT_AVAILABLE"],
            Retry("The bank does not answer at the moment; it is tried again by itself.")
        ),
        (
            ["INSTITUTION_NO_LONGER_SUPPORTED"],
            LinkAnew("Plaid no longer supports the bank this way; link it anew if it is still offered.")
        ),
        (
            [PlaidFaults.UnsupportedResponse],
            new(Recovery.Stop, "Plaid cannot read what the bank answers; it is looked at daily.", ProblemActions.Wait)
        ),
        (
            ["INSTITUTION_NOT_ENABLED_IN_ENVIRONMENT", "UNAUTHORIZED_INSTITUTION", "INSTITUTION_REGISTRATION_REQUIRED"],
            Config("The bank is not open to this Plaid account; the operator must enable it at Plaid.")
        ),
        // RATE_LIMIT_EXCEEDED
        (["RATE_LIMIT", "TRANSACTIONS_LIMIT", "TRANSACTIONS_SYNC_LIMIT", "TRANSACTIONS_REFRESH_LIMIT"], TooManyCalls),
        (["ACCOUNTS_LIMIT", "BALANCE_LIMIT", "ACCOUNTS_BALANCE_GET_LIMIT", "ITEM_GET_LIMIT"], TooManyCalls),
        (["INSTITUTIONS_GET_BY_ID_LIMIT"], TooManyCalls),
        (["INSTITUTION_RATE_LIMIT"], Throttle("The bank limits how often it may be asked; the next try is set.")),
        (["CREDITS_EXHAUSTED"], Config("The Plaid account's credits are used up; the operator must buy more.")),
        // TRANSACTIONS_ERROR
        (
            ["TRANSACTIONS_SYNC_MUTATION_DURING_PAGINATION"],
            new(
                Recovery.Restart,
                "The bank's data changed while it was read; reading begins again by itself.",
                ProblemActions.Retry
            )
        ),
        // INVALID_REQUEST; one message of INVALID_FIELD means something else, see PlaidFaults
        (["INVALID_FIELD", "MISSING_FIELDS", "UNKNOWN_FIELDS", "INVALID_BODY", "INVALID_HEADERS"], Malformed),
        (
            ["INVALID_CONFIGURATION", "INCOMPATIBLE_API_VERSION", "SANDBOX_ONLY"],
            Config("Plaid refused version or environment; the operator must check Plaid:BaseUrl.")
        ),
        (
            ["NOT_FOUND", "NO_LONGER_AVAILABLE"],
            Config("Plaid does not know the address asked; the operator must check Plaid:BaseUrl.")
        ),
        // INVALID_INPUT
        (
            ["INVALID_API_KEYS", "INVALID_PRODUCT", "UNAUTHORIZED_ENVIRONMENT", "UNAUTHORIZED_ROUTE_ACCESS"],
            Config("Plaid refused our keys or the use of this product; the operator must check them.")
        ),
        (
            ["INVALID_ACCESS_TOKEN"],
            LinkAnew(
                "Plaid does not know this access: wrong environment, or removed. Link the bank anew; the data stays."
            )
        ),
        (["INVALID_ACCOUNT_ID"], Retry("The bank lists other accounts now; the list is read again by itself.")),
        (
            ["INVALID_PUBLIC_TOKEN", "INVALID_LINK_TOKEN"],
            Relink("The linking page's token was used or is too old; start linking again.")
        ),
        (["ADDITIONAL_CONSENT_REQUIRED"], Relink("The bank asks for a further consent; sign in again and give it.")),
        (
            ["USER_PERMISSION_REVOKED"],
            LinkAnew("Access was withdrawn at the bank or at Plaid; link the bank anew to go on. The data stays.")
        ),
        (["INVALID_INSTITUTION"], Config("Plaid does not know the bank in this environment; the operator must look.")),
        (
            ["INVALID_WEBHOOK_VERIFICATION_KEY_ID"],
            new(Recovery.Config, "The webhook names a key Plaid does not know; it is refused.", ProblemActions.None)
        ),
        // INVALID_RESULT, API_ERROR, SANDBOX_ERROR
        (
            ["LAST_UPDATED_DATETIME_OUT_OF_RANGE"],
            Unsupported("The bank gives no balance as fresh as was asked; the last known one is used.")
        ),
        (["INTERNAL_SERVER_ERROR"], PlaidFailed),
        ([PlaidFaults.PlannedMaintenance], Retry("Plaid is under maintenance; it is tried again by itself.")),
        (["SANDBOX_PRODUCT_NOT_ENABLED", "SANDBOX_WEBHOOK_INVALID"], NotInSandbox),
    ];

    /// <summary>By code, in Plaid's capitals.</summary>
    public static readonly IReadOnlyDictionary<string, FaultRow> ByCode = Rows.SelectMany(row =>
            row.Codes.Select(code => KeyValuePair.Create(code, row.Row))
        )
        .ToDictionary(StringComparer.Ordinal);

    /// <summary>By type, for a code that is not in the table.</summary>
    public static readonly IReadOnlyDictionary<string, FaultRow> ByType = new Dictionary<string, FaultRow>(
        StringComparer.Ordinal
    )
    {
        ["ITEM_ERROR"] = LinkAnew("The bank connection failed in a way that cannot be mended; link the bank anew."),
        ["INSTITUTION_ERROR"] = Retry("The bank does not answer properly at the moment; it is tried again by itself."),
        ["API_ERROR"] = PlaidFailed,
        ["TRANSACTIONS_ERROR"] = Retry("Plaid could not give the transactions now; it is tried again by itself."),
        ["RATE_LIMIT_EXCEEDED"] = TooManyCalls,
        ["INVALID_REQUEST"] = Malformed,
        ["INVALID_INPUT"] = Config("Plaid refused a value of the request; the operator must check the settings."),
        ["INVALID_RESULT"] = Config("Plaid could not produce the result asked for; the operator must look at the log."),
        ["SANDBOX_ERROR"] = NotInSandbox,
    };

    private static FaultRow Retry(string detail) => new(Recovery.Retry, detail, ProblemActions.Wait);

    private static FaultRow Throttle(string detail) => new(Recovery.Throttle, detail, ProblemActions.Wait);

    private static FaultRow Relink(string detail) => new(Recovery.Relink, detail, ProblemActions.Relink);

    // The connection is over; the person may link the bank again, which makes a new one.
    private static FaultRow LinkAnew(string detail) => new(Recovery.Stop, detail, ProblemActions.Relink);

    private static FaultRow Config(string detail) => new(Recovery.Config, detail, ProblemActions.ContactOperator);

    private static FaultRow Unsupported(string detail) => new(Recovery.Unsupported, detail, ProblemActions.None);
}
