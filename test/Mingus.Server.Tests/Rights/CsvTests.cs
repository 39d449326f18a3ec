using Mingus.Server.Rights;

namespace Mingus.Server.Tests.Rights;

/// <summary>Rows after RFC 4180 that no spreadsheet runs.</summary>
public sealed class CsvTests
{
    [Theory]
    [InlineData("plain", "\"plain\"")]
    [InlineData("", "\"\"")]
    [InlineData(null, "\"\"")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("two\r\nlines", "\"two\r\nlines\"")]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("+49 30", "\"'+49 30\"")]
    [InlineData("-1+cmd|' /C calc'!A0", "\"'-1+cmd|' /C calc'!A0\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData(" =1", "\" =1\"")]
    public void Text_stays_text(string? text, string expected) =>
        Assert.Equal($"{expected}\r\n", new Csv().Text(text).End());

    [Fact]
    public void Numbers_stay_numbers() =>
        Assert.Equal(
            "\"-12.40\",\"2026-11-30\",\"\"\r\n",
            new Csv().Number("-12.40").Day(new DateOnly(2026, 11, 30)).Moment(null).End()
        );
}
