using System.Security.Cryptography;
using System.Text;
using Mingus.Ledger.Match;

namespace Mingus.Ledger.Plan;

/// <summary>
/// Ids of what a plan makes, derived from what they name (decision 0003). What is known once has the moment in it, so
/// that ids sort by it; what may be found again has not, so that it has the same id the next time.
/// </summary>
internal static class DerivedIds
{
    // Between parts, so that no two lists of parts are one name. No provider id contains it.
    private const char Separator = '\u001F';

    public static AccountId Account(PlanContext context, string providerAccountId) =>
        AccountId.From(At(context.Now, "account", context.ConnectionId.ToString(), providerAccountId));

    public static FeedId Feed(PlanContext context, string providerAccountId) =>
        FeedId.From(At(context.Now, "feed", context.ConnectionId.ToString(), providerAccountId));

    public static TransactionId Transaction(DateTimeOffset now, RecordKey key) =>
        TransactionId.From(At(now, "transaction", key.FeedId.ToString(), key.ProviderTransactionId));

    /// <summary>A transaction for a record that cannot go on sharing the one it had.</summary>
    public static TransactionId TransactionApart(DateTimeOffset now, RecordKey key, TransactionId from) =>
        TransactionId.From(
            At(now, "transaction_apart", key.FeedId.ToString(), key.ProviderTransactionId, from.ToString())
        );

    public static DecisionId Decision(DateTimeOffset now, string rule, RecordKey key, string other) =>
        DecisionId.From(At(now, "decision", rule, key.FeedId.ToString(), key.ProviderTransactionId, other));

    /// <summary>The question whether two records are one transaction: the same one whenever it is asked.</summary>
    public static DuplicateId Duplicate(RecordKey one, RecordKey other) =>
        DuplicateId.From(
            At(
                DateTimeOffset.UnixEpoch,
                "duplicate",
                one.FeedId.ToString(),
                one.ProviderTransactionId,
                other.FeedId.ToString(),
                other.ProviderTransactionId
            )
        );

    /// <summary>The question whether a feed shows an account.</summary>
    public static AccountLinkId AccountLink(FeedId feedId, AccountId accountId) =>
        AccountLinkId.From(At(DateTimeOffset.UnixEpoch, "account_link", feedId.ToString(), accountId.ToString()));

    public static FindingId Finding(string check, params ReadOnlySpan<string> about) =>
        FindingId.From(At(DateTimeOffset.UnixEpoch, ["finding", check, .. about]));

    public static ValidationId Validation(DateTimeOffset now, RunId runId, AccountId accountId) =>
        ValidationId.From(At(now, "validation", runId.ToString(), accountId.ToString()));

    public static QuarantineId Quarantine(
        ConnectionId connectionId,
        string? providerAccountId,
        string? providerTransactionId,
        string payload
    )
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(payload)));
        return QuarantineId.From(
            At(
                DateTimeOffset.UnixEpoch,
                "quarantine",
                connectionId.ToString(),
                providerAccountId ?? "",
                providerTransactionId ?? "",
                hash
            )
        );
    }

    private static Guid At(DateTimeOffset at, params ReadOnlySpan<string> parts) =>
        PrefixedId.Derive(at, string.Join(Separator, parts));
}
