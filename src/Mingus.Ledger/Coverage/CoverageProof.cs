namespace Mingus.Ledger.Coverage;

/// <summary>
/// What a finished call of the provider proved. An update: from the oldest day asked for to the day on which the
/// provider last read the bank, and only once the whole history is there; while the initial part is there the last 30
/// days. A window: its days (architecture, completeness).
/// </summary>
public static class CoverageProof
{
    /// <summary>Days that the initial part of a history holds (plaid-contract 4.10).</summary>
    public const int InitialDays = 30;

    /// <summary>The newest days of a feed, which banks still add to: read again with each update.</summary>
    public const int ProvisionalDays = 5;

    /// <summary>The first coverage of a feed that nothing is known of.</summary>
    /// <param name="feedId">The feed.</param>
    /// <param name="asked">What was asked for when it was linked.</param>
    /// <param name="until">The last day known. A provider that lags behind counts its depth from there.</param>
    public static FeedCoverage Begin(FeedId feedId, HistoryAsked asked, DateOnly until) =>
        new(feedId, (asked.LinkedOn < until ? asked.LinkedOn : until).AddDays(-asked.Days));

    /// <summary>What a finished update adds.</summary>
    /// <param name="coverage">What was known before.</param>
    /// <param name="update">The update; one that was given no cursor proves nothing.</param>
    /// <param name="before">How much history the provider had before it.</param>
    /// <param name="until">The day on which the provider last read the bank.</param>
    public static FeedCoverage ByUpdate(
        FeedCoverage coverage,
        ProviderUpdate update,
        HistoryStatus before,
        DateOnly until
    )
    {
        var isWhole = update.History == HistoryStatus.Complete;
        if (string.IsNullOrEmpty(update.NextCursor) || until < coverage.AskedFrom)
        {
            return coverage;
        }

        var proved = coverage.Proved;
        if (isWhole && (update.OriginCursor is null || before != HistoryStatus.Complete))
        {
            proved = proved.Add(new DateInterval(coverage.AskedFrom, until));
        }
        else if (update.History == HistoryStatus.Initial)
        {
            proved = proved.Add(new DateInterval(Later(coverage.AskedFrom, until.AddDays(1 - InitialDays)), until));
        }
        else if (isWhole || before == HistoryStatus.Complete)
        {
            // Of a feed that joins a connection later nothing older is known: windows read it.
            proved = proved.Add(new DateInterval(until, until));
        }

        // The stream goes on where the last update ended, however long ago that was: nothing between is left out.
        var goesOn = update.OriginCursor is not null && update.History != HistoryStatus.NotReady;
        return goesOn && coverage.Proved.To is { } last && last < until
            ? coverage with
            {
                Proved = proved.Add(new DateInterval(last, until)),
            }
            : coverage with
            {
                Proved = proved,
            };
    }

    /// <summary>What a finished window adds.</summary>
    public static FeedCoverage ByWindow(FeedCoverage coverage, DateInterval days) =>
        days.Intersection(new DateInterval(coverage.AskedFrom, DateOnly.MaxValue)) is { } asked
            ? coverage with
            {
                Proved = coverage.Proved.Add(asked),
            }
            : coverage;

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;
}
