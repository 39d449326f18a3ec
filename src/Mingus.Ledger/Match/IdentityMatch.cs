// Match: do two records describe one transaction?
//   IdentityMatch      the same feed and provider id: the same record, no question
//   PendingLink        the provider says that a posted record replaces a pending one: strong evidence, verified
//   MerchantAgreement  whether two records name the same merchant, as far as their texts tell
// Highest fidelity first. A false match loses somebody's real transaction, a missed one is only seen twice.

namespace Mingus.Ledger.Match;

/// <summary>The identity of a record (invariant 2): its feed and the provider's transaction id, compared
/// ordinally.</summary>
public readonly record struct RecordKey(FeedId FeedId, string ProviderTransactionId)
{
    /// <summary>The identity of a record of the ledger.</summary>
    public static RecordKey Of(LedgerRecord record) => new(record.FeedId, record.ProviderTransactionId);
}

/// <summary>What a report of a record says against the record of the same identity.</summary>
public enum IdentityMatchResult
{
    /// <summary>No such record yet.</summary>
    Unknown,

    /// <summary>Live, and told the same again: nothing to do (invariant 3).</summary>
    Same,

    /// <summary>Live, and something differs.</summary>
    Differs,

    /// <summary>Live and pending, and now posted under the same id.</summary>
    PostedInPlace,

    /// <summary>Withdrawn before, and reported again.</summary>
    Returned,
}

/// <summary>Compares a report with the record of the same identity.</summary>
public static class IdentityMatch
{
    /// <summary>What <paramref name="reported"/> says against <paramref name="known"/>, null for no record.</summary>
    public static IdentityMatchResult Of(LedgerRecord? known, RecordContent reported) =>
        known is null ? IdentityMatchResult.Unknown
        : !known.IsLive ? IdentityMatchResult.Returned
        : known.Content == reported ? IdentityMatchResult.Same
        : known.Content.IsPending && !reported.IsPending ? IdentityMatchResult.PostedInPlace
        : IdentityMatchResult.Differs;
}
