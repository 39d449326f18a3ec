using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Mingus.Ledger.Coverage;
using Mingus.Testing;

namespace Mingus.Ledger.Tests.Coverage;

[Properties(Arbitrary = [typeof(RandomDays)], MaxTest = 500)]
public sealed class CoverageMapTests
{
    private static readonly DateInterval All = Interval("01..28");

    // intervals | wanted | expected: covered | gaps
    [Fact]
    public void Intervals_join_where_they_overlap_or_touch_and_gaps_are_the_rest() =>
        Assert.All(
            LedgerText.Rows(
                """
                -             | 01..10 | -              | 01..10
                01..10        | 01..10 | 01..10         | -
                03..04 01..02 | 01..10 | 01..04         | 05..10
                01..02 04..05 | 01..10 | 01..02, 04..05 | 03..03, 06..10
                01..09 03..04 | 01..10 | 01..09         | 10..10
                04..05 01..09 | 01..10 | 01..09         | 10..10
                01..02 09..10 03..08 | 01..10 | 01..10  | -
                01..20        | 05..10 | 01..20         | -
                07..07        | 05..10 | 07..07         | 05..06, 08..10
                11..12        | 05..10 | 11..12         | 05..10
                """
            ),
            row =>
            {
                var map = CoverageMap.Of(row[0].Split(' ').Where(part => part != "-").Select(Interval));
                Assert.Equal(row[2], Text(map));
                Assert.Equal(row[3], Text(map.GapsIn(Interval(row[1]))));
            }
        );

    [Property]
    public void A_map_is_its_days_however_they_came(DateInterval[] intervals)
    {
        var map = CoverageMap.Of(intervals);
        var days = intervals.SelectMany(Days).ToHashSet();

        Assert.Equal(days.Order(), map.SelectMany(Days));
        Assert.Equal(days.Count, map.Days);
        Assert.Equal(map, CoverageMap.Of(intervals.Reverse()));
        Assert.Equal(map, map.Union(CoverageMap.Of(intervals.Take(2))));
        // Invariant 6: disjoint, in order, and no two touch.
        Assert.All(map.Zip(map.Skip(1)), pair => Assert.True(pair.First.To.AddDays(1) < pair.Second.From));
    }

    [Property]
    public void Gaps_are_the_wanted_days_that_are_not_covered(DateInterval[] intervals, DateInterval wanted)
    {
        var map = CoverageMap.Of(intervals);
        var gaps = map.GapsIn(wanted);

        Assert.Equal(Days(wanted).Where(day => !map.Contains(day)), gaps.SelectMany(Days));
        Assert.Empty(gaps.Aggregate(map, (all, gap) => all.Add(gap)).GapsIn(wanted));
        Assert.Equal(Days(wanted).Where(map.Contains), map.Within(wanted).SelectMany(Days));
    }

    [Property]
    public void Windows_cover_each_missing_day_once_newest_first(DateInterval[] one, DateInterval[] other)
    {
        FeedCoverage[] feeds = [Feed(1, one), Feed(2, other)];
        var windows = BackfillWindows.Over(feeds);

        Assert.All(windows, window => Assert.InRange(window.Days.Days, 1, BackfillWindows.DaysMax));
        Assert.All(windows.Zip(windows.Skip(1)), pair => Assert.True(pair.Second.Days.To < pair.First.Days.From));
        Assert.Equal(
            feeds.SelectMany(feed => feed.Missing.SelectMany(Days)).Distinct().Order(),
            windows.SelectMany(window => Days(window.Days)).Order()
        );
        var filled = feeds.Select(feed =>
            windows
                .Where(window => window.Feeds.Contains(feed.FeedId))
                .Aggregate(feed, (now, window) => CoverageProof.ByWindow(now, window.Days))
        );
        Assert.All(filled, feed => Assert.Empty(feed.Missing));
        Assert.Empty(BackfillWindows.Over([.. filled]));
    }

    private static FeedCoverage Feed(int number, DateInterval[] proved) =>
        new(new FeedId(new Guid(number, 0, 0, new byte[8])), All.From.AddDays(-100))
        {
            Proved = CoverageMap.Of(proved),
        };

    private static IEnumerable<DateOnly> Days(DateInterval interval) =>
        Enumerable.Range(0, interval.Days).Select(interval.From.AddDays);

    private static DateInterval Interval(string text) =>
        new(LedgerText.Day($"2026-02-{text[..2]}"), LedgerText.Day($"2026-02-{text[4..]}"));

    private static string Text(CoverageMap map) =>
        map.Count == 0 ? "-" : string.Join(", ", map.Select(i => $"{i.From:dd}..{i.To:dd}"));
}

/// <summary>Intervals of a few months, so that they meet.</summary>
public static class RandomDays
{
    private static readonly DateOnly First = new(2026, 1, 1);

    public static Arbitrary<DateInterval> Intervals() =>
        Arb.From(
            from day in Gen.Choose(0, 120)
            from length in Gen.Choose(0, 40)
            select new DateInterval(First.AddDays(day), First.AddDays(day + length))
        );
}
