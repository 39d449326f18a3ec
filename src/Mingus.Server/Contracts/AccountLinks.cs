using System.Text.Json.Serialization;
using Mingus.Ledger.Link;

namespace Mingus.Server.Contracts;

/// <summary>A person's word that a feed shows an account.</summary>
internal sealed record AccountLinkRequest(string AccountId, string FeedId);

/// <summary>Whether a feed shows an account: asked, confirmed or refused.</summary>
internal sealed record AccountLinkBody(
    string Id,
    string AccountId,
    string FeedId,
    LinkState State,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? Score,
    IReadOnlyList<string> Reasons,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? DecisionId,
    DateTimeOffset At
)
{
    public static AccountLinkBody From(AccountLink link) =>
        new(
            link.Id.ToString(),
            link.AccountId.ToString(),
            link.FeedId.ToString(),
            link.State,
            link.Score,
            link.Reasons,
            link.DecisionId?.ToString(),
            link.At
        );
}
