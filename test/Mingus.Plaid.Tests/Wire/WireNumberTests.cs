using System.Globalization;
using Mingus.Plaid.Wire;

namespace Mingus.Plaid.Tests.Wire;

public sealed class WireNumberTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("-0.00", "0")]
    [InlineData("0.1", "0.1")]
    [InlineData("-0.1", "-0.1")]
    [InlineData("1e-7", "0.0000001")]
    [InlineData("1E+3", "1000")]
    [InlineData("1.50e1", "15")]
    [InlineData("12345678901234.56", "12345678901234.56")]
    [InlineData("575.67", "575.67")]
    [InlineData("16023.47", "16023.47")]
    [InlineData("100", "100")]
    [InlineData("1.0000000000000000000000000000000000000000", "1")]
    [InlineData("0.30000000000000004", "0.30000000000000004")]
    [InlineData("0e999999999999", "0")]
    public void A_number_is_read_exactly(string text, string expected)
    {
        var isZeroBeyondReach = text.StartsWith("0e", StringComparison.Ordinal);
        Assert.Equal(!isZeroBeyondReach, WireNumber.TryRead(text, out var value));
        Assert.Equal(decimal.Parse(expected, CultureInfo.InvariantCulture), value);
    }

    [Theory]
    [InlineData("1e400")]
    [InlineData("1e-400")]
    [InlineData("1e99999999999999999999")]
    [InlineData("0.12345678901234567890123456789")]
    [InlineData("12345678901234567890123456789012345")]
    public void A_number_that_would_be_rounded_is_refused(string text) => Assert.False(WireNumber.TryRead(text, out _));

    [FsCheck.Xunit.Property]
    public bool Every_decimal_of_ordinary_size_reads_as_itself(long units, byte scale)
    {
        var value = new decimal((int)units, (int)(units >> 32) & 0x7fffffff, 0, units < 0, (byte)(scale % 12));
        return WireNumber.TryRead(value.ToString(CultureInfo.InvariantCulture), out var read) && read == value;
    }
}
