using System.Globalization;
using Mingus.Ledger;

namespace Mingus.Testing;

/// <summary>
/// Ledger facts as text tables: one row one fact, cells between bars, the last column the expected result. What a row
/// of changes may say: <c>+ | id | amount | date | description | pending or posted | pending link</c> and <c>- |
/// id</c>; an id may name its account, as in <c>T1@a2</c>, else it is of <c>a1</c>.
/// </summary>
public static class LedgerText
{
    /// <summary>The provider account that changes belong to unless they name another.</summary>
    public const string DefaultAccount = "a1";

    /// <summary>The cells of each row, trimmed; rows that are empty or begin with # are left out.</summary>
    public static IReadOnlyList<string[]> Rows(string table) =>
        [
            .. table
                .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Where(line => !line.StartsWith('#'))
                .Select(line => line.Split('|', StringSplitOptions.TrimEntries)),
        ];

    /// <summary>An amount, for instance <c>-12.40</c> (of US dollars) or <c>-1250 JPY</c>.</summary>
    public static Money Amount(string text)
    {
        var parts = text.Split(' ');
        var currency = Currency.Official(parts.Length > 1 ? parts[1] : "USD");
        return
            Money.Fit(decimal.Parse(parts[0], CultureInfo.InvariantCulture), currency, out var money) == MoneyFit.Exact
            ? money
            : throw new FormatException($"{text} is not an exact amount.");
    }

    /// <summary>A day, for instance <c>2026-11-20</c>.</summary>
    public static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The changes of a table.</summary>
    public static IReadOnlyList<ProviderChange> Changes(string table) => [.. Rows(table).Select(Change)];

    /// <summary>An update of a table of changes; its accounts are those the changes name, each in US dollars.</summary>
    public static ProviderUpdate Update(string table) => Update(Changes(table));

    /// <summary>An update of changes.</summary>
    public static ProviderUpdate Update(IReadOnlyList<ProviderChange> changes) =>
        new()
        {
            OriginCursor = null,
            NextCursor = "next",
            History = HistoryStatus.Complete,
            Accounts =
            [
                .. changes
                    .Select(c => c.ProviderAccountId)
                    .Append(DefaultAccount)
                    .Distinct()
                    .Order()
                    .Select(AccountOfUnknownBalance),
            ],
            Changes = changes,
            Unreadable = [],
            Pages = 1,
        };

    /// <summary>A checking account of US dollars that holds 100.</summary>
    public static ProviderAccount Account(string id) =>
        new()
        {
            ProviderAccountId = id,
            Name = $"Checking {id}",
            Kind = AccountKind.Depository,
            Subtype = "checking",
            Mask = "0001",
            Balance = Balance("100.00"),
        };

    /// <summary>The same account, of which the bank does not say what it holds: its records are believed by
    /// themselves.</summary>
    public static ProviderAccount AccountOfUnknownBalance(string id) =>
        Account(id) with
        {
            Balance = Balance("0.00") with { Current = null },
        };

    /// <summary>A readable balance.</summary>
    public static ProviderBalance Balance(string current, DateTimeOffset? asOf = null)
    {
        var amount = Amount(current);
        return new(amount, Available: null, Limit: null, amount.Currency, asOf, Unreadable: null, "{}");
    }

    /// <summary>Content of a record.</summary>
    public static RecordContent Content(string amount, string date, string description, bool isPending = false) =>
        new()
        {
            Amount = Amount(amount),
            Date = Day(date),
            IsPending = isPending,
            Description = description,
        };

    /// <summary>
    /// All records of a ledger, in the order first written: <c>id | status | amount | date | description | transaction
    /// | shown</c>. Transactions are numbered in order of appearance: t1, t2, …
    /// </summary>
    public static string Of(IEnumerable<LedgerRecord> records)
    {
        var numbers = new Dictionary<TransactionId, int>();
        return string.Join(
            '\n',
            records.Select(record =>
            {
                numbers.TryAdd(record.TransactionId, numbers.Count + 1);
                var content = record.Content;
                return string.Join(
                    " | ",
                    record.ProviderTransactionId,
                    record.Status.ToString().ToLowerInvariant(),
                    content.Amount.ToText(),
                    content.Date.ToString("yyyy-MM-dd"),
                    content.Description,
                    $"t{numbers[record.TransactionId]}",
                    record.IsPrimary ? "shown" : "-"
                );
            })
        );
    }

    /// <summary>A table with single spaces around its bars, for comparing.</summary>
    public static string Tidy(string table) =>
        string.Join('\n', Rows(table).Select(cells => string.Join(" | ", cells)));

    private static ProviderChange Change(string[] cells)
    {
        var name = cells[1].Split('@');
        var account = name.Length > 1 ? name[1] : DefaultAccount;
        if (cells[0] == "-")
        {
            return new ProviderChange.Removal(account, name[0]);
        }

        var content = Content(cells[2], cells[3], cells[4], isPending: cells[5] == "pending");
        return new ProviderChange.Upsert(
            account,
            name[0],
            content with
            {
                PendingTransactionId = cells.Length > 6 && cells[6].Length > 0 ? cells[6] : null,
            }
        );
    }
}
