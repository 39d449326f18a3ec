// Coverage: which days are known to be complete?
//   CoverageMap                      days as disjoint intervals in order; gaps are what is left of the days wanted
//   FeedCoverage, CoverageProof      what is known of one feed, and what a provider's answer adds to it
//   HistoryLimit                     where the bank's history begins, judged by its own rhythm
//   AccountCoverage, WantedHistory   what a person sees: the union over an account's feeds, and its state
//   BackfillWindows                  what is left to ask: windows over gaps, newest first

using System.Collections;

namespace Mingus.Ledger.Coverage;

/// <summary>
/// A set of days as intervals that are disjoint, in order and do not touch (invariant 6): every set of days has one
/// such form, so that two maps of the same days are equal. Immutable.
/// </summary>
public sealed class CoverageMap : IReadOnlyList<DateInterval>, IEquatable<CoverageMap>
{
    private readonly DateInterval[] _intervals;

    private CoverageMap(DateInterval[] intervals) => _intervals = intervals;

    /// <summary>No day at all.</summary>
    public static CoverageMap Empty { get; } = new([]);

    /// <summary>The first day of all; null for no day.</summary>
    public DateOnly? From => _intervals.Length == 0 ? null : _intervals[0].From;

    /// <summary>The last day of all; null for no day.</summary>
    public DateOnly? To => _intervals.Length == 0 ? null : _intervals[^1].To;

    /// <summary>How many days are in it.</summary>
    public int Days => _intervals.Sum(static interval => interval.Days);

    public int Count => _intervals.Length;

    public DateInterval this[int index] => _intervals[index];

    /// <summary>The days of all the intervals, in whatever order and however they overlap.</summary>
    public static CoverageMap Of(params IEnumerable<DateInterval> intervals) =>
        intervals.Aggregate(Empty, static (map, interval) => map.Add(interval));

    /// <summary>These days and the interval's.</summary>
    public CoverageMap Add(DateInterval interval)
    {
        var (before, after) = (new List<DateInterval>(_intervals.Length + 1), new List<DateInterval>());
        var joined = interval;
        foreach (var known in _intervals)
        {
            if (joined.Union(known) is { } union)
            {
                joined = union;
            }
            else
            {
                (known.To < joined.From ? before : after).Add(known);
            }
        }

        return new CoverageMap([.. before, joined, .. after]);
    }

    /// <summary>These days and the other's.</summary>
    public CoverageMap Union(CoverageMap other) =>
        other._intervals.Aggregate(this, static (map, interval) => map.Add(interval));

    /// <summary>Those of these days that lie in the interval.</summary>
    public CoverageMap Within(DateInterval interval) =>
        new([.. _intervals.Select(known => known.Intersection(interval)).OfType<DateInterval>()]);

    /// <summary>Those of these days that are not before <paramref name="first"/>.</summary>
    public CoverageMap Since(DateOnly first) => Within(new DateInterval(first, DateOnly.MaxValue));

    /// <summary>Days of the interval that are not in it.</summary>
    public CoverageMap GapsIn(DateInterval wanted)
    {
        var gaps = new List<DateInterval>();
        var next = wanted.From.DayNumber;
        foreach (var known in Within(wanted))
        {
            if (known.From.DayNumber > next)
            {
                gaps.Add(Between(next, known.From.DayNumber - 1));
            }

            next = known.To.DayNumber + 1;
        }

        if (next <= wanted.To.DayNumber)
        {
            gaps.Add(Between(next, wanted.To.DayNumber));
        }

        return new CoverageMap([.. gaps]);
    }

    /// <summary>Whether the day is in it.</summary>
    public bool Contains(DateOnly day) => Array.Exists(_intervals, interval => interval.Contains(day));

    public bool Equals(CoverageMap? other) => other is not null && _intervals.AsSpan().SequenceEqual(other._intervals);

    public override bool Equals(object? obj) => Equals(obj as CoverageMap);

    public override int GetHashCode() => HashCode.Combine(Count, From, To, Days);

    public override string ToString() => string.Join(", ", _intervals);

    public IEnumerator<DateInterval> GetEnumerator() => _intervals.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static DateInterval Between(int from, int to) =>
        new(DateOnly.FromDayNumber(from), DateOnly.FromDayNumber(to));
}
