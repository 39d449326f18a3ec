namespace Mingus.Sync.Schedule;

/// <summary>
/// The scale the schedule counts time in: hours since Monday, 5 January 1970, 00:00 UTC, with fractions. An hour of the
/// week is the whole part modulo 168.
/// </summary>
internal static class WeekHour
{
    /// <summary>Hours of a week.</summary>
    public const int Count = 168;

    private static readonly DateTimeOffset FirstMonday = new(1970, 1, 5, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A moment on the scale.</summary>
    public static double Of(DateTimeOffset moment) => (moment - FirstMonday).TotalHours;

    /// <summary>The beginning of a day, UTC.</summary>
    public static double Of(DateOnly day) => 24.0 * DayOf(day);

    /// <summary>Whole days since the first Monday.</summary>
    public static int DayOf(DateOnly day) => day.DayNumber - DateOnly.FromDateTime(FirstMonday.UtcDateTime).DayNumber;

    /// <summary>The day of that number.</summary>
    public static DateOnly DateOf(int day) => DateOnly.FromDateTime(FirstMonday.UtcDateTime).AddDays(day);

    /// <summary>The moment, to the second.</summary>
    public static DateTimeOffset At(double hours) => FirstMonday + TimeSpan.FromSeconds(Math.Ceiling(hours * 3600));

    /// <summary>The hour of the week an absolute hour is in.</summary>
    public static int Slot(long hour) => (int)(((hour % Count) + Count) % Count);

    /// <summary>The hour of the week a time is in.</summary>
    public static int Slot(double time) => Slot((long)Math.Floor(time));

    /// <summary>Expected number between two times, of an intensity per hour of the week.</summary>
    public static double Integral(ReadOnlySpan<double> perHour, double from, double to)
    {
        var sum = 0.0;
        for (var hour = (long)Math.Floor(from); hour < to; hour++)
        {
            sum += perHour[Slot(hour)] * (Math.Min(to, hour + 1) - Math.Max(from, hour));
        }

        return sum;
    }
}
