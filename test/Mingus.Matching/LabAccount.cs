using Mingus.Ledger;
using Mingus.Ledger.Match;

namespace Mingus.Matching;

/// <summary>One account as a database would hold it: records by key, by transaction, by amount and day.</summary>
internal sealed class LabAccount(AccountId id)
{
    private readonly Dictionary<RecordKey, LedgerRecord> _records = [];
    private readonly Dictionary<TransactionId, List<RecordKey>> _members = [];
    private readonly Dictionary<long, SortedSet<(DateOnly Date, FeedId Feed, string Id)>> _byAmount = [];

    public AccountId Id { get; } = id;

    public AccountMatchState State { get; set; } = AccountMatchState.Empty;

    public Dictionary<FeedId, FeedBalanceVerdict> Verdicts { get; } = [];

    public FeedId LastFeed { get; set; }

    public IEnumerable<LedgerRecord> Records => _records.Values;

    public LedgerRecord? Find(RecordKey key) => _records.GetValueOrDefault(key);

    public IReadOnlyList<RecordKey> MembersOf(TransactionId id) => _members.GetValueOrDefault(id) ?? [];

    /// <summary>An index probe: keys by amount and days.</summary>
    public IEnumerable<RecordKey> Probe(AmountProbe probe)
    {
        if (!_byAmount.TryGetValue(probe.Minor, out var days))
        {
            yield break;
        }

        foreach (
            var (_, feed, id) in days.GetViewBetween((probe.From, default, ""), (probe.To.AddDays(1), default, ""))
        )
        {
            yield return new RecordKey(feed, id);
        }
    }

    public void Write(LedgerRecord record)
    {
        var key = RecordKey.Of(record);
        if (_records.TryGetValue(key, out var before))
        {
            if (before.TransactionId != record.TransactionId)
            {
                _members[before.TransactionId].Remove(key);
            }

            _byAmount[before.Content.Amount.Minor].Remove(Entry(before));
        }

        if (before is null || before.TransactionId != record.TransactionId)
        {
            if (!_members.TryGetValue(record.TransactionId, out var members))
            {
                _members.Add(record.TransactionId, members = new List<RecordKey>(2));
            }

            members.Add(key);
        }

        if (!_byAmount.TryGetValue(record.Content.Amount.Minor, out var days))
        {
            _byAmount.Add(record.Content.Amount.Minor, days = new(EntryOrder.Instance));
        }

        days.Add(Entry(record));
        _records[key] = record;
    }

    private static (DateOnly, FeedId, string) Entry(LedgerRecord record) =>
        (record.Content.Date, record.FeedId, record.ProviderTransactionId);

    private sealed class EntryOrder : IComparer<(DateOnly Date, FeedId Feed, string Id)>
    {
        public static readonly EntryOrder Instance = new();

        public int Compare((DateOnly Date, FeedId Feed, string Id) x, (DateOnly Date, FeedId Feed, string Id) y)
        {
            var order = x.Date.CompareTo(y.Date);
            order = order != 0 ? order : x.Feed.Value.CompareTo(y.Feed.Value);
            return order != 0 ? order : string.CompareOrdinal(x.Id, y.Id);
        }
    }
}
