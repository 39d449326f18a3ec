namespace Mingus.Ledger.Match.Evidence;

/// <summary>
/// Days as banks write them into texts: <c>09/12</c>, <c>0912</c>, <c>24.03</c>, <c>24.03.2026</c>, <c>2026-03-24</c>,
/// <c>240326</c>. Only a day shortly before the statement day is one.
/// </summary>
internal static class TextDay
{
    /// <summary>An authorisation is at most this many days older than its posting.</summary>
    private const int AgeMax = 14;

    /// <summary>A day with its year may be written a little after the statement day, which another zone or a
    /// correction moved; without a year chance would read too many.</summary>
    private const int AheadMax = 3;

    private const int PartsMax = 3;

    // Which of the parts is the year, the month, the day. -1: not written.
    private readonly record struct Order(int Year, int Month, int Day);

    private static readonly Order MonthDay = new(-1, 0, 1);
    private static readonly Order DayMonth = new(-1, 1, 0);
    private static readonly Order YearMonthDay = new(0, 1, 2);
    private static readonly Order DayMonthYear = new(2, 1, 0);
    private static readonly Order MonthDayYear = new(2, 0, 1);

    /// <summary>How many characters at the start of the text have the form of a day beyond doubt, or are one; 0 when
    /// they are a number or a word.</summary>
    /// <param name="text">The text from a digit on.</param>
    /// <param name="statement">The statement day.</param>
    /// <param name="day">The day, where it can be one.</param>
    public static int Read(ReadOnlySpan<char> text, DateOnly statement, out DateOnly? day)
    {
        Span<int> values = stackalloc int[PartsMax];
        Span<int> lengths = stackalloc int[PartsMax];
        var (count, mark, length) = Parts(text, values, lengths);
        day = null;
        switch (count)
        {
            case 3 when lengths is [4, 2, 2] || (lengths is [2, 2, 2 or 4] && mark != '-'):
                day =
                    lengths[0] == 4
                        ? Dated(values, statement, YearMonthDay)
                        : Dated(values, statement, DayMonthYear, mark == '/' ? MonthDayYear : DayMonthYear);
                return length;
            case 2 when lengths[..2] is [2, 2] && mark != '-':
                day =
                    mark == '/'
                        ? Dated(values, statement, MonthDay, DayMonth)
                        : Dated(values, statement, DayMonth, DayMonth);
                return day is not null || mark == '/' ? length : 0;
            case 1 when lengths[0] is 4 or 6 or 8:
                day = Run(text[..length], statement);
                return day is null ? 0 : length;
            default:
                return 0;
        }
    }

    // Digits without marks: only what is a day shortly before is taken for one.
    private static DateOnly? Run(ReadOnlySpan<char> digits, DateOnly statement)
    {
        Span<int> values = stackalloc int[PartsMax];
        if (digits.Length == 8)
        {
            (values[0], values[1], values[2]) = (Number(digits[..4]), Number(digits[4..6]), Number(digits[6..]));
            return Dated(values, statement, YearMonthDay);
        }

        (values[0], values[1]) = (Number(digits[..2]), Number(digits[2..4]));
        if (digits.Length == 4)
        {
            return Dated(values, statement, MonthDay);
        }

        values[2] = Number(digits[4..]);
        return Dated(values, statement, DayMonthYear, YearMonthDay);
    }

    // Runs of digits joined by one mark, up to where no letter or digit follows.
    private static (int Count, char Mark, int Length) Parts(
        ReadOnlySpan<char> text,
        Span<int> values,
        Span<int> lengths
    )
    {
        var (count, mark, at) = (0, '\0', 0);
        while (count < PartsMax)
        {
            var end = at;
            while (end < text.Length && char.IsAsciiDigit(text[end]))
            {
                end++;
            }

            if (end == at || end - at > 8)
            {
                return default;
            }

            (values[count], lengths[count]) = (Number(text[at..end]), end - at);
            count++;
            at = end;
            if (
                count == PartsMax
                || at + 1 >= text.Length
                || text[at] is not ('-' or '.' or '/')
                || (mark != '\0' && text[at] != mark)
                || !char.IsAsciiDigit(text[at + 1])
            )
            {
                break;
            }

            mark = text[at];
            at++;
        }

        // "2026-03-24t12:33" goes on with the time.
        return at < text.Length && (char.IsLetterOrDigit(text[at]) && !(count == PartsMax && text[at] == 't'))
            ? default
            : (count, mark, at);
    }

    private static int Number(ReadOnlySpan<char> digits) => int.Parse(digits, provider: null);

    private static DateOnly? Dated(ReadOnlySpan<int> values, DateOnly statement, Order order) =>
        Dated(values, statement, order, order);

    private static DateOnly? Dated(ReadOnlySpan<int> values, DateOnly statement, Order order, Order orElse)
    {
        var (one, other) = (DayOf(values, statement, order), DayOf(values, statement, orElse));
        return one is null ? other
            : other is null || other == one ? one
            : null;
    }

    private static DateOnly? DayOf(ReadOnlySpan<int> values, DateOnly statement, Order order)
    {
        var (month, day) = (values[order.Month], values[order.Day]);
        var year =
            order.Year < 0 ? (month > statement.Month ? statement.Year - 1 : statement.Year)
            : values[order.Year] < 100 ? (statement.Year / 100 * 100) + values[order.Year]
            : values[order.Year];
        if (year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return null;
        }

        var date = new DateOnly(year, month, day);
        var age = statement.DayNumber - date.DayNumber;
        return age >= (order.Year < 0 ? 0 : -AheadMax) && age <= AgeMax ? date : null;
    }
}
