namespace Mingus.Ledger.Coverage;

/// <summary>How far the history of an account is.</summary>
public enum BackfillState
{
    /// <summary>The provider has not got the whole history yet; it goes on by itself.</summary>
    WaitingForProvider,

    /// <summary>Days that can be had were not read yet.</summary>
    Running,

    /// <summary>Every wanted day is known to be complete.</summary>
    Complete,

    /// <summary>All that can be had was read, and it is less than is wanted.</summary>
    LimitedByBank,
}

/// <summary>A feed as its account's coverage is judged by.</summary>
/// <param name="Coverage">What is known of it; null before its first update.</param>
/// <param name="History">How much history its provider has.</param>
/// <param name="DataDay">The day on which the provider last read the bank; null when it never said.</param>
/// <param name="IsLive">Whether it still is told of: the bank lists it and the connection has not ended.</param>
/// <param name="HasTransactions">Whether transactions are expected of it.</param>
public sealed record FeedHistory(
    FeedCoverage? Coverage,
    HistoryStatus History,
    DateOnly? DataDay,
    bool IsLive,
    bool HasTransactions
)
{
    /// <summary>The standing of a feed.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="kind">What its account is.</param>
    /// <param name="coverage">What is known of it; null before its first update.</param>
    /// <param name="history">How much history its provider has.</param>
    /// <param name="dataAsOf">When the provider last read the bank; null when it never said.</param>
    /// <param name="isConnected">Whether its connection has not ended.</param>
    public static FeedHistory Of(
        Feed feed,
        AccountKind kind,
        FeedCoverage? coverage,
        HistoryStatus history,
        DateTimeOffset? dataAsOf,
        bool isConnected
    ) =>
        new(
            coverage,
            history,
            dataAsOf is { } moment ? DateOnly.FromDateTime(moment.UtcDateTime) : null,
            isConnected && feed.GoneSince is null,
            coverage is not null || ExpectsTransactions(kind)
        );

    /// <summary>Whether a change stream tells of accounts of that kind: loans and investments have none with most banks
    /// (plaid-contract 4.12).</summary>
    public static bool ExpectsTransactions(AccountKind kind) => kind is AccountKind.Depository or AccountKind.Credit;

    /// <summary>The last day known: of a feed that is not told of any more, the last day that was covered.</summary>
    public DateOnly? Until =>
        (IsLive && HasTransactions ? DataDay : null) is { } day && !(Coverage?.Proved.To > day)
            ? day
            : Coverage?.Proved.To;

    /// <summary>Whether its provider has yet to get its history.</summary>
    public bool IsWaiting => IsLive && HasTransactions && History != HistoryStatus.Complete;

    /// <summary>Those of the days that can be had from it.</summary>
    public bool Reaches(CoverageMap gaps) =>
        IsLive && HasTransactions && (Coverage is null || gaps.Since(Coverage.Begin).Count > 0);
}

/// <summary>The coverage of an account: the union of its feeds', against what is wanted.</summary>
/// <param name="Wanted">The wanted days; null while nothing is known of the account.</param>
/// <param name="Covered">The days known to be complete.</param>
/// <param name="Gaps">Wanted days that are not.</param>
/// <param name="State">How far the history is.</param>
/// <param name="LimitedSince">The day from which on all is there, where the bank gives less than is wanted.</param>
/// <param name="ProvisionalFrom">The first of the newest days, which banks still add to; null while nothing is
/// covered.</param>
public sealed record AccountCoverage(
    DateInterval? Wanted,
    CoverageMap Covered,
    CoverageMap Gaps,
    BackfillState State,
    DateOnly? LimitedSince,
    DateOnly? ProvisionalFrom
)
{
    /// <summary>The coverage of an account with these feeds.</summary>
    public static AccountCoverage Of(IReadOnlyList<FeedHistory> feeds)
    {
        var known = feeds.Select(static feed => feed.Coverage).OfType<FeedCoverage>().ToList();
        if (feeds.Max(static feed => feed.Until) is not { } last || known.Count == 0)
        {
            return new(null, CoverageMap.Empty, CoverageMap.Empty, StateUnknown(feeds), null, null);
        }

        var covered = known.Aggregate(CoverageMap.Empty, static (map, feed) => map.Union(feed.Covered));
        var wanted = WantedHistory.Until(last, known.Min(static feed => feed.Begin));
        var gaps = covered.GapsIn(wanted);
        var state =
            gaps.Count == 0 ? BackfillState.Complete
            : feeds.Any(static feed => feed.IsWaiting) ? BackfillState.WaitingForProvider
            : feeds.Any(feed => feed.Reaches(gaps)) ? BackfillState.Running
            : BackfillState.LimitedByBank;
        return new AccountCoverage(
            wanted,
            covered,
            gaps,
            state,
            state == BackfillState.LimitedByBank && covered.Count > 0 ? covered[^1].From : null,
            covered.To?.AddDays(1 - CoverageProof.ProvisionalDays)
        );
    }

    // Nothing was read yet: it is waited for, or will be read, or there is nothing to read.
    private static BackfillState StateUnknown(IReadOnlyList<FeedHistory> feeds) =>
        feeds.Any(static feed => feed.IsWaiting) ? BackfillState.WaitingForProvider
        : feeds.Any(static feed => feed.IsLive && feed.HasTransactions) ? BackfillState.Running
        : BackfillState.LimitedByBank;
}
