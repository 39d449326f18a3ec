using System.Collections.Frozen;

namespace Mingus.Sandbox.Bank;

/// <summary>The part an account plays in a household.</summary>
internal enum Role
{
    Everyday,
    Savings,
    Card,
    StudentLoan,

    /// <summary>Holds a balance and never a transaction, so that it is missing in syncs.</summary>
    Silent,

    /// <summary>A second, foreign currency: few rows.</summary>
    Travel,
}

/// <summary>One account a bank opens for its customers. Opening and limit are in units of the currency.</summary>
internal sealed record AccountPlan(Role Role, string Name, string OfficialName, string Type, string Subtype)
{
    public required string Currency { get; init; }
    public required decimal Opening { get; init; }
    public decimal? Limit { get; init; }
}

/// <summary>A fictional bank.</summary>
internal sealed record Institution(string Id, string Name, string Note, string Colour)
{
    public required Region Region { get; init; }

    /// <summary>Plaid knows no country codes for Japan and Kuwait; their banks serve the United States here.</summary>
    public required string CountryCode { get; init; }
    public required IReadOnlyList<AccountPlan> Accounts { get; init; }

    /// <summary>The most days of history the bank gives.</summary>
    public int HistoryDays { get; init; } = 730;

    /// <summary>Whether depository accounts are recognisable over several connections.</summary>
    public bool Persistent { get; init; }

    public string Url => $"https://{Name.ToLowerInvariant().Replace(' ', '-')}.example";
}

internal static class Institutions
{
    public const string FirstPlatypus = "ins_109508";

    public static IReadOnlyList<Institution> All { get; } =
    [
        new(FirstPlatypus, "First Platypus Bank", "Everyday banking in US dollars", "#1f4e5f")
        {
            Region = Region.America,
            CountryCode = "US",
            Persistent = true,
            Accounts =
            [
                Everyday("Platypus Checking", "Platypus Everyday Checking", "USD", 2840.55m),
                Savings("Platypus Savings", "Platypus Silver Saver", "USD", 8120.10m),
                Card("Platypus Card", "Platypus Diamond Credit Card", "USD", 412.19m, 6500m),
            ],
        },
        new("ins_900001", "Banque Lavande", "Euro accounts, and one in pounds", "#6b4c9a")
        {
            Region = Region.Europe,
            CountryCode = "FR",
            Accounts =
            [
                Everyday("Compte courant", "Compte courant Lavande", "EUR", 1912.40m),
                Savings("Livret", "Livret Lavande Plus", "EUR", 15300.00m),
                Card("Carte Lavande", "Carte Lavande Premier", "EUR", 230.75m, 4000m),
                new(Role.Travel, "Compte livres", "Compte en livres sterling", "depository", "checking")
                {
                    Currency = "GBP",
                    Opening = 640.20m,
                },
            ],
        },
        new("ins_900002", "Asagiri Bank", "Tokyo, in whole yen", "#b23a48")
        {
            Region = Region.Japan,
            CountryCode = "US",
            Accounts =
            [
                Everyday("Futsu Yokin", "Asagiri Ordinary Deposit", "JPY", 418230m),
                Savings("Teiki Yokin", "Asagiri Term Savings", "JPY", 1250000m),
                Card("Asagiri Card", "Asagiri Gold Card", "JPY", 51200m, 800000m),
            ],
        },
        new("ins_900003", "Marjan Gulf Bank", "Kuwait, with three decimals", "#0f766e")
        {
            Region = Region.Gulf,
            CountryCode = "US",
            Accounts =
            [
                Everyday("Marjan Current", "Marjan Current Account", "KWD", 934.125m),
                Savings("Marjan Savings", "Marjan Pearl Savings", "KWD", 2710.500m),
                Card("Marjan Card", "Marjan Coral Card", "KWD", 88.750m, 1500m),
            ],
        },
        new("ins_900004", "Larkspur Credit Union", "A credit union, with loans", "#3d5a80")
        {
            Region = Region.America,
            CountryCode = "US",
            Persistent = true,
            Accounts =
            [
                Everyday("Larkspur Checking", "Larkspur Member Checking", "USD", 1530.00m),
                Savings("Larkspur Shares", "Larkspur Share Savings", "USD", 3300.25m),
                new(Role.StudentLoan, "Student Loan", "Larkspur Student Loan", "loan", "student")
                {
                    Currency = "USD",
                    Opening = 24500.00m,
                },
                new(Role.Silent, "Auto Loan", "Larkspur Auto Loan", "loan", "auto")
                {
                    Currency = "USD",
                    Opening = 9120.44m,
                },
            ],
        },
        new("ins_900005", "Old Mill Savings", "Gives 14 months and no more", "#8a5a2b")
        {
            Region = Region.America,
            CountryCode = "US",
            HistoryDays = 426,
            Accounts =
            [
                Everyday("Mill Checking", "Old Mill Plain Checking", "USD", 990.01m),
                Savings("Mill Savings", "Old Mill Passbook", "USD", 410.00m),
            ],
        },
    ];

    private static readonly FrozenDictionary<string, Institution> s_byId = All.ToFrozenDictionary(i => i.Id);

    public static Institution? Find(string id) => s_byId.GetValueOrDefault(id);

    private static AccountPlan Everyday(string name, string official, string currency, decimal opening) =>
        new(Role.Everyday, name, official, "depository", "checking") { Currency = currency, Opening = opening };

    private static AccountPlan Savings(string name, string official, string currency, decimal opening) =>
        new(Role.Savings, name, official, "depository", "savings") { Currency = currency, Opening = opening };

    private static AccountPlan Card(string name, string official, string currency, decimal opening, decimal limit) =>
        new(Role.Card, name, official, "credit", "credit card")
        {
            Currency = currency,
            Opening = opening,
            Limit = limit,
        };
}
