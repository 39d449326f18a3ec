namespace Mingus.Ledger.Coverage;

/// <summary>
/// Where a bank's history begins. No provider says so: a history that is complete and begins later than was asked for
/// is limited by the bank, or silent at its beginning, or the account is young. It counts as limited when records of
/// enough days show a rhythm, and the silence is longer than a month and than twice the longest silence in that rhythm.
/// </summary>
public static class HistoryLimit
{
    /// <summary>A month without a record is nothing unusual for any account.</summary>
    public const int QuietMonth = 31;

    /// <summary>Days with records from which on there is a rhythm to judge by.</summary>
    public const int RhythmDays = 10;

    private const int RhythmFactor = 2;

    /// <summary>Notes the statement days of records: the oldest one, and the longest silence after it.</summary>
    /// <param name="coverage">What was known before.</param>
    /// <param name="days">Days of posted records, in any order; those not older than what is known change
    /// nothing.</param>
    /// <param name="until">The last day known, from which the first silence is counted.</param>
    public static FeedCoverage Note(FeedCoverage coverage, IEnumerable<DateOnly> days, DateOnly until)
    {
        var (oldest, quiet, found) = (coverage.OldestDay, coverage.QuietDays, coverage.RecordDays);
        var first = oldest ?? DateOnly.MaxValue;
        foreach (var day in days.Where(day => day < first).Distinct().OrderDescending())
        {
            quiet = Math.Max(quiet, (oldest ?? until).DayNumber - day.DayNumber);
            oldest = day;
            found++;
        }

        return coverage with
        {
            OldestDay = oldest,
            QuietDays = quiet,
            RecordDays = found,
        };
    }

    /// <summary>
    /// The day the bank's history begins; null when all that was asked for was given, as far as can be told. Judged
    /// over all feeds of a connection together: an account younger than another is no limit of the bank.
    /// </summary>
    /// <param name="feeds">The feeds of which all days asked for were read.</param>
    public static DateOnly? Since(IReadOnlyCollection<FeedCoverage> feeds)
    {
        var first = feeds.Where(static feed => feed.OldestDay is not null).MinBy(static feed => feed.OldestDay);
        if (first is not { OldestDay: { } oldest, RecordDays: >= RhythmDays })
        {
            return null;
        }

        var silence = oldest.DayNumber - feeds.Min(static feed => feed.AskedFrom).DayNumber;
        return silence > Math.Max(QuietMonth, RhythmFactor * first.QuietDays) ? oldest : null;
    }

    /// <summary>All feeds of a connection with the limit that those say which were read whole.</summary>
    public static IReadOnlyList<FeedCoverage> Judge(IReadOnlyList<FeedCoverage> feeds)
    {
        var whole = feeds.Where(IsRead).ToList();
        if (whole.Count == 0)
        {
            return feeds;
        }

        var since = Since(whole);
        return [.. feeds.Select(feed => feed with { LimitedSince = since })];
    }

    // A limit known before needs no reading beyond it.
    private static bool IsRead(FeedCoverage feed) =>
        feed.Proved.To is { } last && last >= feed.Begin && feed.Proved.GapsIn(new(feed.Begin, last)).Count == 0;
}
