namespace Mingus.Ledger.Match;

/// <summary>A record of the neighbourhood: as stored, and as identity and pending links left it.</summary>
/// <param name="After">Its state now.</param>
/// <param name="Before">As stored; null for a record not stored yet. The same instance as <paramref name="After"/> when
/// the update does not touch it.</param>
public readonly record struct MatchRecord(LedgerRecord After, LedgerRecord? Before)
{
    /// <summary>Whether the update changes it.</summary>
    public bool IsTouched => !ReferenceEquals(After, Before);
}

/// <summary>What persons decided about pairs of records; matching never overturns it.</summary>
public sealed record PersonalDecisions
{
    public static PersonalDecisions None { get; } = new();

    /// <summary>Records that a person put into their transaction: they stay where they are.</summary>
    public IReadOnlySet<RecordKey> Confirmed { get; init; } = new HashSet<RecordKey>();

    /// <summary>Pairs that a person declared different transactions, either order.</summary>
    public IReadOnlySet<(RecordKey One, RecordKey Other)> Different { get; init; } =
        new HashSet<(RecordKey One, RecordKey Other)>();

    /// <summary>Whether a person said that the two are different.</summary>
    public bool AreDifferent(RecordKey one, RecordKey other) =>
        Different.Count > 0 && (Different.Contains((one, other)) || Different.Contains((other, one)));
}

/// <summary>One account's part of an update, ready for matching. All of it is plain data.</summary>
public sealed record MatchRequest
{
    public required AccountId AccountId { get; init; }

    /// <summary>The feed that the update brings news of.</summary>
    public required FeedId FeedId { get; init; }

    /// <summary>The day of the update's data, not of the clock.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>When the update is planned: the moment of decisions.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Minor units: the balance that came with the update's last page; null when none did or the provider's
    /// history is not complete yet.</summary>
    public required long? Balance { get; init; }

    /// <summary>Minor units by which what can be spent differs from the balance: the sum of the pending transactions
    /// that the bank holds, signed like them; null when the provider does not say.</summary>
    public long? Held { get; init; }

    /// <summary>The touched records, all records of their transactions, and what <see cref="MatchNeeds"/> names with
    /// all
    /// records of those transactions.</summary>
    public required IReadOnlyList<MatchRecord> Records { get; init; }

    public required AccountMatchState State { get; init; }

    /// <summary>Whether the feed joins the account with the history it has, instead of bringing news.</summary>
    public bool Joins { get; init; }

    public PersonalDecisions Persons { get; init; } = PersonalDecisions.None;
}
