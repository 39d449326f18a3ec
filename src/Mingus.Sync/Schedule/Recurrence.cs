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

    private const double Sure = 0.85;

    /// <summary>Hash of the counterparty's name.</summary>
    public ulong Key { get; } = key;

    /// <summary>Newest first.</summary>
    public IReadOnlyList<Occurrence> Seen { get; } = seen;

    /// <summary>With one more.</summary>
    public Recurrence With(Occurrence next) =>
        next.Day <= Seen[0].Day ? this : new(Key, [next, .. Seen.Take(Kept - 1)]);

    /// <summary>The days on which the next is expected; none while no rhythm shows.</summary>
    public IReadOnlyList<ExpectedDay> Next()
    {
        if (Seen.Count < 2)
        {
            return [];
        }

        var (last, before) = (Seen[0].Day, Seen[1].Day);
        var gap = last - before;
        var hasThird = Seen.Count > 2;
        return gap switch
        {
            14 when !hasThird || before - Seen[2].Day is 14 => [new(last + 14, Sure)],
            >= 13 and <= 18 => TwiceAMonth(last, before),
            >= 27 and <= 34 => Monthly(last, before),
            _ => [],
        };
    }

    private static List<ExpectedDay> TwiceAMonth(int last, int before)
    {
        var month = MonthAfter(before);
        return last + 14 == month
            ? [new(month, Sure)]
            : [new(month, 0.55), new(last + 14, 0.2), new(month - 1, 0.05), new(month + 1, 0.05)];
    }

    private static List<ExpectedDay> Monthly(int last, int before)
    {
        var month = MonthAfter(last);
        var isSameDay = WeekHour.DateOf(last).Day == WeekHour.DateOf(before).Day;
        return isSameDay
            ? [new(month, 0.75), new(month - 1, 0.05), new(month + 1, 0.05)]
            : [new(month, 0.35), new(last + (last - before), 0.25), new(month - 1, 0.1), new(month + 1, 0.1)];
    }

    private static int MonthAfter(int day) => WeekHour.DayOf(WeekHour.DateOf(day).AddMonths(1));
}
