using Mingus.Sync.Client;

namespace BudgetApp;

/// <summary>What came in and went out in a month, by currency and category.</summary>
internal sealed class Budget
{
    /// <summary>The user's accounts.</summary>
    public List<Account> Accounts { get; } = [];

    /// <summary>The month's transactions.</summary>
    public List<Transaction> Transactions { get; } = [];

    /// <summary>What the month comes to in each currency: amounts of two are never added.</summary>
    public IEnumerable<(string Currency, decimal In, decimal Out)> Sums =>
        Transactions
            .GroupBy(one => one.Currency ?? one.UnofficialCurrency ?? "?", StringComparer.Ordinal)
            .Select(group => (group.Key, Sum(group, sign: 1), Sum(group, sign: -1)));

    public void Add(Account account) => Accounts.Add(account);

    public void Add(Transaction transaction) => Transactions.Add(transaction);

    private static decimal Sum(IEnumerable<Transaction> transactions, int sign) =>
        transactions.Where(one => Math.Sign(one.Amount) == sign).Sum(one => one.Amount);
}
