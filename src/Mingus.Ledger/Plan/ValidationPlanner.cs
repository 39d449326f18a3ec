using Mingus.Ledger.Reconcile;
using Mingus.Ledger.Reconcile.Checks;

namespace Mingus.Ledger.Plan;

/// <summary>What one check of a validation came to.</summary>
/// <param name="Check">The check.</param>
/// <param name="Outcome">What it found.</param>
/// <param name="DurationMs">How long it took.</param>
public sealed record CheckedBy(ILedgerCheck Check, CheckOutcome Outcome, long DurationMs);

/// <summary>A validation of one account, with what stood before it.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Level">The level.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="DurationMs">How long it took.</param>
/// <param name="Checks">Each check that ran.</param>
/// <param name="Standing">The account's findings that are open or were dismissed.</param>
public sealed record AccountValidation(
    AccountId AccountId,
    ValidationLevel Level,
    DateTimeOffset StartedAt,
    long DurationMs,
    IReadOnlyList<CheckedBy> Checks,
    IReadOnlyList<Finding> Standing
);

/// <summary>Validations become a plan: findings opened, those resolved that were not found again, reports to
/// keep.</summary>
public static class ValidationPlanner
{
    /// <summary>The plan of a run's validations.</summary>
    public static SyncPlan Plan(PlanContext context, IReadOnlyList<AccountValidation> validations)
    {
        var draft = new PlanDraft(context);
        var reports = new List<ValidationReport>();
        foreach (var validation in validations)
        {
            reports.Add(Add(draft, validation));
        }

        var plan = draft.ToPlan([]);
        return plan with
        {
            Validations = reports,
            Events = [.. plan.Events, .. reports.Select(report => Completed(context, report))],
        };
    }

    private static ValidationReport Add(PlanDraft draft, AccountValidation validation)
    {
        var dismissed = validation
            .Standing.Where(static finding => finding.State == FindingState.Dismissed)
            .Select(static finding => finding.Id)
            .ToHashSet();
        var checks = new List<CheckReport>();
        var reported = new List<ReportedFinding>();
        foreach (var (check, outcome, durationMs) in validation.Checks)
        {
            var severity = check.SeverityAt(validation.Level) ?? Severity.Info;
            checks.Add(new CheckReport(check.Name, severity, outcome.Examined, outcome.Issues, durationMs));
            var found = outcome
                .Discrepancies.Select(discrepancy => FindingOf(draft, validation, (check.Name, severity), discrepancy))
                .ToList();
            foreach (var finding in found.Where(finding => !dismissed.Contains(finding.Id)))
            {
                draft.Open(finding);
                reported.Add(Reported(finding));
            }

            ResolveGone(draft, validation, check.Name, outcome, [.. found.Select(static finding => finding.Id)]);
        }

        return new ValidationReport(
            DerivedIds.Validation(validation.StartedAt, draft.RunId, validation.AccountId),
            validation.AccountId,
            draft.RunId,
            validation.Level,
            validation.StartedAt,
            validation.DurationMs,
            checks,
            reported,
            VerdictOf(reported)
        );
    }

    // Of a check that found more than it kept nobody knows what is gone.
    private static void ResolveGone(
        PlanDraft draft,
        AccountValidation validation,
        string check,
        CheckOutcome outcome,
        HashSet<FindingId> found
    )
    {
        if (outcome.Issues > outcome.Discrepancies.Count)
        {
            return;
        }

        foreach (var finding in validation.Standing)
        {
            if (finding.State == FindingState.Open && finding.Check == check && !found.Contains(finding.Id))
            {
                draft.Resolve(finding.Id);
            }
        }
    }

    private static Finding FindingOf(
        PlanDraft draft,
        AccountValidation validation,
        (string Name, Severity Severity) check,
        Discrepancy discrepancy
    ) =>
        new(
            discrepancy.FindingId ?? DerivedIds.Finding(check.Name, validation.AccountId.ToString(), discrepancy.About),
            validation.AccountId,
            draft.Context.ConnectionId,
            discrepancy.FindingId is null ? check.Name : FindingChecks.BalanceDiffers,
            discrepancy.Severity ?? check.Severity,
            discrepancy.Text,
            discrepancy.Evidence,
            discrepancy.Action,
            FindingState.Open,
            draft.Context.Now,
            draft.RunId
        );

    private static ReportedFinding Reported(Finding finding) =>
        new(
            finding.Id,
            finding.Check,
            finding.Severity,
            finding.Text,
            finding.Action,
            RepairRule.Of(finding) != RepairKind.None
        );

    private static ValidationVerdict VerdictOf(List<ReportedFinding> findings) =>
        findings.Exists(static finding => finding.Severity == Severity.Error) ? ValidationVerdict.Failed
        : findings.Exists(static finding => finding.Severity == Severity.Warning) ? ValidationVerdict.Warnings
        : ValidationVerdict.Passed;

    private static LedgerEvent Completed(PlanContext context, ValidationReport report) =>
        new(LedgerEvents.ValidationCompleted, context.Now)
        {
            AccountId = report.AccountId,
            ConnectionId = context.ConnectionId,
            RunId = context.RunId,
            Members = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["validationId"] = report.Id.ToString(),
                ["level"] = report.Level.ToString().ToLowerInvariant(),
                ["verdict"] = report.Verdict.ToString().ToLowerInvariant(),
                ["issues"] = report.Findings.Count,
            },
        };
}
