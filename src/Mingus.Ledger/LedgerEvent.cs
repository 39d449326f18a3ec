namespace Mingus.Ledger;

/// <summary>
/// A fact published to listeners: thin, ids and counts, never amounts or texts. Its sequence is given by the commit
/// that makes it true (invariant 9).
/// </summary>
/// <param name="Type">The event type of the API, for instance <c>transactions.changed</c>.</param>
/// <param name="At">When it became true.</param>
public sealed record LedgerEvent(string Type, DateTimeOffset At)
{
    public AccountId? AccountId { get; init; }

    public ConnectionId? ConnectionId { get; init; }

    public RunId? RunId { get; init; }

    /// <summary>Further members by name: texts and whole numbers (<see cref="int"/>, <see cref="long"/>), booleans, or
    /// lists of text.</summary>
    public IReadOnlyDictionary<string, object> Members { get; init; } = new Dictionary<string, object>();
}

/// <summary>Names of the events that planning makes.</summary>
public static class LedgerEvents
{
    public const string TransactionsChanged = "transactions.changed";
    public const string BalanceChanged = "balance.changed";
    public const string AccountChanged = "account.changed";
    public const string CoverageChanged = "coverage.changed";
    public const string FindingOpened = "finding.opened";
    public const string FindingResolved = "finding.resolved";
    public const string DecisionMade = "decision.made";
    public const string ValidationCompleted = "validation.completed";
    public const string DuplicatesDetected = "duplicates.detected";
}
