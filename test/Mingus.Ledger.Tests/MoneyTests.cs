using System.Globalization;
using FsCheck.Xunit;
using Mingus.Testing;

namespace Mingus.Ledger.Tests;

public sealed class MoneyTests
{
    // given | currency (* unofficial) | fit | minor units | expected text
    [Fact]
    public void An_amount_fits_its_currency_to_the_minor_unit() =>
        Assert.All(
            LedgerText.Rows(
                """
                0.1                  | USD  | Exact    | 10                | 0.10
                -0.1                 | USD  | Exact    | -10               | -0.10
                -0                   | USD  | Exact    | 0                 | 0.00
                0.00                 | USD  | Exact    | 0                 | 0.00
                575.67               | USD  | Exact    | 57567             | 575.67
                16023.47             | USD  | Exact    | 1602347           | 16023.47
                12345678901234.56    | USD  | TooLarge |                   |
                1234567890123.45     | USD  | Exact    | 123456789012345   | 1234567890123.45
                9999999999999.99     | USD  | Exact    | 999999999999999   | 9999999999999.99
                10000000000000       | USD  | TooLarge |                   |
                -10000000000000      | USD  | TooLarge |                   |
                # half to even, up to four digits more
                0.005                | USD  | Rounded  | 0                 | 0.00
                0.015                | USD  | Rounded  | 2                 | 0.02
                0.025                | USD  | Rounded  | 2                 | 0.02
                -0.025               | USD  | Rounded  | -2                | -0.02
                0.0251               | USD  | Rounded  | 3                 | 0.03
                89.400001            | USD  | Rounded  | 8940              | 89.40
                0.0000001            | USD  | TooFine  |                   |
                0.1000000            | USD  | Exact    | 10                | 0.10
                # JPY 0, KWD 3, CLF 4, unofficial 8
                1250                 | JPY  | Exact    | 1250              | 1250
                1250.5               | JPY  | Rounded  | 1250              | 1250
                1250.00001           | JPY  | TooFine  |                   |
                1.234                | KWD  | Exact    | 1234              | 1.234
                1.2                  | KWD  | Exact    | 1200              | 1.200
                1.2345               | KWD  | Rounded  | 1234              | 1.234
                1.2345               | CLF  | Exact    | 12345             | 1.2345
                1.00000001           | *BTC | Exact    | 100000001         | 1.00000001
                0.0000001            | *BTC | Exact    | 10                | 0.0000001
                1.5                  | *BTC | Exact    | 150000000         | 1.50
                9999999              | *BTC | Exact    | 999999900000000   | 9999999.00
                10000000             | *BTC | TooLarge |                   |
                """
            ),
            row =>
            {
                var amount = decimal.Parse(row[0], NumberStyles.Float, CultureInfo.InvariantCulture);
                var fit = Money.Fit(amount, CurrencyOf(row[1]), out var money);
                Assert.Equal(row[2], fit.ToString());
                if (fit is MoneyFit.Exact or MoneyFit.Rounded)
                {
                    Assert.Equal(long.Parse(row[3]), money.Minor);
                    Assert.Equal(row[^1], money.ToText());
                }
            }
        );

    [Property]
    public bool Text_reads_back_as_the_same_amount(int minor)
    {
        string[] codes = ["USD", "JPY", "KWD", "CLF", "*BTC"];
        return codes.All(code =>
        {
            var money = new Money(minor, CurrencyOf(code));
            var amount = decimal.Parse(money.ToText(), CultureInfo.InvariantCulture);
            return Money.Fit(amount, money.Currency, out var again) == MoneyFit.Exact && again == money;
        });
    }

    [Property]
    public bool Sums_and_differences_are_of_minor_units(int one, int other)
    {
        var (left, right) = (new Money(one, CurrencyOf("USD")), new Money(other, CurrencyOf("USD")));
        return (left + right).Minor == (long)one + other
            && left - right + right == left
            && -(-left) == left
            && left.CompareTo(right) == one.CompareTo(other);
    }

    [Fact]
    public void Two_currencies_have_no_sum_and_no_order()
    {
        var (dollar, euro) = (new Money(1, CurrencyOf("USD")), new Money(1, CurrencyOf("EUR")));
        Assert.Throws<InvalidOperationException>(() => dollar + euro);
        Assert.Throws<InvalidOperationException>(() => dollar - euro);
        Assert.Throws<InvalidOperationException>(() => dollar.CompareTo(euro));
        Assert.NotEqual(dollar, new Money(1, Currency.Unofficial("USD")));
    }

    [Theory]
    [InlineData("usd")]
    [InlineData("US")]
    [InlineData("USDT")]
    [InlineData("")]
    public void An_official_code_is_three_capital_letters(string code)
    {
        Assert.False(Currency.IsIsoShaped(code));
        Assert.Throws<ArgumentException>(() => Currency.Official(code));
    }

    [Fact]
    public void An_unofficial_code_has_1_to_12_characters()
    {
        Assert.Throws<ArgumentException>(() => Currency.Unofficial(""));
        Assert.Throws<ArgumentException>(() => Currency.Unofficial("abcdefghijklm"));
        Assert.Equal("abcdefghijkl", Currency.Unofficial("abcdefghijkl").Code);
    }

    private static Currency CurrencyOf(string code) =>
        code[0] == '*' ? Currency.Unofficial(code[1..]) : Currency.Official(code);
}
