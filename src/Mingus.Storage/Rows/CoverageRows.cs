using System.Globalization;
using Mingus.Ledger;
using Mingus.Ledger.Coverage;
using Mingus.Storage.Scripts;

namespace Mingus.Storage.Rows;

/// <summary>Coverage at rest: one row a feed, its intervals as text, since they are read and written whole.</summary>
internal static class CoverageRows
{
    /// <summary>The joined coverage of a feed; null where the join found none.</summary>
    public static FeedCoverage? ReadOrNull(IRow row, FeedId feed, int at) =>
        row.IsNull(at)
            ? null
            : new FeedCoverage(feed, row.Day(at))
            {
                OldestDay = row.DayOrNull(at + 1),
                QuietDays = row.Int(at + 2),
                RecordDays = row.Int(at + 3),
                LimitedSince = row.DayOrNull(at + 4),
                Proved = ReadDays(row.Text(at + 5)),
            };

    public static void Bind(IArgs args, FeedCoverage coverage)
    {
        args.Id("feed_id", coverage.FeedId.Value);
        args.Day("asked_from", coverage.AskedFrom);
        args.Day("oldest_day", coverage.OldestDay);
        args.Long("quiet_days", coverage.QuietDays);
        args.Long("record_days", coverage.RecordDays);
        args.Day("limited_since", coverage.LimitedSince);
        args.Text("intervals", string.Join(',', coverage.Proved.Select(WriteDays)));
    }

    private static string WriteDays(DateInterval days) =>
        string.Create(CultureInfo.InvariantCulture, $"{days.From.DayNumber}-{days.To.DayNumber}");

    private static CoverageMap ReadDays(string text) =>
        CoverageMap.Of(
            text.Split(',', StringSplitOptions.RemoveEmptyEntries)
                .Select(static days => days.Split('-'))
                .Select(static ends => new DateInterval(DayOf(ends[0]), DayOf(ends[1])))
        );

    private static DateOnly DayOf(string number) =>
        DateOnly.FromDayNumber(int.Parse(number, CultureInfo.InvariantCulture));
}
