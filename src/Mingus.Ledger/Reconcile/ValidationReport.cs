using System.Globalization;
using System.Text;
using Mingus.Ledger.Reconcile.Checks;

namespace Mingus.Ledger.Reconcile;

/// <summary>What a validation comes to.</summary>
public enum ValidationVerdict
{
    /// <summary>No check found anything graver than worth knowing.</summary>
    Passed,

    /// <summary>Something is to be looked at; the sum is right as far as known.</summary>
    Warnings,

    /// <summary>The sum is in doubt.</summary>
    Failed,
}

/// <summary>What one check did.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Severity">How grave what it finds is at the level.</param>
/// <param name="Examined">How many things it looked at.</param>
/// <param name="Issues">How many of them are not as they should be.</param>
/// <param name="DurationMs">How long it took.</param>
public sealed record CheckReport(string Name, Severity Severity, int Examined, int Issues, long DurationMs);

/// <summary>A finding as the report tells it: as it was then.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Check">The check that found it.</param>
/// <param name="Severity">How grave.</param>
/// <param name="Text">One sentence for a person.</param>
/// <param name="Action">What to do, a word of the API's action list.</param>
/// <param name="Repairable">Whether it can be repaired by asking for it.</param>
public sealed record ReportedFinding(
    FindingId Id,
    string Check,
    Severity Severity,
    string Text,
    string Action,
    bool Repairable
);

/// <summary>The report of a validation of one account, kept as it was.</summary>
/// <param name="Id">Its id.</param>
/// <param name="AccountId">The account.</param>
/// <param name="RunId">The run that made it.</param>
/// <param name="Level">The level.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="DurationMs">How long it took.</param>
/// <param name="Checks">Each check that ran, in order.</param>
/// <param name="Findings">What they found, but what a person dismissed.</param>
/// <param name="Verdict">What it comes to.</param>
public sealed record ValidationReport(
    ValidationId Id,
    AccountId AccountId,
    RunId RunId,
    ValidationLevel Level,
    DateTimeOffset StartedAt,
    long DurationMs,
    IReadOnlyList<CheckReport> Checks,
    IReadOnlyList<ReportedFinding> Findings,
    ValidationVerdict Verdict
)
{
    /// <summary>The report as text for a person: the verdict, a line a check, a line a finding.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        var culture = CultureInfo.InvariantCulture;
        var verdict = Verdict switch
        {
            ValidationVerdict.Passed => "passed",
            ValidationVerdict.Warnings => "passed with warnings",
            _ => "FAILED",
        };
        text.Append(culture, $"Validation {Id}\nAccount    {AccountId}\n")
            .Append(culture, $"Level      {Level.ToString().ToLowerInvariant()}\n")
            .Append(culture, $"Began      {StartedAt:yyyy-MM-dd HH:mm:ss} UTC, took {DurationMs} ms\n")
            .Append(culture, $"Verdict    {verdict}\n\n");
        var width = Checks.Select(static check => check.Name.Length).DefaultIfEmpty().Max();
        foreach (var check in Checks)
        {
            var result = check.Issues == 0 ? "ok" : $"{check.Issues} x {check.Severity.ToString().ToLowerInvariant()}";
            text.Append(culture, $"{check.Name.PadRight(width)}  {check.Examined, 10} examined  {result}\n");
        }

        foreach (var finding in Findings)
        {
            var repair = finding.Repairable ? " Can be repaired." : "";
            text.Append(
                    culture,
                    $"\n[{finding.Severity.ToString().ToLowerInvariant()}] {finding.Check}  {finding.Id}\n"
                )
                .Append(culture, $"    {finding.Text}{repair}\n");
        }

        return text.ToString();
    }
}
