namespace Mingus.Ledger.Coverage;

/// <summary>The history that is wanted of each account: 24 months, ending on the day of the data, not of the
/// clock.</summary>
public static class WantedHistory
{
    /// <summary>Months of it.</summary>
    public const int Months = 24;

    /// <summary>The wanted days of data that ends on <paramref name="last"/>.</summary>
    public static DateInterval Until(DateOnly last) => new(last.AddMonths(-Months), last);

    /// <summary>
    /// The wanted days of data that ends on <paramref name="last"/> and can begin on <paramref name="begin"/>. Where
    /// that is at most a month later than wanted, it is what is wanted: months have no equal days, and a bank linked
    /// today was asked for days, not months.
    /// </summary>
    public static DateInterval Until(DateOnly last, DateOnly begin)
    {
        var wanted = Until(last);
        return begin > wanted.From && begin <= last && !IsShort(wanted, begin) ? new(begin, last) : wanted;
    }

    /// <summary>Whether a history that begins on that day is too short for what is wanted.</summary>
    public static bool IsShort(DateInterval wanted, DateOnly begin) =>
        begin.DayNumber - wanted.From.DayNumber > HistoryLimit.QuietMonth;
}
