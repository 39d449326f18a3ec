using Mingus.Ledger.Match.Evidence;

namespace Mingus.Ledger.Tests.Match;

/// <summary>Days as banks write them into texts.</summary>
public sealed class TextDayTests
{
    [Theory]
    [InlineData("2026-03-24 karte 5229", "2026-03-24", 10)]
    [InlineData("2026-03-24t12:33", "2026-03-24", 10)]
    [InlineData("24.03.2026", "2026-03-24", 10)]
    [InlineData("24.03.26", "2026-03-24", 8)]
    [InlineData("24.03 green grocer", "2026-03-24", 5)]
    [InlineData("03/24", "2026-03-24", 5)]
    [InlineData("24/03", "2026-03-24", 5)]
    [InlineData("24/03/26", "2026-03-24", 8)]
    [InlineData("0324", "2026-03-24", 4)]
    [InlineData("240326", "2026-03-24", 6)]
    [InlineData("20260324", "2026-03-24", 8)]
    // With its year it may be a little ahead.
    [InlineData("2026-03-27", "2026-03-27", 10)]
    [InlineData("27.03", null, 0)]
    // The form of a day, of no day near.
    [InlineData("2025-01-02", null, 10)]
    [InlineData("09/12", null, 5)]
    // Numbers, amounts, words.
    [InlineData("4410", null, 0)]
    [InlineData("12.40", null, 0)]
    [InlineData("645618", null, 0)]
    [InlineData("0324abc", null, 0)]
    [InlineData("211589590119", null, 0)]
    [InlineData("31.02", null, 0)]
    public void A_day_is_read_where_it_is_shortly_before_the_statement_day(string text, string? day, int length)
    {
        var read = TextDay.Read(text, new DateOnly(2026, 3, 25), out var found);

        Assert.Equal(length, read);
        Assert.Equal(day is null ? null : DateOnly.ParseExact(day, "yyyy-MM-dd"), found);
    }

    [Fact]
    public void The_order_of_day_and_month_follows_from_the_statement_day()
    {
        Assert.Equal(5, TextDay.Read("03/04", new DateOnly(2026, 4, 4), out var day));
        Assert.Equal(new DateOnly(2026, 4, 3), day);
        Assert.Equal(8, TextDay.Read("01/02/26", new DateOnly(2026, 2, 2), out day));
        Assert.Equal(new DateOnly(2026, 2, 1), day);
        Assert.Equal(8, TextDay.Read("02/01/26", new DateOnly(2026, 1, 3), out day));
        Assert.Equal(new DateOnly(2026, 1, 2), day);
    }

    [Fact]
    public void A_year_ago_is_the_year_before()
    {
        TextDay.Read("30.12", new DateOnly(2026, 1, 2), out var day);

        Assert.Equal(new DateOnly(2025, 12, 30), day);
    }
}
