using Mingus.Ledger.Plan;

namespace Mingus.Ledger.Link;

/// <summary>How a question that people may decide stands.</summary>
public enum LinkState
{
    /// <summary>Likely; a person is asked.</summary>
    Suggested,

    /// <summary>Decided: they are one.</summary>
    Linked,

    /// <summary>Decided: they are not; never asked again.</summary>
    Dismissed,
}

/// <summary>Whether a feed shows an account: two feeds, one account?</summary>
/// <param name="Id">Derived from feed and account, so that the question is one.</param>
/// <param name="AccountId">The account.</param>
/// <param name="FeedId">The feed.</param>
/// <param name="State">How it stands.</param>
/// <param name="Score">Weight of evidence in natural logarithms of odds; null when a person said it unasked.</param>
/// <param name="Reasons">Why, in words.</param>
/// <param name="DecisionId">The decision; null while it is only suggested, unless a decision asked again.</param>
/// <param name="At">When it last changed.</param>
public sealed record AccountLink(
    AccountLinkId Id,
    AccountId AccountId,
    FeedId FeedId,
    LinkState State,
    double? Score,
    IReadOnlyList<string> Reasons,
    DecisionId? DecisionId,
    DateTimeOffset At
)
{
    /// <summary>Of a feed that shows the account it came with: nobody had to ask.</summary>
    public static AccountLink Own(FeedId feedId, AccountId accountId, DateTimeOffset at) =>
        new(
            DerivedIds.AccountLink(feedId, accountId),
            accountId,
            feedId,
            LinkState.Linked,
            Score: null,
            Reasons: [],
            DecisionId: null,
            at
        );
}
