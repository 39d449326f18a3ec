namespace Mingus.Ledger.Coverage;

/// <summary>Days to ask for, and the feeds that miss some of them.</summary>
/// <param name="Days">At most <see cref="BackfillWindows.DaysMax"/> days.</param>
/// <param name="Feeds">The feeds asked for.</param>
public sealed record BackfillWindow(DateInterval Days, IReadOnlyList<FeedId> Feeds);

/// <summary>
/// The windows that are left to ask: over gaps only, newest first. They follow from the coverage alone, so that whoever
/// takes up a backfill that broke off asks for what was not committed, and for nothing else.
/// </summary>
public static class BackfillWindows
{
    /// <summary>Days of a window.</summary>
    public const int DaysMax = 30;

    /// <summary>The windows over what is missing of these feeds.</summary>
    public static IReadOnlyList<BackfillWindow> Over(IReadOnlyList<FeedCoverage> feeds)
    {
        var missing = feeds.Select(static feed => (feed.FeedId, Days: feed.Missing)).ToList();
        var all = missing.Aggregate(CoverageMap.Empty, static (map, feed) => map.Union(feed.Days));
        return
        [
            .. all.Reverse()
                .SelectMany(Split)
                .Select(days => new BackfillWindow(
                    days,
                    [.. missing.Where(feed => feed.Days.Within(days).Count > 0).Select(static feed => feed.FeedId)]
                )),
        ];
    }

    private static IEnumerable<DateInterval> Split(DateInterval gap)
    {
        for (var last = gap.To.DayNumber; last >= gap.From.DayNumber; last -= DaysMax)
        {
            var first = Math.Max(gap.From.DayNumber, last - DaysMax + 1);
            yield return new DateInterval(DateOnly.FromDayNumber(first), DateOnly.FromDayNumber(last));
        }
    }
}
