using System.Text;
using System.Text.Json;
using Mingus.Ledger.Match;

namespace Mingus.Ledger.Plan;

/// <summary>What an update says of one record in the end.</summary>
/// <param name="Key">The record.</param>
/// <param name="Feed">Its feed.</param>
/// <param name="Content">How it reads now; null when it is withdrawn.</param>
internal sealed record FoldedChange(RecordKey Key, FeedState Feed, RecordContent? Content);

/// <summary>
/// Folds an update: the last change of an id wins, in the order in which ids first appear. So an update says the same
/// whatever the borders of its pages.
/// </summary>
internal sealed class ChangeFold
{
    private readonly FeedsDraft _feeds;
    private readonly RecordsDraft _records;
    private readonly OrderedDictionary<RecordKey, FoldedChange> _changes;
    private readonly OrderedDictionary<string, ProviderChange.Upsert?> _homeless = new(StringComparer.Ordinal);

    private ChangeFold(FeedsDraft feeds, RecordsDraft records, int count)
    {
        _feeds = feeds;
        _records = records;
        _changes = new OrderedDictionary<RecordKey, FoldedChange>(count);
    }

    /// <summary>One change a record of a known feed.</summary>
    public IReadOnlyCollection<FoldedChange> Changes => _changes.Values;

    /// <summary>Records of an account that nobody listed, as records to put aside.</summary>
    public IEnumerable<UnreadableRecord> Homeless => _homeless.Values.OfType<ProviderChange.Upsert>().Select(Unplaced);

    /// <summary>Folds the update's changes and counts each in its account.</summary>
    public static ChangeFold Of(PlanDraft draft, FeedsDraft feeds, RecordsDraft records, ProviderUpdate update)
    {
        var fold = new ChangeFold(feeds, records, update.Changes.Count);
        foreach (var change in update.Changes)
        {
            var feed = feeds.Find(change.ProviderAccountId);
            if (feed is not null)
            {
                draft.TallyOf(feed.Account.Id).Processed++;
                fold.Set(feed, change.ProviderTransactionId, (change as ProviderChange.Upsert)?.Content);
            }
            else if (change is ProviderChange.Upsert upsert)
            {
                fold._homeless[change.ProviderTransactionId] = upsert;
            }
            else
            {
                fold.WithdrawAnywhere(draft, change.ProviderTransactionId);
            }
        }

        return fold;
    }

    private void Set(FeedState feed, string providerTransactionId, RecordContent? content)
    {
        var key = new RecordKey(feed.Feed.Id, providerTransactionId);
        _changes[key] = new FoldedChange(key, feed, content);
    }

    // Some answers name only the transaction: it is withdrawn in whichever feed has it.
    private void WithdrawAnywhere(PlanDraft draft, string providerTransactionId)
    {
        if (_homeless.ContainsKey(providerTransactionId))
        {
            _homeless[providerTransactionId] = null;
        }

        foreach (var feed in _feeds.All)
        {
            var key = new RecordKey(feed.Feed.Id, providerTransactionId);
            if (_changes.ContainsKey(key) || _records.Find(key) is not null)
            {
                draft.TallyOf(feed.Account.Id).Processed++;
                Set(feed, providerTransactionId, content: null);
            }
        }
    }

    private static UnreadableRecord Unplaced(ProviderChange.Upsert upsert) =>
        new(
            upsert.ProviderAccountId,
            upsert.ProviderTransactionId,
            "account_id",
            "the bank does not list its account",
            upsert.Payload ?? PayloadOf(upsert)
        );

    // The provider's own JSON is not kept for a record that could be read: what matters of it, in our words.
    private static string PayloadOf(ProviderChange.Upsert upsert)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            var content = upsert.Content;
            json.WriteStartObject();
            json.WriteString("providerAccountId", upsert.ProviderAccountId);
            json.WriteString("providerTransactionId", upsert.ProviderTransactionId);
            json.WriteString("amount", content.Amount.ToText());
            json.WriteString("currency", content.Amount.Currency.Code);
            json.WriteString("date", content.Date.ToString("yyyy-MM-dd"));
            json.WriteBoolean("pending", content.IsPending);
            json.WriteString("pendingTransactionId", content.PendingTransactionId);
            json.WriteString("description", content.Description);
            json.WriteString("originalDescription", content.OriginalDescription);
            json.WriteString("merchantName", content.MerchantName);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
