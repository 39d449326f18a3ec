namespace Mingus.Ledger;

/// <summary>State of a record or transaction, in the words of banks.</summary>
public enum RecordStatus
{
    /// <summary>Announced, not yet booked; may change or vanish.</summary>
    Pending = 1,

    /// <summary>Booked; counts in the balance.</summary>
    Posted = 2,

    /// <summary>Withdrawn by the provider. Kept, never shown as live.</summary>
    Removed = 3,
}

/// <summary>The provider's own category of a transaction.</summary>
public sealed record ProviderCategory(string Primary, string? Detailed, string? Confidence, ValueList<string> Path);

/// <summary>Where a transaction happened, as far as the provider knows.</summary>
public sealed record Place(
    string? Address,
    string? City,
    string? Region,
    string? PostalCode,
    string? Country,
    decimal? Latitude,
    decimal? Longitude,
    string? StoreNumber
);

/// <summary>Somebody on the other side: a merchant, a bank, a payment app.</summary>
public sealed record Counterparty(
    string Name,
    string? Type,
    string? EntityId,
    string? Website,
    string? LogoUrl,
    string? Confidence
);

/// <summary>References a bank transfer carries.</summary>
public sealed record PaymentReferences(
    string? ReferenceNumber,
    string? PpdId,
    string? Payee,
    string? ByOrderOf,
    string? Payer,
    string? Method,
    string? Processor,
    string? Reason
);

/// <summary>The rest of what a provider tells of a transaction. Every part may be missing.</summary>
public sealed record RecordDetails
{
    public static RecordDetails None { get; } = new();

    public ProviderCategory? Category { get; init; }

    public Place? Location { get; init; }

    public PaymentReferences? References { get; init; }

    public ValueList<Counterparty> Counterparties { get; init; } = ValueList<Counterparty>.Empty;

    public string? MerchantEntityId { get; init; }

    /// <summary>online, in store, other, or a word the provider added later.</summary>
    public string? Channel { get; init; }

    public string? TransactionType { get; init; }

    public string? Code { get; init; }

    public string? CheckNumber { get; init; }

    public string? AccountOwner { get; init; }

    public string? LogoUrl { get; init; }

    public string? Website { get; init; }

    /// <summary>Moment of the transaction where a bank gives one; never used to compute a date.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Moment of authorisation where a bank gives one.</summary>
    public DateTimeOffset? AuthorizedAt { get; init; }

    /// <summary>The provider's own text of the amount, kept only when it was rounded to the minor unit.</summary>
    public string? ExactAmount { get; init; }

    /// <summary>Names of fields that were longer than we keep and were cut.</summary>
    public ValueList<string> CutFields { get; init; } = ValueList<string>.Empty;
}

/// <summary>What one feed reports of one transaction, signed as in <see cref="Money"/>. Equal by value.</summary>
public sealed record RecordContent
{
    /// <summary>Signed amount: a purchase is negative, a refund or salary positive.</summary>
    public required Money Amount { get; init; }

    /// <summary>The statement day, verbatim: the day it occurred while pending, the day it posted after.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>The day the holder made it; null when the bank does not say.</summary>
    public DateOnly? AuthorizedDate { get; init; }

    /// <summary>Whether it is still pending.</summary>
    public required bool IsPending { get; init; }

    /// <summary>The provider's id of the pending record that this posted one replaces. Strong evidence, not proof; null
    /// if none or if the provider could not match it.</summary>
    public string? PendingTransactionId { get; init; }

    /// <summary>The provider's name of the transaction, verbatim.</summary>
    public required string Description { get; init; }

    /// <summary>The bank's own text; null when not given.</summary>
    public string? OriginalDescription { get; init; }

    /// <summary>The merchant as the provider recognised it; null when it did not.</summary>
    public string? MerchantName { get; init; }

    /// <summary>Everything else.</summary>
    public RecordDetails Details
    {
        get => Rest.Value;
        init => Rest = new Deferred<RecordDetails>(value);
    }

    private Deferred<RecordDetails> Rest { get; init; } = NoDetails;

    private static Deferred<RecordDetails> NoDetails { get; } = new(RecordDetails.None);

    /// <summary>The same with details that are made when somebody asks for them: of most records that matching looks at
    /// nobody does.</summary>
    public RecordContent WithDetails(Func<RecordDetails> make) =>
        this with
        {
            Rest = new Deferred<RecordDetails>(make),
        };
}

/// <summary>A content fingerprint: SHA-256 over canonical stable fields, with the version of the rule that made
/// it.</summary>
/// <param name="Version">The rule, 1 or higher.</param>
/// <param name="Hash">32 bytes in lower-case hexadecimal.</param>
public readonly record struct Fingerprint(int Version, string Hash)
{
    public override string ToString() => $"{Version}:{Hash}";
}

/// <summary>
/// A record as the ledger holds it: one per feed and provider transaction id (invariant 2), never deleted.
/// </summary>
public sealed record LedgerRecord
{
    /// <summary>The order in which records were first seen, the same on every machine and every read.</summary>
    public static Comparer<LedgerRecord> ByAge { get; } =
        Comparer<LedgerRecord>.Create(
            static (one, other) =>
            {
                var order = one.FirstSeenAt.CompareTo(other.FirstSeenAt);
                order = order != 0 ? order : one.FeedId.Value.CompareTo(other.FeedId.Value);
                return order != 0
                    ? order
                    : string.CompareOrdinal(one.ProviderTransactionId, other.ProviderTransactionId);
            }
        );

    public required FeedId FeedId { get; init; }

    public required AccountId AccountId { get; init; }

    /// <summary>The provider's id, compared ordinally.</summary>
    public required string ProviderTransactionId { get; init; }

    /// <summary>The last content the provider gave.</summary>
    public required RecordContent Content { get; init; }

    public required Fingerprint Fingerprint { get; init; }

    /// <summary>The real-world transaction it describes.</summary>
    public required TransactionId TransactionId { get; init; }

    /// <summary>Whether it is the record shown of its transaction.</summary>
    public required bool IsPrimary { get; init; }

    public required DateTimeOffset FirstSeenAt { get; init; }

    /// <summary>When anything of it last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When the provider withdrew it; null while it is live.</summary>
    public DateTimeOffset? RemovedAt { get; init; }

    /// <summary>pending, posted or removed.</summary>
    public RecordStatus Status =>
        RemovedAt is not null ? RecordStatus.Removed
        : Content.IsPending ? RecordStatus.Pending
        : RecordStatus.Posted;

    /// <summary>Whether the provider still reports it.</summary>
    public bool IsLive => RemovedAt is null;

    /// <summary>The store's row number, 0 for a record not stored yet. Means nothing to decisions.</summary>
    public long RowNumber { get; init; }
}
