using Mingus.Testing;

namespace Mingus.Ledger.Tests;

public sealed class DateIntervalTests
{
    // one | other | days of one | both | expected: one over both
    [Fact]
    public void Intervals_include_both_ends() =>
        Assert.All(
            LedgerText.Rows(
                """
                01..10 | 05..15 | 10 | 05..10 | 01..15
                01..10 | 10..15 | 10 | 10..10 | 01..15
                01..10 | 11..15 | 10 | none   | 01..15
                01..10 | 12..15 | 10 | none   | none
                01..10 | 03..04 | 10 | 03..04 | 01..10
                03..03 | 03..03 | 1  | 03..03 | 03..03
                """
            ),
            row =>
            {
                var (one, other) = (Interval(row[0]), Interval(row[1]));
                Assert.Equal(int.Parse(row[2]), one.Days);
                Assert.Equal(row[3], Text(one.Intersection(other)));
                Assert.Equal(row[3], Text(other.Intersection(one)));
                Assert.Equal(row[4], Text(one.Union(other)));
                Assert.Equal(row[4], Text(other.Union(one)));
                Assert.True(one.Contains(one.From) && one.Contains(one.To) && !one.Contains(one.To.AddDays(1)));
            }
        );

    [Fact]
    public void An_interval_has_at_least_a_day() => Assert.Throws<ArgumentException>(() => Interval("05..04"));

    private static DateInterval Interval(string text) => new(Day(text[..2]), Day(text[^2..]));

    private static DateOnly Day(string day) => new(2026, 11, int.Parse(day));

    private static string Text(DateInterval? interval) => interval is { } of ? $"{of.From:dd}..{of.To:dd}" : "none";
}
