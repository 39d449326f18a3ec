namespace Mingus.Sync.Schedule;

/// <summary>Calls of a day and of the one before.</summary>
/// <param name="Day">The day, in days of <see cref="WeekHour"/>.</param>
/// <param name="Today">Calls of it.</param>
/// <param name="Before">Calls of the day before.</param>
internal readonly record struct CallsOfDay(int Day, int Today, int Before)
{
    /// <summary>One more, on that day.</summary>
    public CallsOfDay With(int day) =>
        day == Day ? this with { Today = Today + 1 } : new(day, 1, day == Day + 1 ? Today : 0);

    /// <summary>Calls of that day, if it is one of the two.</summary>
    public int Of(int day) =>
        day == Day ? Today
        : day == Day - 1 ? Before
        : 0;
}
