using System.Globalization;
using System.Text.Json;

namespace Mingus.Sandbox.Bank;

/// <summary>
/// A custom user as Plaid documents it, read from the JSON that is passed as password. Every member may be missing.
/// </summary>
internal sealed record CustomUser(string? Seed, string? ForceError, IReadOnlyList<CustomAccount>? Accounts)
{
    private const int MaxBytes = 55 * 1024;
    private const int MaxRows = 250;
    private const int MaxAccounts = 10;

    /// <summary>Reads a document.</summary>
    /// <exception cref="FormatException">The document cannot be read; the message says what and where.</exception>
    public static CustomUser Read(string document, bool enforceLimits)
    {
        try
        {
            using var json = JsonDocument.Parse(document);
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                throw new FormatException("the custom user must be an object");
            }
            var accounts = Member(root, "override_accounts") is { } list
                ? list.EnumerateArray().Select(CustomAccount.Read).ToList()
                : null;
            var user = new CustomUser(Text(root, "seed"), Text(root, "force_error"), accounts);
            if (enforceLimits)
            {
                user.CheckLimits(document);
            }
            return user;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException($"the custom user is not readable: {e.Message}", e);
        }
    }

    internal static JsonElement? Member(JsonElement of, string name) =>
        of.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    internal static string? Text(JsonElement of, string name) =>
        Member(of, name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number ? value.GetRawText()
        : value.GetString() is { Length: > 0 } text ? text
        : null;

    internal static decimal? Number(JsonElement of, string name) => Member(of, name)?.GetDecimal();

    internal static DateOnly Day(JsonElement of, string name) =>
        DateOnly.TryParseExact(Text(of, name), "yyyy-MM-dd", CultureInfo.InvariantCulture, default, out var day)
            ? day
            : throw new FormatException($"{name} must be a date in the form YYYY-MM-DD");

    private void CheckLimits(string document)
    {
        var rows = Accounts?.Sum(a => a.Rows.Count) ?? 0;
        if (document.Length > MaxBytes || rows > MaxRows || Accounts?.Count > MaxAccounts)
        {
            throw new FormatException(
                $"a custom user has at most {MaxBytes} bytes, {MaxRows} rows, {MaxAccounts} accounts"
            );
        }
    }
}

/// <summary>One documented transaction, in Plaid's sign.</summary>
internal sealed record CustomRow(
    DateOnly Transacted,
    DateOnly Posted,
    decimal Amount,
    string Description,
    string Currency
);

/// <summary>Monthly payments that a custom account receives besides its documented rows.</summary>
internal sealed record Inflow(string Type, decimal Amount, int PaymentDay, int StatementDay, string Name);

internal sealed record CustomAccount(string Type, string Subtype, string Currency, IReadOnlyList<CustomRow> Rows)
{
    public decimal? StartingBalance { get; init; }
    public decimal? ForcedAvailable { get; init; }
    public bool HidesAvailable { get; init; }
    public string? Name { get; init; }
    public string? OfficialName { get; init; }
    public string? Mask { get; init; }
    public decimal? Limit { get; init; }
    public Inflow? Inflow { get; init; }

    /// <summary>Yearly interest in percent, for inflow models that pay interest.</summary>
    public decimal YearlyInterest { get; init; } = 15;

    public static CustomAccount Read(JsonElement json)
    {
        var currency = CustomUser.Text(json, "currency") ?? "USD";
        var rows = CustomUser.Member(json, "transactions") is { } list
            ? list.EnumerateArray().Select(ReadRow).ToList()
            : [];
        var meta = CustomUser.Member(json, "meta");
        var liability = CustomUser.Member(json, "liability");
        var type = CustomUser.Text(json, "type") ?? "depository";
        return new CustomAccount(type, CustomUser.Text(json, "subtype") ?? DefaultSubtype(type), currency, rows)
        {
            StartingBalance = CustomUser.Number(json, "starting_balance"),
            ForcedAvailable = CustomUser.Number(json, "force_available_balance"),
            HidesAvailable = CustomUser.Member(json, "has_null_available_balance")?.GetBoolean() ?? false,
            Name = meta is { } m ? CustomUser.Text(m, "name") : null,
            OfficialName = meta is { } o ? CustomUser.Text(o, "official_name") : null,
            Mask = meta is { } k ? CustomUser.Text(k, "mask") : null,
            Limit = meta is { } l ? CustomUser.Number(l, "limit") : null,
            Inflow = CustomUser.Member(json, "inflow_model") is { } inflow ? ReadInflow(inflow) : null,
            YearlyInterest = (liability is { } y ? CustomUser.Number(y, "purchase_apr") : null) ?? 15,
        };
    }

    private static CustomRow ReadRow(JsonElement json)
    {
        var transacted = CustomUser.Day(json, "date_transacted");
        return new CustomRow(
            transacted,
            CustomUser.Member(json, "date_posted") is null ? transacted : CustomUser.Day(json, "date_posted"),
            CustomUser.Number(json, "amount") ?? throw new FormatException("a transaction lacks its amount"),
            CustomUser.Text(json, "description") ?? "",
            CustomUser.Text(json, "currency") ?? "USD"
        );
    }

    private static Inflow? ReadInflow(JsonElement json)
    {
        var type = CustomUser.Text(json, "type") ?? "none";
        return type == "none"
            ? null
            : new Inflow(
                type,
                CustomUser.Number(json, "income_amount") ?? 0,
                DayOfMonth(CustomUser.Text(json, "payment_day_of_month"), 1),
                DayOfMonth(CustomUser.Text(json, "statement_day_of_month"), 1),
                CustomUser.Text(json, "transaction_name") ?? "Payment"
            );
    }

    private static int DayOfMonth(string? text, int otherwise) =>
        decimal.TryParse(text, CultureInfo.InvariantCulture, out var day) && day is >= 1 and <= 31
            ? (int)day
            : otherwise;

    private static string DefaultSubtype(string type) =>
        type switch
        {
            "depository" => "checking",
            "credit" => "credit card",
            "loan" => "loan",
            "investment" => "brokerage",
            _ => "other",
        };
}
