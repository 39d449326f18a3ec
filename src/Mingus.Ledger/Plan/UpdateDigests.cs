using Mingus.Ledger.Match;
using Mingus.Ledger.Normalize;

namespace Mingus.Ledger.Plan;

/// <summary>
/// What planning works out of each record of an update by itself: hashes of its content and of its name. It rests
/// neither on the slice nor on the clock, so that it can be done while the slice is being loaded.
/// </summary>
public sealed class UpdateDigests
{
    /// <summary>Nothing worked out before.</summary>
    public static UpdateDigests None { get; } = new(0);

    private readonly Dictionary<
        RecordKey,
        (RecordContent Content, Fingerprint Fingerprint, TransactionId Name)
    > _digests;

    private UpdateDigests(int count) =>
        _digests = new Dictionary<RecordKey, (RecordContent Content, Fingerprint Fingerprint, TransactionId Name)>(
            count
        );

    /// <summary>Works out those of the records that the update tells of feeds known already.</summary>
    public static UpdateDigests Of(IReadOnlyList<FeedState> feeds, ProviderUpdate update)
    {
        var digests = new UpdateDigests(update.Changes.Count);
        var feedOf = new Dictionary<string, FeedId>(feeds.Count, StringComparer.Ordinal);
        foreach (var feed in feeds)
        {
            feedOf.TryAdd(feed.Feed.ProviderAccountId, feed.Feed.Id);
        }

        foreach (var change in update.Changes)
        {
            if (
                change is ProviderChange.Upsert { Content: var content }
                && feedOf.TryGetValue(change.ProviderAccountId, out var feedId)
            )
            {
                var key = new RecordKey(feedId, change.ProviderTransactionId);
                var name = DerivedIds.Transaction(DateTimeOffset.UnixEpoch, key);
                digests._digests[key] = (content, Fingerprinting.Of(content), name);
            }
        }

        return digests;
    }

    /// <summary>The fingerprint of a record's content.</summary>
    internal Fingerprint FingerprintOf(RecordKey key, RecordContent content) =>
        _digests.TryGetValue(key, out var digest) && ReferenceEquals(digest.Content, content)
            ? digest.Fingerprint
            : Fingerprinting.Of(content);

    /// <summary>The transaction that a record first seen now begins.</summary>
    internal TransactionId TransactionOf(RecordKey key, DateTimeOffset now) =>
        _digests.TryGetValue(key, out var digest)
            ? TransactionId.From(PrefixedId.At(now, digest.Name.Value))
            : DerivedIds.Transaction(now, key);
}
