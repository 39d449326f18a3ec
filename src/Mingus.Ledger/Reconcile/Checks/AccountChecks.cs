using Mingus.Ledger.Coverage;
using Mingus.Ledger.Plan;

namespace Mingus.Ledger.Reconcile.Checks;

/// <summary>What may be wrong with an account as a whole.</summary>
internal static class AccountChecks
{
    public const string CoverageName = "coverage";

    /// <summary>Days after which a bank's data is old, by level.</summary>
    private const int OldStrict = 3;
    private const int OldNormal = 5;
    private const int OldRelaxed = 14;

    /// <summary>Days of the wanted history that are not known to be complete although they can be had.</summary>
    public static ILedgerCheck Coverage { get; } =
        new AccountCheck(
            CoverageName,
            static level => level == ValidationLevel.Relaxed ? null : Severity.Warning,
            JudgeCoverage
        );

    /// <summary>Data that the provider has not renewed for long. Never an error: the sum was right when it was
    /// read.</summary>
    public static ILedgerCheck Freshness { get; } =
        new AccountCheck(
            "stale_data",
            static level => level == ValidationLevel.Strict ? Severity.Warning : Severity.Info,
            JudgeFreshness
        );

    private static (int Examined, IEnumerable<Discrepancy> Found) JudgeCoverage(CheckContext context)
    {
        var coverage = AccountCoverage.Of([.. context.Feeds.Select(static feed => feed.History)]);
        return (coverage.Covered.Count + coverage.Gaps.Count, Found());

        IEnumerable<Discrepancy> Found()
        {
            // While the provider is waited for, or gives no more, a gap is known and nobody's fault.
            if (coverage.State != BackfillState.Running)
            {
                yield break;
            }

            foreach (var gap in coverage.Gaps)
            {
                var (from, to) = (PlanFindings.Day(gap.From), PlanFindings.Day(gap.To));
                yield return new Discrepancy(
                    $"gap/{context.Account.Id}/{from}",
                    $"The days {from} to {to} are not known to be complete.",
                    PlanFindings.Evidence(("from", from), ("to", to)),
                    ProblemActions.Retry
                );
            }
        }
    }

    private static (int Examined, IEnumerable<Discrepancy> Found) JudgeFreshness(CheckContext context)
    {
        var days = context.Level switch
        {
            ValidationLevel.Strict => OldStrict,
            ValidationLevel.Normal => OldNormal,
            _ => OldRelaxed,
        };
        return (
            context.Feeds.Count,
            context
                .Feeds.Where(feed =>
                    feed.History is { IsLive: true, HasTransactions: true, DataDay: { } day }
                    && context.Today.DayNumber - day.DayNumber > days
                )
                .Select(static feed => new Discrepancy(
                    $"stale/{feed.Feed.Id}",
                    $"The bank's data is of {PlanFindings.Day(feed.History.DataDay!.Value)}; nothing newer came since.",
                    PlanFindings.Evidence(
                        ("feedId", feed.Feed.Id.ToString()),
                        ("dataDay", PlanFindings.Day(feed.History.DataDay!.Value))
                    ),
                    ProblemActions.Wait
                ))
        );
    }
}
