using Mingus.Ledger.Match;

namespace Mingus.Ledger.Plan;

/// <summary>One record while a plan is made.</summary>
internal sealed class DraftRecord(LedgerRecord? before, LedgerRecord after)
{
    /// <summary>As stored; null for a record not stored yet.</summary>
    public LedgerRecord? Before { get; } = before;

    /// <summary>As it will be.</summary>
    public LedgerRecord After { get; set; } = after;

    /// <summary>What the plan does to it; null while nothing.</summary>
    public ChangeKind? Kind { get; set; }

    /// <summary>True from when it became live and posted by this update until it has a transaction to itself.</summary>
    public bool IsEntrant { get; set; }

    public bool IsLivePosted => After is { IsLive: true, Content.IsPending: false };
}

/// <summary>The slice's records while a plan is made, by identity and by transaction.</summary>
internal sealed class RecordsDraft
{
    private readonly Dictionary<RecordKey, DraftRecord> _records;
    private readonly Dictionary<TransactionId, List<DraftRecord>> _members;
    private readonly List<DraftRecord> _changed = [];
    private readonly OrderedDictionary<TransactionId, List<DraftRecord>> _touched = [];

    public RecordsDraft(LedgerSlice slice, ReplayScope? replay)
    {
        var room = slice.Records.Count + (replay?.Live.Count ?? 0);
        _records = new Dictionary<RecordKey, DraftRecord>(room);
        _members = new Dictionary<TransactionId, List<DraftRecord>>(room);
        Take(slice.Records.Concat(replay?.Live ?? []));
    }

    /// <summary>The record of that identity; null when there is none.</summary>
    public DraftRecord? Find(RecordKey key) => _records.GetValueOrDefault(key);

    /// <summary>The records of a transaction.</summary>
    public IReadOnlyList<DraftRecord> Of(TransactionId transactionId) => MembersOf(transactionId);

    /// <summary>Transactions that the plan has touched so far, in the order in which it did.</summary>
    public IEnumerable<TransactionId> Touched => _touched.Keys;

    /// <summary>Takes in further stored records; those known already stay as they are.</summary>
    public void Take(IEnumerable<LedgerRecord> stored)
    {
        foreach (var record in stored)
        {
            var draft = new DraftRecord(record, record);
            if (_records.TryAdd(RecordKey.Of(record), draft))
            {
                MembersOf(record.TransactionId).Add(draft);
            }
        }
    }

    /// <summary>Puts a record into another transaction; nothing else of it changes.</summary>
    public void Move(DraftRecord draft, TransactionId to, DateTimeOffset now) =>
        Change(draft, draft.Kind ?? ChangeKind.Moved, draft.After with { TransactionId = to, UpdatedAt = now });

    /// <summary>The transaction for records that leave one: what the eldest of them would have had alone, unless that
    /// is the one they leave, which another record keeps, or others live there.</summary>
    public TransactionId HomeOf(LedgerRecord eldest, TransactionId from, DateTimeOffset now)
    {
        var key = RecordKey.Of(eldest);
        var own = DerivedIds.Transaction(eldest.FirstSeenAt, key);
        return IsFree(own, from) ? own : DerivedIds.TransactionApart(now, key, from);
    }

    /// <summary>Whether no record lives in that transaction, and it is not the one that is left.</summary>
    public bool IsFree(TransactionId id, TransactionId from) => id != from && MembersOf(id).Count == 0;

    /// <summary>A live posted record of the feed in that transaction other than <paramref name="but"/>, whose place is
    /// not itself in question; null when there is none.</summary>
    public DraftRecord? HolderOf(TransactionId transactionId, FeedId feedId, DraftRecord? but) =>
        MembersOf(transactionId)
            .Find(member => member != but && !member.IsEntrant && member.IsLivePosted && member.After.FeedId == feedId);

