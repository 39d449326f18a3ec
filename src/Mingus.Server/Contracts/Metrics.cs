using System.Text.Json.Serialization;
using Mingus.Sync.Ports;

namespace Mingus.Server.Contracts;

/// <summary>How well the product works for the user, in numbers.</summary>
/// <param name="Matching">What each rule of matching decided and asked, and what people made of it.</param>
internal sealed record MetricsSummaryBody(IReadOnlyList<RuleCountsBody> Matching);

/// <summary>
/// One rule of matching. <c>undone</c> counts those of its <c>automatic</c> matches that a person took back or split;
/// their share is <c>overturnedRate</c>, the live rate of false merges, null where it made none.
/// </summary>
internal sealed record RuleCountsBody(
    string Rule,
    int Automatic,
    int Suggested,
    int Confirmed,
    int Dismissed,
    int Undone,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? OverturnedRate
)
{
    public static RuleCountsBody From(RuleCounts counts) =>
        new(
            counts.Rule,
            counts.Automatic,
            counts.Suggested,
            counts.Confirmed,
            counts.Dismissed,
            counts.Undone,
            counts.OverturnedRate
        );
}
