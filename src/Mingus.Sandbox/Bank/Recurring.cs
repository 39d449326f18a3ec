namespace Mingus.Sandbox.Bank;

/// <summary>Rows that return in a rhythm, oldest first.</summary>
internal sealed record RecurringStream(IReadOnlyList<Row> Rows, string Frequency, decimal Average)
{
    public required bool IsActive { get; init; }
    public required string Status { get; init; }
    public DateOnly? Next { get; init; }
}

/// <summary>
/// Finds recurring streams: rows of one account, name and direction whose distances mostly agree with a rhythm and
/// whose amounts lie close together. Three rows make a stream mature, two of them a yearly one.
/// </summary>
internal static class Recurring
{
    private const decimal AmountSpread = 0.5m;
    private static readonly (string Name, int Low, int High, int Days)[] s_rhythms =
    [
        ("WEEKLY", 6, 8, 7),
        ("BIWEEKLY", 13, 14, 14),
        // Half a month, from 13 days in February on, and a payday that a weekend moves.
        ("SEMI_MONTHLY", 13, 18, 15),
        ("MONTHLY", 26, 35, 30),
        ("ANNUALLY", 355, 375, 365),
    ];

    public static IReadOnlyList<RecurringStream> Find(IEnumerable<Row> posted, DateOnly today)
    {
        var streams = new List<RecurringStream>();
        var groups = posted.GroupBy(r => (r.Account, Name: r.Payee.Name, In: r.Amount < 0, r.Currency));
        foreach (var group in groups.OrderBy(g => g.Key.Account).ThenBy(g => g.Key.Name, StringComparer.Ordinal))
        {
            var rows = group.OrderBy(r => r.Date).ThenBy(r => r.Id, StringComparer.Ordinal).ToList();
            if (StreamOf(rows, today) is { } stream)
            {
                streams.Add(stream);
            }
        }
        return streams;
    }

    private static RecurringStream? StreamOf(List<Row> rows, DateOnly today)
    {
        if (rows.Count < 2)
        {
            return null;
        }
        var average = Currencies.Round(rows.Average(r => r.Amount), rows[0].Currency);
        var close = rows.Count(r => Math.Abs(r.Amount - average) <= Math.Abs(average) * AmountSpread);
        var gaps = rows.Zip(rows.Skip(1), (a, b) => b.Date.DayNumber - a.Date.DayNumber).ToList();
        foreach (var (name, low, high, days) in s_rhythms)
        {
            var fitting = gaps.Count(g => g >= low && g <= high);
            if (fitting * 10 < gaps.Count * 7 || close * 10 < rows.Count * 8)
            {
                continue;
            }
            var active = today.DayNumber - rows[^1].Date.DayNumber <= days * 3 / 2;
            var mature = rows.Count >= (name == "ANNUALLY" ? 2 : 3);
            return new RecurringStream(rows, name, average)
            {
                IsActive = active,
                Status =
                    !active ? "TOMBSTONED"
                    : mature ? "MATURE"
                    : "EARLY_DETECTION",
                Next = active ? rows[^1].Date.AddDays(days) : null,
            };
        }
        return null;
    }
}
