using Mingus.Sync.Schedule;

namespace Mingus.Bench.Timetable;

/// <summary>How an account of the benchmark's world lives.</summary>
internal enum Habit
{
    Payroll,
    Card,
    Dormant,
    Business,
    Weekend,
    Night,
    Batch,
}

/// <summary>
/// The true intensity of one habit: changes by quarter hour, and single changes that come at a random moment of a known
/// window, like pay.
/// </summary>
internal sealed class HabitDraw
{
    private readonly Func<int, double, double> _perHour;
    private readonly List<(int Day, double From, double To, ulong Counterparty)> _windows = [];

    private HabitDraw(Func<int, double, double> perHour) => _perHour = perHour;

    /// <summary>Changes an hour on a day, at an hour of it.</summary>
    public double PerHour(int day, double hour) => _perHour(day, hour);

    /// <summary>Single changes to come.</summary>
    public IReadOnlyList<(int Day, double From, double To, ulong Counterparty)> Windows => _windows;

    public static HabitDraw Of(Habit habit, Random dice) =>
        habit switch
        {
            Habit.Payroll => Payroll(dice),
            Habit.Card => Card(LogNormal(dice, 3.5, 0.8, 12), shift: (dice.NextDouble() * 4) - 2),
            Habit.Dormant => Dormant(dice),
            Habit.Business => Business(dice),
            Habit.Weekend => Weekend(dice),
            Habit.Night => Card(2 + (3 * dice.NextDouble()), shift: 12),
            _ => new((_, _) => 0),
        };

    private static HabitDraw Payroll(Random dice)
    {
        var perDay = 0.2 + (0.4 * dice.NextDouble());
        var draw = new HabitDraw((_, hour) => hour is >= 7 and < 22 ? perDay / 15 : 0);
        var isFortnightly = dice.NextDouble() < 0.6;
        var week = dice.Next(2);
        for (var day = 0; day < World.Days; day++)
        {
            var date = World.DateOf(day);
            var isPay = isFortnightly
                ? date.DayOfWeek == DayOfWeek.Friday && day / 7 % 2 == week
                : date.Day == 15 || date.Day == Math.Min(30, DateTime.DaysInMonth(date.Year, date.Month));
            if (isPay)
            {
                draw._windows.Add((day, 4, 8, 1));
            }
        }

        for (var bill = 0; bill < 2 + dice.Next(4); bill++)
        {
            draw.EachMonth(1 + dice.Next(28), 4 + dice.Next(12), hours: 3, counterparty: (ulong)(2 + bill));
        }

        return draw;
    }

    private static HabitDraw Card(double perDay, double shift)
    {
        var weights = new double[96];
        for (var quarter = 0; quarter < 96; quarter++)
        {
            var hour = (quarter + 0.5) / 4;
            weights[quarter] =
                0.02 + Peak(hour, 8 + shift) + (1.3 * Peak(hour, 12.5 + shift)) + (1.6 * Peak(hour, 18.5 + shift));
        }

        var sum = weights.Sum() / 4;
        return new((day, hour) => perDay * weights[(int)(hour * 4)] / sum * (IsWeekend(day) ? 1.25 : 1));
    }

    private static HabitDraw Dormant(Random dice)
    {
        var perDay = (0.2 + (0.6 * dice.NextDouble())) / 30;
        var draw = new HabitDraw((_, hour) => hour is >= 8 and < 20 ? perDay / 12 : 0);
        draw.EachMonth(30, 3, hours: 1, counterparty: 1);
        return draw;
    }

    private static HabitDraw Business(Random dice)
    {
        var perDay = LogNormal(dice, 9, 3, 25);
        var draw = new HabitDraw((day, hour) => !IsWeekend(day) && hour is >= 9 and < 17 ? perDay / 8 : 0);
        for (var day = 0; day < World.Days; day++)
        {
            if (!IsWeekend(day))
            {
                draw._windows.Add((day, 18, 19, 0));
            }
        }

        return draw;
    }

    private static HabitDraw Weekend(Random dice)
    {
        var (busy, quiet) = (3 + (3 * dice.NextDouble()), 0.1 + (0.4 * dice.NextDouble()));
        return new((day, hour) => hour is >= 9 and < 22 ? (IsWeekend(day) ? busy : quiet) / 13 : 0);
    }

    private void EachMonth(int dayOfMonth, double from, double hours, ulong counterparty)
    {
        for (var day = 0; day < World.Days; day++)
        {
            var date = World.DateOf(day);
            if (date.Day == Math.Min(dayOfMonth, DateTime.DaysInMonth(date.Year, date.Month)))
            {
                _windows.Add((day, from, from + hours, counterparty));
            }
        }
    }

    internal static bool IsWeekend(int day) => World.DateOf(day).DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    internal static double LogNormal(Random dice, double median, double least, double most) =>
        Math.Clamp(median * Math.Exp(0.6 * Normal(dice)), least, most);

    private static double Normal(Random dice) =>
        Math.Sqrt(-2 * Math.Log(1 - dice.NextDouble())) * Math.Cos(2 * Math.PI * dice.NextDouble());

    private static double Peak(double hour, double at)
    {
        var away = Math.Abs((((hour - at) % 24) + 36) % 24 - 12);
        return Math.Exp(-away * away / (2 * 1.2 * 1.2));
    }
}
