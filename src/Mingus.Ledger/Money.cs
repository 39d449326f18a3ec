using System.Globalization;

namespace Mingus.Ledger;

/// <summary>How an amount of the provider's fits the minor unit of its currency.</summary>
public enum MoneyFit
{
    /// <summary>It is a whole number of minor units.</summary>
    Exact,

    /// <summary>It had up to four digits more and was rounded half to even.</summary>
    Rounded,

    /// <summary>It has more than four digits beyond the minor unit: not an amount we can vouch for.</summary>
    TooFine,

    /// <summary>Its magnitude is 10^15 minor units or more.</summary>
    TooLarge,
}

/// <summary>
/// A signed amount in a currency, held as integer minor units. <b>Positive increases what the holder owns</b>, for
/// every kind of account: a purchase by card is negative, a card that owes 500 has the balance -500 (decision 0002).
/// </summary>
public readonly record struct Money : IComparable<Money>
{
    /// <summary>Amounts stay below this many minor units, so that sums of a million of them cannot overflow.</summary>
    public const long LimitMinor = 1_000_000_000_000_000;

    /// <summary>Digits beyond the minor unit that are rounded away; more are refused.</summary>
    public const int ExtraDigits = 4;

    /// <summary>An amount of minor units, for instance cents.</summary>
    public Money(long minor, Currency currency)
    {
        Minor = minor;
        Currency = currency;
    }

    /// <summary>Minor units, signed.</summary>
    public long Minor { get; }

    /// <summary>The currency the minor units are of.</summary>
    public Currency Currency { get; }

    /// <summary>The amount as a decimal with exactly the currency's minor digits.</summary>
    public decimal Amount => new decimal(Minor) / Currency.MinorPerUnit + ZeroOf(Currency.MinorDigits);

    /// <summary>
    /// Fits a provider's decimal into the currency. Up to <see cref="ExtraDigits"/> digits beyond the minor unit are
    /// rounded half to even; <paramref name="money"/> is meaningful only for Exact and Rounded.
    /// </summary>
    public static MoneyFit Fit(decimal amount, Currency currency, out Money money)
    {
        money = default;
        var digits = currency.MinorDigits;
        if (Math.Abs(amount) >= LimitMinor / currency.MinorPerUnit)
        {
            return MoneyFit.TooLarge;
        }

        if (decimal.Round(amount, digits + ExtraDigits) != amount)
        {
            return MoneyFit.TooFine;
        }

        var rounded = decimal.Round(amount, digits, MidpointRounding.ToEven);
        money = new Money(decimal.ToInt64(rounded * currency.MinorPerUnit), currency);
        return rounded == amount ? MoneyFit.Exact : MoneyFit.Rounded;
    }

    /// <summary>Sum of two amounts of one currency.</summary>
    /// <exception cref="InvalidOperationException">The currencies differ.</exception>
    public static Money operator +(Money left, Money right) =>
        left.Currency == right.Currency
            ? new Money(checked(left.Minor + right.Minor), left.Currency)
            : throw new InvalidOperationException("Amounts of two currencies have no sum.");

    /// <summary>Difference of two amounts of one currency.</summary>
    public static Money operator -(Money left, Money right) => left + -right;

    /// <summary>The same amount the other way.</summary>
    public static Money operator -(Money value) => new(checked(-value.Minor), value.Currency);

    /// <inheritdoc />
    public int CompareTo(Money other) =>
        Currency == other.Currency
            ? Minor.CompareTo(other.Minor)
            : throw new InvalidOperationException("Amounts of two currencies have no order.");

    /// <summary>
    /// The amount as decimal text, as JSON carries it: all minor digits for ISO currencies (<c>-12.40</c>), trailing
    /// zeros beyond two digits left out for unofficial ones.
    /// </summary>
    public string ToText() =>
        Currency.IsOfficial
            ? Amount.ToString(CultureInfo.InvariantCulture)
            : Amount.ToString("0.00######", CultureInfo.InvariantCulture);

    public override string ToString() => $"{ToText()} {Currency.Code}";

    // Adding a zero of that scale keeps the trailing digits a division drops: 12.4 becomes 12.40.
    private static decimal ZeroOf(int digits) => new(0, 0, 0, isNegative: false, (byte)digits);
}
