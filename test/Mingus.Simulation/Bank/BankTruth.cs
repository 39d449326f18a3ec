using Mingus.Ledger;

namespace Mingus.Simulation.Bank;

/// <summary>A purchase or payment as the bank knows it.</summary>
internal sealed class Purchase(int number, DateOnly day, long minor, string text)
{
    public int Number { get; } = number;

    public DateOnly Day { get; set; } = day;

    public long Minor { get; set; } = minor;

    public string Text { get; set; } = text;

    public bool IsPending { get; set; }

    /// <summary>Withdrawn or reversed.</summary>
    public bool IsGone { get; set; }

    /// <summary>Whether it was pending once, so that its posted row may point to the pending one.</summary>
    public bool WasPending { get; set; }

    /// <summary>Whether the provider failed to match its posted row with the pending one.</summary>
    public bool LosesLink { get; set; }

    /// <summary>Whether its row cannot be read.</summary>
    public bool IsPoison { get; set; }

    /// <summary>Raised when the bank gives it a new id.</summary>
    public int Generation { get; set; }
}

/// <summary>An account at the bank: what is true, whoever asks.</summary>
internal sealed class BankAccount(int number, long opening, AccountKind kind)
{
    private static readonly Currency Dollar = Currency.Official("USD");

    public int Number { get; } = number;

    /// <summary>What it held before the first purchase.</summary>
    public long Opening { get; } = opening;

    public AccountKind Kind { get; } = kind;

    public static Currency Currency => Dollar;

    public List<Purchase> Purchases { get; } = [];

    /// <summary>By how much the bank's stated balance is wrong for now.</summary>
    public long BalanceError { get; set; }

    public long Balance =>
        Opening
        + BalanceError
        + Purchases.Where(static p => p is { IsGone: false, IsPending: false }).Sum(static p => p.Minor);
}

/// <summary>One person's login at the bank: its accounts.</summary>
internal sealed class Household(int number, IReadOnlyList<BankAccount> accounts)
{
    public int Number { get; } = number;

    public IReadOnlyList<BankAccount> Accounts { get; } = accounts;
}
