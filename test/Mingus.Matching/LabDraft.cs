using Mingus.Ledger;
using Mingus.Ledger.Match;
using Mingus.Ledger.Normalize;

namespace Mingus.Matching;

/// <summary>An account's records while an update is planned: identity and verified pending links, as the planner
/// applies
/// them.</summary>
internal sealed class LabDraft(LabAccount account, FeedId feedId, DateTimeOffset now)
{
    private readonly OrderedDictionary<RecordKey, (LedgerRecord After, LedgerRecord? Before)> _records = [];
    private readonly HashSet<TransactionId> _transactions = [];

    public void Apply(List<(string Id, RecordContent? Content)> changes)
    {
        var added = new List<(RecordKey Key, RecordContent Content)>();
        foreach (var (id, content) in changes)
        {
            var key = new RecordKey(feedId, id);
            var known = account.Find(key);
            if (content is null)
            {
                if (known is { IsLive: true })
                {
                    Set(known with { RemovedAt = now, UpdatedAt = now }, known);
                }
            }
            else if (known is null)
            {
                added.Add((key, content));
            }
            else if (!known.IsLive || known.Content != content)
            {
                Set(known with { Content = content, RemovedAt = null, UpdatedAt = now }, known);
            }
        }

        foreach (var (key, content) in added.Where(change => !HasLink(change.Content)))
        {
            Add(key, content, OwnId(key));
        }

        foreach (var (key, content) in added.Where(change => HasLink(change.Content)))
        {
            Add(key, content, LinkedId(key, content));
        }
    }

    /// <summary>The touched records and all others of their transactions.</summary>
    public List<MatchRecord> Touched()
    {
        foreach (var id in _transactions)
        {
            LoadTransaction(id);
        }

        return [.. _records.Values.Select(record => new MatchRecord(record.After, record.Before))];
    }

    /// <summary>Adds the neighbourhood.</summary>
    public List<MatchRecord> Load(MatchNeeds needs)
    {
        foreach (var id in needs.Transactions)
        {
            LoadTransaction(id);
        }

        foreach (var probe in needs.Amounts)
        {
            foreach (var key in account.Probe(probe))
            {
                LoadTransaction(account.Find(key)!.TransactionId);
            }
        }

        return [.. _records.Values.Select(record => new MatchRecord(record.After, record.Before))];
    }

    public void Follow(IReadOnlyList<MatchMove> moves)
    {
        foreach (var (key, _, to) in moves)
        {
            var (after, before) = _records[key];
            _records[key] = (after with { TransactionId = to }, before);
        }
    }

    public void Commit()
    {
        foreach (var (after, before) in _records.Values)
        {
            if (!ReferenceEquals(after, before))
            {
                account.Write(after);
            }
        }
    }

    private static bool HasLink(RecordContent content) =>
        content is { IsPending: false, PendingTransactionId.Length: > 0 };

    private TransactionId OwnId(RecordKey key, DateTimeOffset? seenAt = null) =>
        TransactionId.From(
            PrefixedId.Derive(
                seenAt ?? now,
                string.Join('\u001F', "transaction", key.FeedId.ToString(), key.ProviderTransactionId)
            )
        );

    private TransactionId LinkedId(RecordKey key, RecordContent content)
    {
        var pendingKey = key with { ProviderTransactionId = content.PendingTransactionId! };
        var target = _records.TryGetValue(pendingKey, out var drafted) ? drafted.After : account.Find(pendingKey);
        if (target is null)
        {
            return OwnId(key);
        }

        var members = account
            .MembersOf(target.TransactionId)
            .Select(member => _records.TryGetValue(member, out var draft) ? draft.After : account.Find(member)!)
            .Where(member => member.TransactionId == target.TransactionId)
            .ToList();
        var holder = members
            .Where(member => member.FeedId == feedId && member is { IsLive: true, Content.IsPending: false })
            .OrderByDescending(member => PendingLink.IsLinked(member, target))
            .FirstOrDefault();
        return PendingLink.Verify(content, target, holder) switch
        {
            PendingLinkResult.Claimed claimed => claimed.Pending.TransactionId,
            PendingLinkResult.Reclaimed => Release(target, members),
            _ => OwnId(key),
        };
    }

    // The older part keeps the id; only where the pending record is the oldest do the others leave it.
    private TransactionId Release(LedgerRecord pending, List<LedgerRecord> members)
    {
        var eldest = members.Order(LedgerRecord.ByAge).First();
        List<LedgerRecord> leave = eldest == pending ? [.. members.Where(member => member != pending)] : [pending];
        var first = leave.Order(LedgerRecord.ByAge).First();
        var home = OwnId(RecordKey.Of(first), first.FirstSeenAt);
        foreach (var record in leave)
        {
            var before = _records.TryGetValue(RecordKey.Of(record), out var drafted) ? drafted.Before : record;
            Set(record with { TransactionId = home }, before);
        }

        _transactions.Add(pending.TransactionId);
        return eldest == pending ? pending.TransactionId : home;
    }

    private void Add(RecordKey key, RecordContent content, TransactionId transactionId) =>
        Set(
            new LedgerRecord
            {
                FeedId = feedId,
                AccountId = account.Id,
                ProviderTransactionId = key.ProviderTransactionId,
                Content = content,
                Fingerprint = default(Fingerprint) with { Version = Fingerprinting.Version },
                TransactionId = transactionId,
                IsPrimary = false,
                FirstSeenAt = now,
                UpdatedAt = now,
            },
            before: null
        );

    private void Set(LedgerRecord after, LedgerRecord? before)
    {
        _records[RecordKey.Of(after)] = (after, before);
        _transactions.Add(after.TransactionId);
    }

    private void LoadTransaction(TransactionId id)
    {
        foreach (var key in account.MembersOf(id))
        {
            if (!_records.ContainsKey(key))
            {
                var record = account.Find(key)!;
                _records.Add(key, (record, record));
            }
        }
    }
}
