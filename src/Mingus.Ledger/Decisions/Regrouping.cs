using Mingus.Ledger.Match;
using Mingus.Ledger.Plan;

namespace Mingus.Ledger.Decisions;

/// <summary>
/// Moves records until those of one wanted group are in one transaction and those of two groups in two. Records that
/// came since go with their feed's. The older part keeps the id, as matching does it (invariant 7).
/// </summary>
internal sealed class Regrouping
{
    private readonly RecordsDraft _records;
    private readonly IReadOnlyList<DecidedTransaction> _groups;
    private readonly DateTimeOffset _now;
    private readonly Dictionary<RecordKey, int> _groupOf = [];

    public Regrouping(RecordsDraft records, IReadOnlyList<DecidedTransaction> groups, DateTimeOffset now)
    {
        (_records, _groups, _now) = (records, groups, now);
        for (var group = 0; group < groups.Count; group++)
        {
            foreach (var key in groups[group].Records)
            {
                _groupOf[key] = group;
            }
        }

        Before = Touched();
    }

    /// <summary>The transactions concerned, as they were.</summary>
    public IReadOnlyList<DecidedTransaction> Before { get; }

    /// <summary>The transactions concerned, as they are now.</summary>
    public IReadOnlyList<DecidedTransaction> After { get; private set; } = [];

    /// <summary>Whether every group still has a record.</summary>
    public bool IsWhole => _groups.All(group => group.Records.Any(key => _records.Find(key) is not null));

    /// <summary>False when records that are to be one transaction are of two accounts or currencies: then nothing of it
    /// counts.</summary>
    /// <param name="joins">The groups whose records are to be joined; the others are only parted.</param>
    public bool Apply(IReadOnlyList<DecidedTransaction> joins)
    {
        foreach (var id in Before.Select(static transaction => transaction.Id!.Value).ToList())
        {
            Part(id);
        }

        foreach (var group in joins)
        {
            if (!Join(group))
            {
                return false;
            }
        }

        After = Touched();
        return true;
    }

    /// <summary>The record of a list that was seen first.</summary>
    public static LedgerRecord Eldest(IEnumerable<LedgerRecord> records) =>
        records.Aggregate(static (one, other) => Slot.IsOlder(other, one) ? other : one);

    private List<DecidedTransaction> Touched() =>
        [
            .. (Before ?? [])
                .SelectMany(static transaction => transaction.Records)
                .Concat(_groupOf.Keys)
                .Select(_records.Find)
                .OfType<DraftRecord>()
                .Select(static record => record.After.TransactionId)
                .Distinct()
                .Select(id => new DecidedTransaction(
                    id,
                    [
                        // The same decision, with the same id, in whatever order the records were read.
                        .. _records
                            .Of(id)
                            .Select(static record => record.After)
                            .Order(LedgerRecord.ByAge)
                            .Select(RecordKey.Of),
                    ]
                )),
        ];

    private void Part(TransactionId id)
    {
        var members = _records.Of(id).Select(static member => member.After).ToList();
        var known = members.Where(member => _groupOf.ContainsKey(RecordKey.Of(member))).ToList();
        if (known.Select(member => _groupOf[RecordKey.Of(member)]).Distinct().Count() < 2)
        {
            return;
        }

        var parts = members.ToLookup(member => GroupOf(member, known));
        var stays = GroupOf(Eldest(members), known);
        foreach (var part in parts.Where(part => part.Key != stays))
        {
            var home = HomeOf(_groups[part.Key], Eldest(part), id);
            foreach (var record in part)
            {
                _records.Move(_records.Find(RecordKey.Of(record))!, home, _now);
            }
        }
    }

    // A posted record follows its pending one; else a record goes with its feed's; else with the oldest.
    private int GroupOf(LedgerRecord record, List<LedgerRecord> known)
    {
        if (_groupOf.TryGetValue(RecordKey.Of(record), out var group))
        {
            return group;
        }

        var ofFeed = known.Where(other => other.FeedId == record.FeedId).ToList();
        var near =
            ofFeed.Find(other =>
                other.Content.PendingTransactionId == record.ProviderTransactionId
                || record.Content.PendingTransactionId == other.ProviderTransactionId
            ) ?? (ofFeed.Count > 0 ? Eldest(ofFeed) : Eldest(known));
        return _groupOf[RecordKey.Of(near)];
    }

    private TransactionId HomeOf(DecidedTransaction group, LedgerRecord eldest, TransactionId from)
    {
        var founder = Eldest(group.Records.Select(_records.Find).OfType<DraftRecord>().Select(static r => r.After));
        if (group.Id is { } known && RecordKey.Of(founder) == RecordKey.Of(eldest) && _records.IsFree(known, from))
        {
            return known;
        }

        return _records.HomeOf(eldest, from, _now);
    }

    private bool Join(DecidedTransaction group)
    {
        var members = group
            .Records.Select(_records.Find)
            .OfType<DraftRecord>()
            .Select(static record => record.After.TransactionId)
            .Distinct()
            .SelectMany(_records.Of)
            .ToList();
        if (members.Select(static member => member.After.TransactionId).Distinct().Count() < 2)
        {
            return true;
        }

        if (members.Select(static m => (m.After.AccountId, m.After.Content.Amount.Currency)).Distinct().Count() > 1)
        {
            return false;
        }

        var stays = Eldest(members.Select(static member => member.After)).TransactionId;
        foreach (var member in members.Where(member => member.After.TransactionId != stays))
        {
            _records.Move(member, stays, _now);
        }

        return true;
    }
}
