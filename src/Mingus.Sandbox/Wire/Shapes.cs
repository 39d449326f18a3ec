using System.Collections.Frozen;

namespace Mingus.Sandbox.Wire;

/// <summary>What each endpoint accepts, after Plaid's published schema.</summary>
internal static class Shapes
{
    private const string PfcVersion = "personal_finance_category_version";

    public static FrozenSet<string> Countries { get; } =
        "US GB ES NL FR IE CA DE IT PL DK NO SE EE LT LV PT BE AT FI".Split(' ').ToFrozenSet();

    public static FrozenSet<string> Products { get; } =
        (
            "assets auth balance balance_plus beacon identity identity_match investments investments_auth liabilities "
            + "payment_initiation identity_verification transactions credit_details income income_verification "
            + "standing_orders transfer employment recurring_transactions transactions_refresh signal statements "
            + "processor_payments processor_identity profile cra_base_report cra_income_insights cra_partner_insights "
            + "cra_network_insights cra_cashflow_insights cra_monitoring cra_lend_score cra_plaid_credit_score layer "
            + "pay_by_bank protect_linked_bank protect_transactions"
        )
            .Split(' ')
            .ToFrozenSet();

    private static readonly FrozenSet<string> s_webhookCodes = (
        "DEFAULT_UPDATE NEW_ACCOUNTS_AVAILABLE SMS_MICRODEPOSITS_VERIFICATION AUTHORIZATION_GRANTED "
        + "USER_PERMISSION_REVOKED USER_ACCOUNT_REVOKED PENDING_DISCONNECT RECURRING_TRANSACTIONS_UPDATE "
        + "LOGIN_REPAIRED SYNC_UPDATES_AVAILABLE PRODUCT_READY ERROR"
    )
        .Split(' ')
        .ToFrozenSet();

    private static readonly FrozenSet<string> s_webhookTypes =
        "AUTH HOLDINGS INVESTMENTS_TRANSACTIONS ITEM LIABILITIES TRANSACTIONS ASSETS".Split(' ').ToFrozenSet();

    private static readonly FrozenSet<string> s_removeReasons = (
        "FRAUD_FIRST_PARTY FRAUD_FALSE_IDENTITY FRAUD_ABUSE FRAUD_OTHER CONNECTION_IS_NON_FUNCTIONAL OTHER"
    )
        .Split(' ')
        .ToFrozenSet();

    public static FrozenDictionary<string, Shape> ByPath { get; } =
        new Dictionary<string, Shape>(StringComparer.Ordinal)
        {
            ["/link/token/create"] = LinkShapes.TokenCreate(),
            ["/sandbox/public_token/create"] = LinkShapes.PublicTokenCreate(),
            ["/item/public_token/exchange"] = Call(Needed("public_token")),
            ["/item/get"] = Call(AccessToken),
            ["/item/remove"] = Call(
                AccessToken,
                Text("reason_code") with
                {
                    Nullable = true,
                    Choices = s_removeReasons,
                },
                Text("reason_note") with
                {
                    Nullable = true,
                    High = 512,
                }
            ),
            ["/item/webhook/update"] = Call(AccessToken, new Field("webhook", FieldType.Url) { Nullable = true }),
            ["/accounts/get"] = Call(AccessToken, Options(AccountIds)),
            ["/accounts/balance/get"] = Call(
                AccessToken,
                Options(AccountIds, new Field("min_last_updated_datetime", FieldType.Instant))
            ),
            ["/transactions/sync"] = Call(
                AccessToken,
                Text("cursor") with
                {
                    Nullable = true,
                },
                Whole("count", 1, 500),
                Options([.. RecordOptions(), Text("account_id")])
            ),
            ["/transactions/get"] = Call(
                AccessToken,
                new Field("start_date", FieldType.Date) { Required = true },
                new Field("end_date", FieldType.Date) { Required = true },
                Options([
                    .. RecordOptions(),
                    AccountIds,
                    Whole("count", 1, 500),
                    Whole("offset", 0, int.MaxValue),
                    Flag("include_personal_finance_category_beta"),
                ])
            ),
            ["/transactions/refresh"] = Call(AccessToken),
            ["/transactions/recurring/get"] = Call(
                AccessToken,
                AccountIds,
                Options(Flag("include_personal_finance_category"), PfcVersionField)
            ),
            ["/institutions/get_by_id"] = Call(
                Needed("institution_id"),
                CountryCodes,
                Options(
                    Flag("include_optional_metadata"),
                    Flag("include_status"),
                    Flag("include_auth_metadata"),
                    Flag("include_payment_initiation_metadata")
                )
            ),
            ["/webhook_verification_key/get"] = Call(Needed("key_id")),
            ["/sandbox/item/fire_webhook"] = Call(
                AccessToken,
                Text("webhook_type") with
                {
                    Choices = s_webhookTypes,
                },
                Needed("webhook_code") with
                {
                    Choices = s_webhookCodes,
                }
            ),
            ["/sandbox/item/reset_login"] = Call(AccessToken),
            ["/sandbox/transactions/create"] = Call(
                AccessToken,
                new Field("transactions", FieldType.ObjectList)
                {
                    Required = true,
                    Shape = new Shape(
                        new Field("date_transacted", FieldType.Date) { Required = true },
                        new Field("date_posted", FieldType.Date) { Required = true },
                        new Field("amount", FieldType.Number) { Required = true },
                        Needed("description"),
                        Text("iso_currency_code")
                    ),
                }
            ),
        }.ToFrozenDictionary();

    public static Field CountryCodes =>
        new("country_codes", FieldType.TextList)
        {
            Required = true,
            NotEmpty = true,
            Choices = Countries,
        };

    private static Field AccessToken => Needed("access_token");
    private static Field AccountIds => new("account_ids", FieldType.TextList);
    private static Field PfcVersionField => Text(PfcVersion) with { Choices = new[] { "v1", "v2" }.ToFrozenSet() };

    public static Field Text(string name) => new(name, FieldType.Text);

    public static Field Needed(string name) => Text(name) with { Required = true, NotEmpty = true };

    public static Field Flag(string name) => new(name, FieldType.Boolean);

    public static Field Whole(string name, int low, int high) =>
        new(name, FieldType.Integer) { Low = low, High = high };

    public static Field Options(params Field[] fields) =>
        new("options", FieldType.Object) { Shape = new Shape(fields) };

    /// <summary>Every call may carry its credentials.</summary>
    public static Shape Call(params Field[] fields) => new([Text("client_id"), Text("secret"), .. fields]);

    private static Field[] RecordOptions() =>
        [
            Flag("include_original_description") with
            {
                Nullable = true,
            },
            Flag("include_personal_finance_category"),
            Flag("include_logo_and_counterparty_beta"),
            PfcVersionField,
            Whole("days_requested", 1, 730),
        ];
}
