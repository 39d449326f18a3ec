namespace Mingus.Sandbox.Wire;

/// <summary>The two large requests that start a connection.</summary>
internal static class LinkShapes
{
    // Members of Plaid's other products: a client may send them, the sandbox does nothing with them.
    private static readonly string[] s_ofOtherProducts =
    [
        "card_switch",
        "employment",
        "income_verification",
        "base_report",
        "credit_partner_insights",
        "cra_options",
        "consumer_report_permissible_purpose",
        "auth",
        "transfer",
        "identity_verification",
        "statements",
        "third_party_user_token",
        "investments",
        "investments_auth",
        "cashflow_report",
        "cra_enabled",
        "identity",
        "financekit_supported",
        "payment_configuration",
        "payment_initiation",
        "eu_config",
        "institution_data",
    ];

    public static IReadOnlyList<string> OfOtherProducts => s_ofOtherProducts;

    public static Shape TokenCreate() =>
        Shapes.Call([
            Shapes.Needed("client_name"),
            Shapes.Needed("language"),
            Shapes.CountryCodes,
            new Field("user", FieldType.Object) { Shape = User() },
            Shapes.Text("user_id"),
            Products("products"),
            Products("required_if_supported_products"),
            Products("optional_products"),
            Products("additional_consented_products"),
            new Field("webhook", FieldType.Url),
            Shapes.Text("access_token") with
            {
                Nullable = true,
                NotEmpty = true,
            },
            new Field("access_tokens", FieldType.TextList),
            Shapes.Text("link_customization_name"),
            new Field("appearance_mode", FieldType.Anything),
            new Field("redirect_uri", FieldType.Url),
            Shapes.Text("android_package_name"),
            new Field("account_filters", FieldType.Anything),
            Shapes.Text("institution_id"),
            new Field("update", FieldType.Object) { Shape = Update() },
            new Field("hosted_link", FieldType.Anything),
            new Field("transactions", FieldType.Object) { Shape = new Shape(Shapes.Whole("days_requested", 1, 730)) },
            Shapes.Flag("enable_multi_item_link"),
            Shapes.Text("user_token"),
            .. s_ofOtherProducts.Select(name => new Field(name, FieldType.Anything)),
        ]);

    public static Shape PublicTokenCreate() =>
        Shapes.Call(
            Shapes.Needed("institution_id"),
            new Field("initial_products", FieldType.TextList)
            {
                Required = true,
                NotEmpty = true,
                Choices = Shapes.Products,
            },
            Shapes.Options(
                new Field("webhook", FieldType.Url),
                Shapes.Text("override_username") with
                {
                    Nullable = true,
                },
                Shapes.Text("override_password") with
                {
                    Nullable = true,
                },
                new Field("transactions", FieldType.Object)
                {
                    Nullable = true,
                    Shape = new Shape(
                        new Field("start_date", FieldType.Date),
                        new Field("end_date", FieldType.Date),
                        Shapes.Whole("days_requested", 1, 730)
                    ),
                },
                new Field("statements", FieldType.Anything),
                new Field("income_verification", FieldType.Anything)
            ),
            Shapes.Text("user_token"),
            Shapes.Text("user_id")
        );

    private static Shape User() =>
        new(
            Shapes.Text("client_user_id") with
            {
                Required = true,
                NotEmpty = true,
            },
            Shapes.Text("legal_name"),
            new Field("name", FieldType.Anything),
            Shapes.Text("phone_number"),
            new Field("phone_number_verified_time", FieldType.Instant) { Nullable = true },
            Shapes.Text("email_address"),
            new Field("email_address_verified_time", FieldType.Instant) { Nullable = true },
            Shapes.Text("ssn"),
            new Field("date_of_birth", FieldType.Date) { Nullable = true },
            new Field("address", FieldType.Anything),
            new Field("id_number", FieldType.Anything)
        );

    private static Shape Update() =>
        new(
            Shapes.Flag("account_selection_enabled"),
            Shapes.Flag("reauthorization_enabled"),
            Shapes.Flag("user"),
            new Field("item_ids", FieldType.TextList) { Nullable = true }
        );

    private static Field Products(string name) =>
        new(name, FieldType.TextList) { Nullable = true, Choices = Shapes.Products };
}
