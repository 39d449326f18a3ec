using System.Text.Json;
using Mingus.Ledger;

namespace Mingus.Plaid.Wire;

/// <summary>Currencies and amounts of Plaid's objects. The reasons say what is wrong, never the amount
/// itself.</summary>
internal static class WireMoney
{
    /// <summary>
    /// The currency an object states: the ISO code, else the unofficial one. Plaid never sets both; if it did, the ISO
    /// code would be the one that says more. Neither: the object fails, for a currency is never guessed.
    /// </summary>
    public static Currency? Currency(WireObject wire)
    {
        const string Iso = "iso_currency_code";
        const string Unofficial = "unofficial_currency_code";
        if (Code(wire, Iso) is { } code)
        {
            if (Ledger.Currency.IsIsoShaped(code))
            {
                return Ledger.Currency.Official(code);
            }

            wire.Fail(Iso, "is not three capital letters");
            return null;
        }

        if (Code(wire, Unofficial) is { } own)
        {
            if (own.Length <= 12)
            {
                return Ledger.Currency.Unofficial(own);
            }

            wire.Fail(Unofficial, "is longer than 12 characters");
            return null;
        }

        wire.Fail(Iso, $"and {Unofficial} are both missing");
        return null;
    }

    /// <summary>
    /// A field that is an amount; null when it is missing or fails. <paramref name="exact"/> is the provider's own text
    /// where the amount had to be rounded to the minor unit, else null.
    /// </summary>
    public static Money? Amount(WireObject wire, string name, Currency currency, bool isNegated, out string? exact)
    {
        exact = null;
        if (!wire.TryGet(name, out var value))
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Number)
        {
            wire.Fail(name, $"is {WireObject.Describe(value)} instead of a number");
            return null;
        }

        if (!WireNumber.TryRead(value, out var number))
        {
            wire.Fail(name, "has more digits than can be kept");
            return null;
        }

        var fit = Money.Fit(isNegated ? -number : number, currency, out var money);
        switch (fit)
        {
            case MoneyFit.Exact:
                return money;
            case MoneyFit.Rounded:
                exact = value.GetRawText();
                return money;
            case MoneyFit.TooFine:
                wire.Fail(name, $"has more than {Money.ExtraDigits} digits beyond the minor unit of its currency");
                return null;
            default:
                wire.Fail(name, "is larger than any amount we can vouch for");
                return null;
        }
    }

    private static string? Code(WireObject wire, string name)
    {
        if (!wire.TryGet(name, out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String)
        {
            var code = value.GetString();
            return string.IsNullOrWhiteSpace(code) ? null : code;
        }

        wire.Fail(name, $"is {WireObject.Describe(value)} instead of a text");
        return null;
    }
}
