namespace Mingus.Streams.Feeds;

/// <summary>One page as a provider delivers it, and what the truth says of the records that are new on it.</summary>
public sealed record Page
{
    /// <summary>Place in the stream, from 0.</summary>
    public int Sequence { get; init; }

    /// <summary>The day it is delivered; all pages come at noon, universal time.</summary>
    public required DateOnly DeliveredOn { get; init; }

    /// <summary>Our user.</summary>
    public required string TenantId { get; init; }

    /// <summary>The connection, as the provider calls it.</summary>
    public required string ItemId { get; init; }

    /// <summary>The person who linked it.</summary>
    public required string User { get; init; }

    /// <summary>The bank.</summary>
    public required string InstitutionId { get; init; }

    /// <summary>plaid, aggb, file_ofx or file_csv.</summary>
    public required string Provider { get; init; }

    /// <summary>The cursor it answers.</summary>
    public required string Cursor { get; init; }

    /// <summary>The cursor after it.</summary>
    public required string NextCursor { get; init; }

    /// <summary>Whether another page of the same update follows.</summary>
    public bool HasMore { get; init; }

    /// <summary>All accounts of the item, with the balances of the day.</summary>
    public required IReadOnlyList<FeedAccount> Accounts { get; init; }

    /// <summary>New records, newest first.</summary>
    public required IReadOnlyList<Record> Added { get; init; }

    /// <summary>Records that changed, whole.</summary>
    public IReadOnlyList<Record> Modified { get; init; } = [];

    /// <summary>Records withdrawn.</summary>
    public IReadOnlyList<RecordKey> Removed { get; init; } = [];

    /// <summary>
    /// What the keys that appear here for the first time describe. Not part of what a provider delivers.
    /// </summary>
    public IReadOnlyList<Label> Labels { get; init; } = [];
}

/// <summary>The name of a record within the stream.</summary>
public readonly record struct RecordKey(string AccountId, string TransactionId);

/// <summary>The truth about a record: which real transaction it describes, and in what role.</summary>
/// <param name="Key">The record.</param>
/// <param name="Transaction">Id of the real transaction.</param>
/// <param name="Role">pending, posted, readded, reemit, file_ofx or file_csv.</param>
public sealed record Label(RecordKey Key, string Transaction, string Role);

/// <summary>An account as a page shows it. Amounts are in the currency's units.</summary>
public sealed record FeedAccount
{
    /// <summary>The provider's id of it; another one in every connection.</summary>
    public required string AccountId { get; init; }

    /// <summary>The real account it shows.</summary>
    public required string Canonical { get; init; }

    /// <summary>The last digits of its number.</summary>
    public required string Mask { get; init; }

    /// <summary>What the bank or the provider calls it.</summary>
    public required string Name { get; init; }

    /// <summary>depository or credit.</summary>
    public required string Type { get; init; }

    /// <summary>checking, savings or credit card.</summary>
    public required string Subtype { get; init; }

    /// <summary>The bank's id of it that all connections share; null at most banks.</summary>
    public string? PersistentId { get; init; }

    /// <summary>ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>
    /// What is there; of credit accounts, what is owed. It has all that posted up to and with the day.
    /// </summary>
    public required decimal Current { get; init; }

    /// <summary>What is left to spend after delivered pending records that did not post yet; null in files.</summary>
    public decimal? Available { get; init; }

    /// <summary>The limit of a credit account.</summary>
    public decimal? Limit { get; init; }
}

/// <summary>A transaction as one feed reports it, in Plaid's fields. Positive amounts are money out.</summary>
public sealed record Record
{
    /// <summary>The provider's id of the account.</summary>
    public required string AccountId { get; init; }

    /// <summary>The provider's id of the record.</summary>
    public required string TransactionId { get; init; }

    /// <summary>In the currency's units.</summary>
    public required decimal Amount { get; init; }

    /// <summary>ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>The day it is booked on, as the provider says.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>The day it was made, where the provider says so.</summary>
    public DateOnly? AuthorizedDate { get; init; }

    /// <summary>The bank's text or the merchant's clean name.</summary>
    public required string Name { get; init; }

    /// <summary>The merchant, where the provider recognised one.</summary>
    public string? MerchantName { get; init; }

    /// <summary>The provider's id of the merchant.</summary>
    public string? EntityId { get; init; }

    /// <summary>The bank's text, where the connection gives it.</summary>
    public string? OriginalDescription { get; init; }

    /// <summary>Announced and not booked yet.</summary>
    public bool Pending { get; init; }

    /// <summary>The pending record that this one replaces, as the provider says.</summary>
    public string? PendingTransactionId { get; init; }

    /// <summary>online, in store or other.</summary>
    public string Channel { get; init; } = "other";

    /// <summary>Plaid's detailed category.</summary>
    public string? Category { get; init; }

    /// <summary>How sure the provider is of the category.</summary>
    public string Confidence { get; init; } = "HIGH";

    /// <summary>Where it was made.</summary>
    public string? City { get; init; }

    /// <summary>State or province of the city.</summary>
    public string? Region { get; init; }

    /// <summary>The store's number.</summary>
    public string? StoreNumber { get; init; }

    /// <summary>Whether the merchant is also listed as a counterparty.</summary>
    public bool HasCounterparty { get; init; }

    /// <summary>The name of the record.</summary>
    public RecordKey Key => new(AccountId, TransactionId);
}
