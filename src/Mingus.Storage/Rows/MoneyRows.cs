using Mingus.Ledger;
using Mingus.Storage.Scripts;

namespace Mingus.Storage.Rows;

/// <summary>Money and currencies at rest: minor units, a code, and whether ISO 4217 lists the code.</summary>
internal static class MoneyRows
{
    // Nearly every row has one of a few codes: reading them makes no strings.
    private static readonly Dictionary<string, Currency> Known = new[]
    {
        "USD",
        "EUR",
        "GBP",
        "CAD",
        "JPY",
        "CHF",
    }.ToDictionary(code => code, Currency.Official, StringComparer.Ordinal);

    public static void Bind(IArgs args, Currency currency)
    {
        args.Text("currency", currency.Code);
        args.Flag("currency_is_official", currency.IsOfficial);
    }

    public static Currency ReadCurrency(IRow row, int column)
    {
        var code = row.Text(column);
        return !row.Flag(column + 1) ? Currency.Unofficial(code)
            : Known.TryGetValue(code, out var known) ? known
            : Currency.Official(code);
    }

    public static Money? MoneyOrNull(IRow row, int column, Currency currency) =>
        row.LongOrNull(column) is { } minor ? new Money(minor, currency) : null;

    /// <summary>The minor units of an amount that shares its row's currency.</summary>
    /// <exception cref="ArgumentException">It is in another currency.</exception>
    public static long? MinorIn(Currency currency, Money? money) =>
        money is not { } amount ? null
        : amount.Currency == currency ? amount.Minor
        : throw new ArgumentException("All amounts of a balance are in one currency.", nameof(money));
}
