using Mingus.Ledger;
using Mingus.Ledger.Reconcile;
using Mingus.Ledger.Reconcile.Checks;

namespace Mingus.Server.Contracts;

/// <summary>What one check of a validation did.</summary>
internal sealed record CheckBody(string Name, int Examined, int Issues, Severity Severity, long DurationMs);

/// <summary>A finding as the report tells it: as it was then.</summary>
internal sealed record ReportedFindingBody(
    string Id,
    string Check,
    Severity Severity,
    string Text,
    string Action,
    bool Repairable
)
{
    public static ReportedFindingBody From(ReportedFinding finding) =>
        new(finding.Id.ToString(), finding.Check, finding.Severity, finding.Text, finding.Action, finding.Repairable);
}

/// <summary>The report of a validation of one account.</summary>
internal sealed record ValidationBody(
    string Id,
    string AccountId,
    string RunId,
    ValidationLevel Level,
    DateTimeOffset StartedAt,
    long DurationMs,
    IReadOnlyList<CheckBody> Checks,
    IReadOnlyList<ReportedFindingBody> Findings,
    ValidationVerdict Verdict
)
{
    public static ValidationBody From(ValidationReport report) =>
        new(
            report.Id.ToString(),
            report.AccountId.ToString(),
            report.RunId.ToString(),
            report.Level,
            report.StartedAt,
            report.DurationMs,
            [.. report.Checks.Select(c => new CheckBody(c.Name, c.Examined, c.Issues, c.Severity, c.DurationMs))],
            [.. report.Findings.Select(ReportedFindingBody.From)],
            report.Verdict
        );
}
