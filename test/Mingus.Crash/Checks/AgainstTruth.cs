using System.Globalization;
using System.Text.Json;
using Mingus.Crash.Bank;
using Mingus.Crash.Databases;
using Mingus.Crash.Product;
using Mingus.Sandbox.Bank;

namespace Mingus.Crash.Checks;

/// <summary>The ledger as the API shows it, beside the bank's own books: to the record, both ways.</summary>
internal static class AgainstTruth
{
    public static async Task<List<string>> ProblemsAsync(IEnumerable<ApiClient> users, Image image, BankSide bank)
    {
        var problems = new List<string>();
        var shown = new Dictionary<string, string>(StringComparer.Ordinal);
        var balances = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var user in users)
        {
            foreach (var account in await user.ListAsync("/accounts"))
            {
                var feed = account.GetProperty("feeds")[0];
                var providerAccount = feed.GetProperty("providerAccountId").GetString()!;
                balances[providerAccount] = BalanceOf(account);
                var path = $"/accounts/{account.GetProperty("id").GetString()}/transactions?include=records";
                foreach (var transaction in await user.ListAsync(path))
                {
                    Show(transaction, providerAccount, shown, problems);
                }
            }
        }
        var linked = image.Connections.Values.Where(c => c.Status != "disconnected").Select(c => bank.Look(c.ItemId));
        Compare(shown, balances, [.. linked], problems);
        return problems;
    }

    private static void Compare(
        Dictionary<string, string> shown,
        Dictionary<string, string> balances,
        IReadOnlyList<Truth> truths,
        List<string> problems
    )
    {
        foreach (var truth in truths)
        {
            foreach (var record in truth.Records)
            {
                var expected = Line(
                    record.AccountId,
                    -record.Amount,
                    record.Currency,
                    Day(record.Date),
                    record.Pending ? "pending" : "posted",
                    record.Name
                );
                if (!shown.Remove(record.TransactionId, out var line) || line != expected)
                {
                    problems.Add(
                        $"{record.TransactionId} of {truth.ItemId}: bank {expected}; ledger {line ?? "nothing"}"
                    );
                }
            }
            foreach (var account in truth.Accounts)
            {
                var isOwed = account.Type is "credit" or "loan";
                var expected = $"{Plain(isOwed ? -account.Current : account.Current)} {account.Currency}";
                if (!balances.Remove(account.AccountId, out var balance) || balance != expected)
                {
                    problems.Add($"balance of {account.AccountId}: bank {expected}; ledger {balance ?? "no account"}");
                }
            }
        }
        problems.AddRange(shown.Select(rest => $"{rest.Key}: the bank has nothing; ledger {rest.Value}"));
        problems.AddRange(balances.Select(rest => $"account {rest.Key}: the bank has none; ledger {rest.Value}"));
    }

    private static void Show(
        JsonElement transaction,
        string providerAccount,
        Dictionary<string, string> shown,
        List<string> problems
    )
    {
        var live = transaction
            .GetProperty("records")
            .EnumerateArray()
            .Where(r => r.GetProperty("status").GetString() != "removed")
            .ToList();
        if (live.Count != 1 || !live[0].GetProperty("isPrimary").GetBoolean())
        {
            problems.Add($"{transaction.GetProperty("id")} shows {live.Count} live records");
            return;
        }
        var line = Line(
            providerAccount,
            decimal.Parse(transaction.GetProperty("amount").GetString()!, CultureInfo.InvariantCulture),
            transaction.GetProperty("currency").GetString()!,
            transaction.GetProperty("date").GetString()!,
            transaction.GetProperty("status").GetString()!,
            transaction.GetProperty("description").GetString()!
        );
        if (!shown.TryAdd(live[0].GetProperty("providerTransactionId").GetString()!, line))
        {
            problems.Add($"{live[0].GetProperty("providerTransactionId")} is shown twice");
        }
    }

    private static string BalanceOf(JsonElement account)
    {
        var balance = account.GetProperty("balance");
        return balance.ValueKind != JsonValueKind.Object
            ? "no balance"
            : Plain(decimal.Parse(balance.GetProperty("current").GetString()!, CultureInfo.InvariantCulture))
                + $" {balance.GetProperty("currency").GetString()}";
    }

    private static string Line(
        string account,
        decimal amount,
        string currency,
        string date,
        string status,
        string name
    ) => $"{account} {Plain(amount)} {currency} {date} {status} {name}";

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Plain(decimal amount) => amount.ToString("0.####", CultureInfo.InvariantCulture);
}
