using System.Text.Json.Serialization;
using Mingus.Ledger;
using Mingus.Ledger.Coverage;
using Mingus.Sync.Ports;

namespace Mingus.Server.Contracts;

/// <summary>Days from one to another, both included.</summary>
internal sealed record DaysBody(DateOnly From, DateOnly To)
{
    public static DaysBody Of(DateInterval days) => new(days.From, days.To);

    public static IReadOnlyList<DaysBody> ListOf(IEnumerable<DateInterval> days) => [.. days.Select(Of)];
}

/// <summary>
/// Which days of an account's history are known to be complete. <c>wanted</c> is null while nothing is known;
/// <c>limitedSince</c> says where the bank's history begins; <c>provisionalFrom</c> the newest days, which banks still
/// add to; <c>progress</c> is there while a run fills gaps.
/// </summary>
internal sealed record CoverageBody(
    string AccountId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] DaysBody? Wanted,
    IReadOnlyList<DaysBody> Intervals,
    IReadOnlyList<DaysBody> Gaps,
    BackfillState State,
    DateOnly? LimitedSince,
    DateOnly? ProvisionalFrom,
    string Why,
    ProgressBody? Progress,
    IReadOnlyList<FeedCoverageBody> Feeds
)
{
    public static CoverageBody From(AccountView view, DateTimeOffset now)
    {
        var coverage = Coverages.Of(view);
        return new(
            view.Account.Id.ToString(),
            coverage.Wanted is { } wanted ? DaysBody.Of(wanted) : null,
            DaysBody.ListOf(coverage.Covered),
            DaysBody.ListOf(coverage.Gaps),
            coverage.State,
            coverage.LimitedSince,
            coverage.ProvisionalFrom,
            Coverages.Why(coverage, view),
            view.ActiveRun is { Progress.Stage: Coverages.Stage } run ? ProgressBody.From(run, now) : null,
            [.. view.Feeds.Select(feed => FeedCoverageBody.From(feed, view.Account.Kind))]
        );
    }
}

/// <summary>What one feed contributes.</summary>
internal sealed record FeedCoverageBody(
    string FeedId,
    string ConnectionId,
    IReadOnlyList<DaysBody> Intervals,
    BackfillState State,
    DateOnly? LimitedSince
)
{
    public static FeedCoverageBody From(FeedView feed, AccountKind kind)
    {
        var coverage = AccountCoverage.Of([feed.History(kind)]);
        return new(
            feed.Feed.Id.ToString(),
            feed.Feed.ConnectionId.ToString(),
            DaysBody.ListOf(coverage.Covered),
            coverage.State,
            coverage.LimitedSince
        );
    }
}

/// <summary>Coverage in short: its first and last day, what is missing between, and how far it is.</summary>
internal sealed record CoveragePartBody(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] DateOnly? From,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] DateOnly? To,
    IReadOnlyList<DaysBody> Gaps,
    BackfillState State,
    DateOnly? LimitedSince,
    string Why
)
{
    public static CoveragePartBody Of(AccountView view)
    {
        var coverage = Coverages.Of(view);
        return new(
            coverage.Covered.From,
            coverage.Covered.To,
            DaysBody.ListOf(coverage.Gaps),
            coverage.State,
            coverage.LimitedSince,
            Coverages.Why(coverage, view)
        );
    }
}

/// <summary>How an account's history stood at the end of a run.</summary>
internal sealed record CoverageOutcomeBody(
    string AccountId,
    BackfillState State,
    IReadOnlyList<DaysBody> Intervals,
    IReadOnlyList<DaysBody> Gaps,
    DateOnly? LimitedSince
)
{
    public static CoverageOutcomeBody From(CoverageOutcome outcome) =>
        new(
            outcome.AccountId.ToString(),
            outcome.State,
            DaysBody.ListOf(outcome.Covered),
            DaysBody.ListOf(outcome.Gaps),
            outcome.LimitedSince
        );
}

/// <summary>Puts an account's view before the ledger's one function that judges its coverage, and says it in
/// words.</summary>
internal static class Coverages
{
    /// <summary>The stage of a run that fills gaps.</summary>
    public const string Stage = "backfill";

    public static AccountCoverage Of(AccountView view) =>
        AccountCoverage.Of([.. view.Feeds.Select(feed => feed.History(view.Account.Kind))]);

    public static string Why(AccountCoverage coverage, AccountView view) =>
        coverage.State switch
        {
            BackfillState.Complete => "Every day of the wanted history is there.",
            BackfillState.WaitingForProvider when coverage.Covered.Count == 0 => "The bank has not given anything yet.",
            BackfillState.WaitingForProvider => "The newest days are here; the bank is preparing older history.",
            BackfillState.Running when view.ActiveRun?.Progress?.Stage == Stage => "Gaps are being filled now.",
            BackfillState.Running => "Some days are left to verify.",
            _ when coverage.LimitedSince is { } since => $"The bank gives nothing before {since:yyyy-MM-dd}.",
            _ => "The bank gives no transactions of this account.",
        };
}
