namespace Mingus.Ledger;

/// <summary>How grave a finding is.</summary>
public enum Severity
{
    /// <summary>Worth knowing.</summary>
    Info,

    /// <summary>Something to look at; the sum is right as far as known.</summary>
    Warning,

    /// <summary>The sum of the account is in doubt.</summary>
    Error,
}

/// <summary>Whether a finding still stands.</summary>
public enum FindingState
{
    Open,
    Resolved,
    Dismissed,
}

/// <summary>One thing a check found.</summary>
/// <param name="Id">Derived from what was found, so that finding it again does not make a second one.</param>
/// <param name="AccountId">The account it concerns; null when it concerns the whole connection.</param>
/// <param name="ConnectionId">The connection through which it was seen.</param>
/// <param name="Check">The check's stable name, for instance <c>pending_link_refuted</c>.</param>
/// <param name="Severity">How grave.</param>
/// <param name="Text">One sentence for a person.</param>
/// <param name="Evidence">Facts behind it, by name: ids and dates, and amounts as decimal text.</param>
/// <param name="Action">What to do, a word of the API's action list.</param>
/// <param name="State">Open, resolved or dismissed.</param>
/// <param name="FoundAt">When it was found.</param>
/// <param name="RunId">The run that found it; null where a person's act brought it about.</param>
public sealed record Finding(
    FindingId Id,
    AccountId? AccountId,
    ConnectionId? ConnectionId,
    string Check,
    Severity Severity,
    string Text,
    IReadOnlyDictionary<string, string> Evidence,
    string Action,
    FindingState State,
    DateTimeOffset FoundAt,
    RunId? RunId
);

/// <summary>What was put aside: a record, or a balance.</summary>
public enum QuarantineKind
{
    Record,
    Balance,
}

/// <summary>Something the provider sent that could not be read or believed, kept with its payload until read or
/// discarded.</summary>
/// <param name="Id">Derived from feed, provider id and payload: the same poison twice is one item.</param>
/// <param name="ConnectionId">The connection it came through.</param>
/// <param name="AccountId">The account, where that much could be read.</param>
/// <param name="Kind">Record or balance.</param>
/// <param name="ProviderAccountId">Null when it could not be read.</param>
/// <param name="ProviderTransactionId">Null when it could not be read, or for a balance.</param>
/// <param name="Field">The field at fault.</param>
/// <param name="Reason">Why, for a person.</param>
/// <param name="Payload">The provider's JSON, verbatim up to the limit.</param>
/// <param name="At">When it was put aside.</param>
/// <param name="RunId">The run that put it aside.</param>
public sealed record QuarantineItem(
    QuarantineId Id,
    ConnectionId ConnectionId,
    AccountId? AccountId,
    QuarantineKind Kind,
    string? ProviderAccountId,
    string? ProviderTransactionId,
    string Field,
    string Reason,
    string Payload,
    DateTimeOffset At,
    RunId RunId
);

/// <summary>One decision about records, with what led to it. Corrected by a new decision, never edited.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">match, split, dismiss, link, repair or annotate.</param>
/// <param name="ByPerson">True when a person decided, false for a rule.</param>
/// <param name="Rule">The rule's name, or the person's act.</param>
/// <param name="At">When.</param>
/// <param name="TransactionId">The transaction it is about; null where it is about something else.</param>
/// <param name="Reasons">Why, in words.</param>
/// <param name="Before">What was so before, as small JSON.</param>
/// <param name="After">What is so now, as small JSON.</param>
public sealed record Decision(
    DecisionId Id,
    string Kind,
    bool ByPerson,
    string Rule,
    DateTimeOffset At,
    TransactionId? TransactionId,
    IReadOnlyList<string> Reasons,
    string Before,
    string After
)
{
    /// <summary>The account it is about; null where it is about none.</summary>
    public AccountId? AccountId { get; init; }

    /// <summary>Weight of evidence in natural logarithms of odds, counted from the threshold; null where nothing was
    /// weighed.</summary>
    public double? Score { get; init; }

    /// <summary>The decision that took it back; null while it stands.</summary>
    public DecisionId? UndoneBy { get; init; }
}
