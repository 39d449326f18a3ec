namespace Mingus.Sync.Schedule;

/// <summary>When a record of one counterparty appeared.</summary>
/// <param name="Day">The day it is dated, in days of <see cref="WeekHour"/>.</param>
/// <param name="After">Hours from the beginning of that day to the last check that did not show it.</param>
/// <param name="Until">Hours from then to the check that did.</param>
internal readonly record struct Occurrence(int Day, float After, float Until);

/// <summary>A day on which something is expected, and how surely.</summary>
internal readonly record struct ExpectedDay(int Day, double Share);

/// <summary>
/// One counterparty of an account, for instance an employer: its last occurrences, newest first, and when the next is
/// expected. Pay comes every two weeks or twice a month, rent and interest once a month.
/// </summary>
internal sealed class Recurrence(ulong key, IReadOnlyList<Occurrence> seen)
{
    /// <summary>Occurrences that are kept.</summary>
    public const int Kept = 4;

    private const int DaysToPost = 4;
    private const double Sure = 0.85;

    /// <summary>Hash of the counterparty's name.</summary>
    public ulong Key { get; } = key;

    /// <summary>Newest first.</summary>
    public IReadOnlyList<Occurrence> Seen { get; } = seen;

    /// <summary>With one more.</summary>
    public Recurrence With(Occurrence next) =>
        // A posted record follows its pending one within days: the same purchase.
        next.Day
        <= Seen[0].Day + DaysToPost
            ? this
            : new(Key, [next, .. Seen.Take(Kept - 1)]);

    /// <summary>How the first two occurrences were spaced.</summary>
    public Spacing Spacing => Seen.Count < 2 ? Spacing.Unknown : SpacingOf(Seen[^2].Day - Seen[^1].Day);

    /// <summary>The days on which the next is expected; none while no rhythm shows.</summary>
    /// <param name="onceAMonth">Chance that one seen once comes again after a month.</param>
    public IReadOnlyList<ExpectedDay> Next(double onceAMonth = 0)
    {
        var last = Seen[0].Day;
        if (Seen.Count < 2)
        {
            return onceAMonth > 0 ? [new(NextMonth(), onceAMonth)] : [];
        }

        var before = Seen[1].Day;
        return SpacingOf(last - before) switch
        {
            Spacing.Fortnight when last - before == 14 => Fortnight(last, before),
            Spacing.Fortnight => TwiceAMonth(last, before),
            Spacing.Month => [new(NextMonth(), 0.75), new(NextMonth() - 1, 0.06), new(NextMonth() + 1, 0.06)],
            _ => [],
        };
    }

    private static Spacing SpacingOf(int days) =>
        days switch
        {
            >= 13 and <= 18 => Spacing.Fortnight,
            >= 27 and <= 34 => Spacing.Month,
            _ => Spacing.Other,
        };

    private List<ExpectedDay> Fortnight(int last, int before) =>
        Seen.Count > 2 && before - Seen[2].Day is not 14 ? TwiceAMonth(last, before) : [new(last + 14, Sure)];

    private static List<ExpectedDay> TwiceAMonth(int last, int before)
    {
        var month = WeekHour.DayOf(WeekHour.DateOf(before).AddMonths(1));
        return last + 14 == month
            ? [new(month, Sure)]
            : [new(month, 0.6), new(last + 14, 0.15), new(month - 1, 0.05), new(month + 1, 0.05)];
    }

    // The same day of the next month; the 30th is the 28th in February, and the 30th again in March.
    private int NextMonth()
    {
        var last = WeekHour.DateOf(Seen[0].Day);
        var day = last.Day;
        for (var i = 1; i < Seen.Count && SpacingOf(Seen[i - 1].Day - Seen[i].Day) == Spacing.Month; i++)
        {
            day = Math.Max(day, WeekHour.DateOf(Seen[i].Day).Day);
        }

        var next = new DateOnly(last.Year, last.Month, 1).AddMonths(1);
        return WeekHour.DayOf(next) + Math.Min(day, DateTime.DaysInMonth(next.Year, next.Month)) - 1;
    }
}

/// <summary>Time between two records of a counterparty.</summary>
internal enum Spacing
{
    /// <summary>It was seen once.</summary>
    Unknown,
    Fortnight,
    Month,
    Other,
}
