namespace Mingus.Ledger.Match;

/// <summary>A record that changes its transaction.</summary>
public readonly record struct MatchMove(RecordKey Record, TransactionId From, TransactionId To);

/// <summary>An automatic decision of matching; a later one may correct it, a person's word ends it.</summary>
/// <param name="Kind">match or split.</param>
/// <param name="Rule">Which rule decided.</param>
/// <param name="Score">Weight of evidence in natural logarithms of odds; what it exceeds 0 by is its margin.</param>
/// <param name="Reasons">In words, without amounts and names.</param>
/// <param name="TransactionId">The transaction the records are in now.</param>
/// <param name="Before">The records the transaction had.</param>
/// <param name="After">The records it has.</param>
public sealed record MatchDecision(
    string Kind,
    string Rule,
    double Score,
    IReadOnlyList<string> Reasons,
    TransactionId TransactionId,
    IReadOnlyList<RecordKey> Before,
    IReadOnlyList<RecordKey> After
);

/// <summary>Two records that may be one transaction: not sure enough to decide, worth asking a person.</summary>
public sealed record MatchSuggestion(
    string Rule,
    RecordKey One,
    RecordKey Other,
    double Score,
    IReadOnlyList<string> Reasons
);

/// <summary>Whether a feed's balance agrees with its posted records.</summary>
public enum BalanceState
{
    /// <summary>Nothing to compare yet.</summary>
    Unknown,

    /// <summary>They agree to the minor unit.</summary>
    Agrees,

    /// <summary>The balance is off.</summary>
    Off,
}

/// <summary>What the balance said after matching.</summary>
/// <param name="State">Whether it agrees.</param>
/// <param name="Off">Minor units by which the balance exceeds what the records explain.</param>
/// <param name="Since">Since which day; null while it agrees.</param>
/// <param name="Cause">The likely cause in words; null when there is none to offer.</param>
public sealed record FeedBalanceVerdict(BalanceState State, long Off, DateOnly? Since, string? Cause);

/// <summary>What matching decided for one account.</summary>
public sealed record MatchOutcome(
    IReadOnlyList<MatchMove> Moves,
    IReadOnlyList<MatchDecision> Decisions,
    IReadOnlyList<MatchSuggestion> Suggestions,
    FeedBalanceVerdict Balance,
    AccountMatchState State
);
