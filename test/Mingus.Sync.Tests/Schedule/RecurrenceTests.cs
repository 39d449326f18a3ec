using Mingus.Sync.Schedule;

namespace Mingus.Sync.Tests.Schedule;

public sealed class RecurrenceTests
{
    [Theory]
    [InlineData("2026-01-09 2026-01-23", "2026-02-06")]
    [InlineData("2026-01-15 2026-01-30", "2026-02-15")]
    [InlineData("2026-01-30 2026-02-15", "2026-02-28")]
    [InlineData("2026-01-05 2026-02-05", "2026-03-05")]
    [InlineData("2026-01-30 2026-02-28", "2026-03-30")]
    [InlineData("2026-01-31 2026-02-28 2026-03-31", "2026-04-30")]
    public void The_next_date_follows_the_calendar(string seen, string expected)
    {
        var next = Of(seen).Next();

        Assert.Equal(Day(expected), next.MaxBy(static day => day.Share).Day);
        Assert.InRange(next.Sum(static day => day.Share), 0.5, 1);
    }

    [Theory]
    [InlineData("2026-01-05")]
    [InlineData("2026-01-05 2026-01-12")]
    [InlineData("2026-01-05 2026-03-20")]
    public void No_rhythm_expects_nothing(string seen) => Assert.Empty(Of(seen).Next());

    [Fact]
    public void One_seen_once_may_come_again_after_a_month() =>
        Assert.Equal([new ExpectedDay(Day("2026-02-10"), 0.3)], Of("2026-01-10").Next(onceAMonth: 0.3));

    [Fact]
    public void A_posted_record_that_follows_its_pending_one_is_the_same() =>
        Assert.Equal([new ExpectedDay(Day("2026-02-23"), 0.85)], Of("2026-01-26 2026-02-09 2026-02-11").Next());

    [Fact]
    public void Pay_is_expected_at_the_hours_it_came_before()
    {
        var recurrences = new Recurrences();
        foreach (var date in new[] { "2026-01-09", "2026-01-23" })
        {
            recurrences.Learn(1, Day(date), (24.0 * Day(date)) + 2, (24.0 * Day(date)) + 6);
        }

        var first = 24L * Day("2026-02-05");
        var perHour = new double[72];
        recurrences.AddTo(perHour, first, lastCheck: first, InstitutionKnowledge.Unknown, perDay: 1);

        Assert.True(perHour[26..30].Sum() > 0.7, $"{perHour[26..30].Sum()}");
    }

    private static Recurrence Of(string dates)
    {
        var all = dates.Split(' ').Select(date => new Occurrence(Day(date), 0, 24)).ToList();
        return all.Skip(1).Aggregate(new Recurrence(1, [all[0]]), static (one, next) => one.With(next));
    }

    private static int Day(string date) => WeekHour.DayOf(DateOnly.Parse(date, null));
}
