using System.Text.Json.Serialization;
using Mingus.Ledger;
using Mingus.Ledger.Reconcile;

namespace Mingus.Server.Contracts;

/// <summary>One thing a check found.</summary>
internal sealed record FindingBody(
    string Id,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? AccountId,
    string? ConnectionId,
    string Check,
    Severity Severity,
    string Text,
    IReadOnlyDictionary<string, string> Evidence,
    string Action,
    bool Repairable,
    FindingState State,
    DateTimeOffset FoundAt,
    string? RunId
)
{
    public static FindingBody From(Finding finding) =>
        new(
            finding.Id.ToString(),
            finding.AccountId?.ToString(),
            finding.ConnectionId?.ToString(),
            finding.Check,
            finding.Severity,
            finding.Text,
            finding.Evidence,
            finding.Action,
            RepairRule.Of(finding) != RepairKind.None,
            finding.State,
            finding.FoundAt,
            finding.RunId?.ToString()
        );
}

/// <summary>Something that could not be read or believed, with the provider's JSON of it.</summary>
internal sealed record QuarantineBody(
    string Id,
    string ConnectionId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? AccountId,
    QuarantineKind Kind,
    string? ProviderAccountId,
    string? ProviderTransactionId,
    string Field,
    string Reason,
    string Payload,
    DateTimeOffset At,
    string RunId
)
{
    public static QuarantineBody From(QuarantineItem item) =>
        new(
            item.Id.ToString(),
            item.ConnectionId.ToString(),
            item.AccountId?.ToString(),
            item.Kind,
            item.ProviderAccountId,
            item.ProviderTransactionId,
            item.Field,
            item.Reason,
            item.Payload,
            item.At,
            item.RunId.ToString()
        );
}
