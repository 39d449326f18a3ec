using System.Globalization;
using System.Text.Json;
using Mingus.Sandbox.Bank;

namespace Mingus.Scenarios.Support;

/// <summary>Compares all that the product shows of a person's banks with what the banks hold, to the record.</summary>
internal static class LedgerCheck
{
    // ISO 4217: minor units that are not two digits, of the currencies that scenarios use.
    private static readonly Dictionary<string, int> s_digits = new(StringComparer.Ordinal) { ["JPY"] = 0, ["KWD"] = 3 };

    /// <summary>The strictest validation finds nothing wrong with what is stored. Balances that are off in a scenario
    /// are its own matter.</summary>
    public static async Task AssertValid(this Person person)
    {
        foreach (var account in await person.Accounts())
        {
            var path = $"/accounts/{account.Text("id")}/validate";
            var run = (await person.Post(path, new { level = "strict" }, ("Prefer", "wait=30"))).Expect(200);
            var reports = run.GetProperty("result").List("validations");
            var wrong = reports.SelectMany(r => r.List("findings")).Where(f => f.Text("check") != "balance_differs");
            Assert.NotEmpty(reports);
            Assert.Empty(wrong.Select(f => f.ToString()));
        }
    }

    /// <summary>Every live record both ways, each transaction shown by one of them, every balance.</summary>
    public static async Task AssertLedgerEqualsBank(this Person person)
    {
        var accounts = await person.Accounts();
        var expected = new List<string>();
        foreach (var bank in person.Banks)
        {
            var truth = person.Stack.Sandbox.Bank.Truth(bank.ItemId);
            expected.AddRange(truth.Records.Select(TextOf));
            foreach (var account in truth.Accounts)
            {
                AssertBalance(account, accounts);
            }
        }

        var transactions = await person.Transactions();
        var shown = transactions.SelectMany(LiveRecords).ToList();
        AssertSame(expected, shown);
        Assert.Equal(transactions.Count, transactions.Select(t => t.Text("id")).Distinct().Count());
        foreach (var transaction in transactions)
        {
            AssertShowsItsPrimary(transaction);
        }
    }

    /// <summary>What a transaction counts for: the sum of posted amounts of an account.</summary>
    public static async Task<decimal> PostedSum(this Person person, string accountId) =>
        (await person.Transactions(accountId))
            .Where(t => t.Text("status") == "posted")
            .Sum(t => decimal.Parse(t.Text("amount"), CultureInfo.InvariantCulture));

    private static void AssertSame(List<string> expected, List<string> shown)
    {
        expected.Sort(StringComparer.Ordinal);
        shown.Sort(StringComparer.Ordinal);
        if (expected.SequenceEqual(shown, StringComparer.Ordinal))
        {
            return;
        }

        var missing = expected.Except(shown, StringComparer.Ordinal).Take(5);
        var extra = shown.Except(expected, StringComparer.Ordinal).Take(5);
        Assert.Fail(
            $"bank {expected.Count} records, product {shown.Count}; only the bank has:\n{string.Join('\n', missing)}\n"
                + $"only the product has:\n{string.Join('\n', extra)}"
        );
    }

    private static IEnumerable<string> LiveRecords(JsonElement transaction)
    {
        foreach (var record in transaction.List("records").Where(r => r.Text("status") != "removed"))
        {
            var currency = transaction.TextOrNull("currency") ?? transaction.Text("unofficialCurrency");
            yield return string.Join(
                '|',
                record.Text("providerAccountId"),
                record.Text("providerTransactionId"),
                record.Text("amount"),
                currency,
                record.Text("date"),
                record.Text("status"),
                record.Text("description")
            );
        }
    }

    // Their sign flips: the provider's positive is money out, ours is money in.
    private static string TextOf(TruthRecord record) =>
        string.Join(
            '|',
            record.AccountId,
            record.TransactionId,
            Amount(-record.Amount, record.Currency),
            record.Currency,
            record.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            record.Pending ? "pending" : "posted",
            record.Name
        );

    private static void AssertShowsItsPrimary(JsonElement transaction)
    {
        var records = transaction.List("records");
        var primary = Assert.Single(records, r => r.GetProperty("isPrimary").GetBoolean());
        foreach (var member in (string[])["amount", "date", "description", "status"])
        {
            Assert.Equal(primary.Text(member), transaction.Text(member));
        }

        Assert.Single(records, r => r.Text("status") != "removed");
    }

    private static void AssertBalance(TruthAccount account, List<JsonElement> accounts)
    {
        var shown = accounts.Find(a => a.List("feeds").Exists(f => f.Text("providerAccountId") == account.AccountId));
        Assert.True(shown.ValueKind == JsonValueKind.Object, $"{account} is not shown");
        var balance = shown.GetProperty("balance");
        var owed = account.Type is "credit" or "loan";
        var current = owed ? -account.Current : account.Current;
        Assert.Equal(Amount(current, account.Currency), balance.Text("current"));
        Assert.Equal(account.Currency, balance.TextOrNull("currency") ?? balance.Text("unofficialCurrency"));
        var available = account.Available is { } known ? Amount(known, account.Currency) : null;
        Assert.Equal(available, balance.TextOrNull("available"));
    }

    private static string Amount(decimal amount, string currency)
    {
        var digits = s_digits.GetValueOrDefault(currency, 2);
        // Half a minor unit goes to the even one (architecture.md, The data); zero has no sign.
        var rounded = Math.Round(amount, digits, MidpointRounding.ToEven);
        return (rounded == 0 ? 0 : rounded).ToString($"F{digits}", CultureInfo.InvariantCulture);
    }
}
