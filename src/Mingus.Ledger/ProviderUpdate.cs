namespace Mingus.Ledger;

/// <summary>How much of the history the provider has by now; the later, the more.</summary>
public enum HistoryStatus
{
    /// <summary>The provider did not say.</summary>
    Unknown,

    /// <summary>Nothing yet; an empty answer means nothing.</summary>
    NotReady,

    /// <summary>The last 30 days only.</summary>
    Initial,

    /// <summary>Everything that was asked for or that the bank gives.</summary>
    Complete,
}

/// <summary>A provider's balance, signed as in <see cref="Money"/>, before it is believed.</summary>
/// <param name="Current">Balance without pending; null when the provider declares it unknown.</param>
/// <param name="Available">As given; null when not given.</param>
/// <param name="Limit">As given; null when not given.</param>
/// <param name="Currency">The currency stated; null when none was, which is not believed.</param>
/// <param name="AsOf">When it was true, if the provider says so; null otherwise.</param>
/// <param name="Unreadable">What could not be read in it (field and reason); null when all could.</param>
/// <param name="Payload">The provider's JSON of it, for quarantine.</param>
public sealed record ProviderBalance(
    Money? Current,
    Money? Available,
    Money? Limit,
    Currency? Currency,
    DateTimeOffset? AsOf,
    UnreadableField? Unreadable,
    string Payload
);

/// <summary>A field that could not be read, and why, in words for a person.</summary>
public sealed record UnreadableField(string Field, string Reason);

/// <summary>An account as a provider lists it.</summary>
public sealed record ProviderAccount
{
    public required string ProviderAccountId { get; init; }

    public string? PersistentAccountId { get; init; }

    public required string Name { get; init; }

    public string? OfficialName { get; init; }

    public string? Mask { get; init; }

    public required AccountKind Kind { get; init; }

    public string? Subtype { get; init; }

    /// <summary>Null when the answer carried no balance object at all.</summary>
    public ProviderBalance? Balance { get; init; }
}

/// <summary>One change of a provider's stream. Apply by id, not by the name of the list it came in.</summary>
public abstract record ProviderChange
{
    private ProviderChange(string providerAccountId, string providerTransactionId)
    {
        ProviderAccountId = providerAccountId;
        ProviderTransactionId = providerTransactionId;
    }

    public string ProviderAccountId { get; }

    public string ProviderTransactionId { get; }

    /// <summary>The record now reads like this, whether or not it was known.</summary>
    public sealed record Upsert(string ProviderAccountId, string ProviderTransactionId, RecordContent Content)
        : ProviderChange(ProviderAccountId, ProviderTransactionId)
    {
        /// <summary>The provider's JSON of the record, kept only when a finding has to show it (rounded or cut
        /// fields).</summary>
        public string? Payload { get; init; }

        /// <summary>Whether the provider tells of it as new. It may be mistaken.</summary>
        public bool IsAdded { get; init; }
    }

    /// <summary>The provider withdraws the record. Nothing happens if it was never known.</summary>
    /// <remarks>The account id may be empty: some answers name only the transaction.</remarks>
    public sealed record Removal(string ProviderAccountId, string ProviderTransactionId)
        : ProviderChange(ProviderAccountId, ProviderTransactionId);
}

/// <summary>A record that could not be read. It is quarantined with its payload, never lost and never fatal.</summary>
/// <param name="ProviderAccountId">Null when even that could not be read.</param>
/// <param name="ProviderTransactionId">Null when even that could not be read.</param>
/// <param name="Field">The field at fault, by the provider's name.</param>
/// <param name="Reason">Why, for a person.</param>
/// <param name="Payload">The provider's JSON.</param>
public sealed record UnreadableRecord(
    string? ProviderAccountId,
    string? ProviderTransactionId,
    string Field,
    string Reason,
    string Payload
);

/// <summary>
/// The complete set of changes between two cursors, in the order they apply: page by page, within a page removals
/// first, then added, then modified. An id that comes more than once: the last one wins.
/// </summary>
public sealed record ProviderUpdate
{
    /// <summary>Where the update began; null from the beginning of the stream.</summary>
    public required string? OriginCursor { get; init; }

    /// <summary>Where the next update begins; null when the provider gave none yet (<see
    /// cref="HistoryStatus.NotReady"/>): then the stored cursor stays.</summary>
    public required string? NextCursor { get; init; }

    public required HistoryStatus History { get; init; }

    /// <summary>Accounts of all pages with their balances, each as told last. Not a complete list: absence means
    /// nothing.</summary>
    public required IReadOnlyList<ProviderAccount> Accounts { get; init; }

    public required IReadOnlyList<ProviderChange> Changes { get; init; }

    public required IReadOnlyList<UnreadableRecord> Unreadable { get; init; }

    /// <summary>Pages fetched, at least 1.</summary>
    public required int Pages { get; init; }

    /// <summary>Whether it is a record that was put aside from an update that is stored already, and can be read
    /// now.</summary>
    public bool IsReread { get; init; }

    /// <summary>Whether the update says anything beyond balances.</summary>
    public bool HasChanges => Changes.Count > 0 || Unreadable.Count > 0;
}
