using System.Globalization;
using System.Text.Json;

namespace Mingus.Plaid.Wire;

/// <summary>
/// JSON numbers as decimals, from their text: never by way of binary floating point, and never rounded, which
/// <see cref="decimal.TryParse(string, out decimal)"/> would do silently beyond 28 digits.
/// </summary>
internal static class WireNumber
{
    // What every decimal can hold whatever its digits are.
    private const int DigitsMax = 28;

    /// <summary>Reads a number element. False for one that a decimal cannot hold exactly.</summary>
    public static bool TryRead(JsonElement element, out decimal value) => TryRead(element.GetRawText(), out value);

    /// <summary>Reads the text of a JSON number, for instance <c>-12.50</c> or <c>1e-7</c>.</summary>
    public static bool TryRead(string number, out decimal value)
    {
        value = 0;
        var (mantissa, exponent) = Split(number);
        if (exponent is null)
        {
            return false;
        }

        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var fraction = point < 0 ? 0 : mantissa.Length - point - 1;
        var isNegative = mantissa.StartsWith('-');
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal).TrimStart('-').TrimStart('0');
        var significant = digits.TrimEnd('0');
        if (significant.Length == 0)
        {
            return true;
        }

        // value = significant * 10^power, without zeros at either end of the digits.
        var power = (long)exponent - fraction + (digits.Length - significant.Length);
        if (power < -DigitsMax || significant.Length + Math.Max(power, 0) > DigitsMax)
        {
            return false;
        }

        var padded = power > 0 ? significant + new string('0', (int)power) : significant;
        var whole = decimal.Parse(padded, NumberStyles.None, CultureInfo.InvariantCulture);
        var parts = decimal.GetBits(whole);
        value = new decimal(parts[0], parts[1], parts[2], isNegative, (byte)Math.Max(-power, 0));
        return true;
    }

    // The exponent is null when it is beyond anything an amount could have.
    private static (string Mantissa, int? Exponent) Split(string number)
    {
        var at = number.AsSpan().IndexOfAny('e', 'E');
        if (at < 0)
        {
            return (number, 0);
        }

        var isRead = int.TryParse(
            number.AsSpan(at + 1),
            NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture,
            out var exponent
        );
        return (number[..at], isRead ? exponent : null);
    }
}
