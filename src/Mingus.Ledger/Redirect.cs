namespace Mingus.Ledger;

/// <summary>A transaction id that a match replaced: whoever asks for the old one gets the transaction as it is
/// now.</summary>
/// <param name="Old">The id that was shown before.</param>
/// <param name="New">The id its records have now.</param>
/// <param name="DecisionId">The decision that joined them.</param>
public sealed record Redirect(TransactionId Old, TransactionId New, DecisionId DecisionId);

/// <summary>An account id that a link replaced, likewise.</summary>
/// <param name="Old">The account whose last feed went to the other.</param>
/// <param name="New">The account that shows it now.</param>
/// <param name="DecisionId">The decision that linked them.</param>
public sealed record AccountRedirect(AccountId Old, AccountId New, DecisionId DecisionId);

/// <summary>Two transactions that may be one: not sure enough to join, worth asking a person (invariant 4, "a missed
/// duplicate is seen, a false match is lost").</summary>
/// <param name="Id">Derived from the two records, so that the same question is asked once.</param>
/// <param name="AccountId">Their account.</param>
/// <param name="One">The transaction that would stay.</param>
/// <param name="Other">The transaction that would join it.</param>
/// <param name="Score">Weight of evidence in natural logarithms of odds, below the threshold of joining.</param>
/// <param name="Reasons">Why, in words without amounts and names.</param>
/// <param name="At">When it was first seen.</param>
/// <param name="Rule">The rule that asks.</param>
public sealed record Suggestion(
    DuplicateId Id,
    AccountId AccountId,
    TransactionId One,
    TransactionId Other,
    double Score,
    IReadOnlyList<string> Reasons,
    DateTimeOffset At,
    string Rule
);
