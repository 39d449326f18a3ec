using System.Globalization;
using System.Text.Json;

namespace Mingus.Scenarios.Support;

/// <summary>A row of a custom user, in Plaid's sign: positive is money out.</summary>
internal sealed record RowDoc(string Name, decimal Amount, string Date, string? Currency = null);

/// <summary>An account of a custom user.</summary>
internal sealed record AccountDoc(string Name, params RowDoc[] Rows)
{
    public string Type { get; init; } = "depository";
    public string Subtype { get; init; } = "checking";
    public string Currency { get; init; } = "USD";
    public decimal Start { get; init; } = 1000m;
    public decimal? Limit { get; init; }
    public string? Mask { get; init; }
}

/// <summary>Custom users, as Plaid's sandbox takes them for a password.</summary>
internal static class Documents
{
    public static string Of(params AccountDoc[] accounts) =>
        JsonSerializer.Serialize(
            new
            {
                version = "2",
                seed = "scenario",
                override_accounts = accounts.Select(a => new
                {
                    type = a.Type,
                    subtype = a.Subtype,
                    starting_balance = a.Start,
                    currency = a.Currency,
                    meta = new
                    {
                        name = a.Name,
                        limit = a.Limit,
                        mask = a.Mask,
                    },
                    transactions = a.Rows.Select(r => new
                    {
                        date_transacted = r.Date,
                        date_posted = r.Date,
                        amount = r.Amount,
                        description = r.Name,
                        currency = r.Currency ?? a.Currency,
                    }),
                }),
            }
        );

    /// <summary>One checking account with these rows.</summary>
    public static string Checking(params RowDoc[] rows) => Of(new AccountDoc("Checking", rows));

    /// <summary>Distinct posted rows, the newest dated yesterday, one a day.</summary>
    public static RowDoc[] Rows(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new RowDoc($"Shop {i}", 1.01m + i, Day(-1 - (i % 700))))];

    /// <summary>A day so many days from the bank's today.</summary>
    public static string Day(int offset) =>
        Stack.Today.AddDays(offset).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
