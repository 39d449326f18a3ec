namespace Mingus.Ledger.Coverage;

/// <summary>What is known of the completeness of one feed. Quiet days are days: how transactions happen to be spaced
/// says nothing here, but where the bank's history begins.</summary>
/// <param name="FeedId">The feed.</param>
/// <param name="AskedFrom">The oldest day asked for: fixed when the bank was linked.</param>
public sealed record FeedCoverage(FeedId FeedId, DateOnly AskedFrom)
{
    /// <summary>The days that a finished call asked for and got.</summary>
    public CoverageMap Proved { get; init; } = CoverageMap.Empty;

    /// <summary>The oldest statement day the provider ever gave; null before the first record.</summary>
    public DateOnly? OldestDay { get; init; }

    /// <summary>The longest silence since <see cref="OldestDay"/>, in days between two records: the feed's own
    /// rhythm.</summary>
    public int QuietDays { get; init; }

    /// <summary>On how many days records were found on the way back to <see cref="OldestDay"/>: how much the rhythm
    /// rests on.</summary>
    public int RecordDays { get; init; }

    /// <summary>Where the bank's history begins, if that is later than was asked for; null when it gave all.</summary>
    public DateOnly? LimitedSince { get; init; }

    /// <summary>The oldest day that can be had.</summary>
    public DateOnly Begin => LimitedSince is { } since && since > AskedFrom ? since : AskedFrom;

    /// <summary>The days known to be complete: an empty answer about days before the bank's history is no word on
    /// them.</summary>
    public CoverageMap Covered => Proved.Since(Begin);

    /// <summary>Days that could be had and were not read yet, of the wanted history up to the last day known.</summary>
    public CoverageMap Missing =>
        Proved.To is { } last && WantedHistory.Until(last).Intersection(new(Begin, DateOnly.MaxValue)) is { } wanted
            ? Proved.GapsIn(wanted)
            : CoverageMap.Empty;
}

/// <summary>What was asked for when the bank was linked, and how much of it the provider had before an
/// update.</summary>
/// <param name="LinkedOn">The day of linking (UTC).</param>
/// <param name="Days">Days of history asked for.</param>
/// <param name="Before">How much history the provider had when it was last asked.</param>
public sealed record HistoryAsked(DateOnly LinkedOn, int Days, HistoryStatus Before);