    /// <summary>The same of the transaction a pending record is in: who holds it by a link before who holds it by
    /// evidence.</summary>
    public DraftRecord? HolderOf(DraftRecord pending)
    {
        DraftRecord? holder = null;
        foreach (var member in MembersOf(pending.After.TransactionId))
        {
            if (member is { IsEntrant: false, IsLivePosted: true } && member.After.FeedId == pending.After.FeedId)
            {
                holder = holder is null || PendingLink.IsLinked(member.After, pending.After) ? member : holder;
            }
        }

        return holder;
    }

    /// <summary>Adds a record not stored yet.</summary>
    public void Add(ChangeKind kind, LedgerRecord record)
    {
        var draft = new DraftRecord(before: null, record);
        _records.Add(RecordKey.Of(record), draft);
        MembersOf(record.TransactionId).Add(draft);
        Mark(draft, kind);
    }

    /// <summary>Gives a record a new state.</summary>
    public void Change(DraftRecord draft, ChangeKind kind, LedgerRecord after)
    {
        if (after.TransactionId != draft.After.TransactionId)
        {
            // Marked where it leaves and, below, where it arrives: both transactions may show another record now.
            Mark(draft, kind);
            MembersOf(draft.After.TransactionId).Remove(draft);
            MembersOf(after.TransactionId).Add(draft);
        }

        draft.After = after;
        Mark(draft, kind);
    }

    /// <summary>
    /// Chooses the primary of each transaction touched: posted before pending, then the feed connected first, so that a
    /// second feed changes nothing of what is shown, then the one first seen last, then the lowest provider id; none
    /// where no record is live (invariant 2).
    /// </summary>
    public void SettlePrimaries(DateTimeOffset now)
    {
        foreach (var member in _touched.Values.SelectMany(PrimaryMoves).ToList())
        {
            member.After = member.After with { IsPrimary = !member.After.IsPrimary, UpdatedAt = now };
            if (member.Kind is null)
            {
                member.Kind = ChangeKind.PrimaryMoved;
                _changed.Add(member);
            }
        }
    }

    /// <summary>The changes: records that stop being shown first, so that at no step a transaction shows two.</summary>
    public IReadOnlyList<RecordChange> Changes() =>
        [
            .. _changed
                .Select(draft => new RecordChange(draft.Kind!.Value, draft.After, draft.Before))
                .OrderBy(change => change is { Before.IsPrimary: true, After.IsPrimary: false } ? 0 : 1),
        ];

    private static IEnumerable<DraftRecord> PrimaryMoves(List<DraftRecord> members)
    {
        var primary = members.Where(member => member.After.IsLive).Aggregate((DraftRecord?)null, Preferred);
        return members.Where(member => member.After.IsPrimary != (member == primary));
    }

    private static DraftRecord Preferred(DraftRecord? best, DraftRecord next)
    {
        if (best is null)
        {
            return next;
        }

        var (one, other) = (best.After, next.After);
        var order = other.Content.IsPending.CompareTo(one.Content.IsPending);
        order = order != 0 ? order : other.FeedId.Value.CompareTo(one.FeedId.Value);
        order = order != 0 ? order : one.FirstSeenAt.CompareTo(other.FirstSeenAt);
        order = order != 0 ? order : string.CompareOrdinal(other.ProviderTransactionId, one.ProviderTransactionId);
        return order >= 0 ? best : next;
    }

    private void Mark(DraftRecord draft, ChangeKind kind)
    {
        if (draft.Kind is null)
        {
            _changed.Add(draft);
        }

        draft.Kind = kind;
        _touched.TryAdd(draft.After.TransactionId, MembersOf(draft.After.TransactionId));
    }

    private List<DraftRecord> MembersOf(TransactionId transactionId)
    {
        if (!_members.TryGetValue(transactionId, out var members))
        {
            members = new List<DraftRecord>(1);
            _members.Add(transactionId, members);
        }

        return members;
    }
}
