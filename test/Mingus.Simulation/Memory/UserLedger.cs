using Mingus.Ledger;
using Mingus.Ledger.Coverage;
using Mingus.Ledger.Decisions;
using Mingus.Ledger.Link;
using Mingus.Ledger.Match;
using Mingus.Ledger.Plan;
using Mingus.Sync.Ports;

namespace Mingus.Simulation.Memory;

/// <summary>An event as it was written.</summary>
internal sealed record WrittenEvent(long Sequence, LedgerEvent Event);

/// <summary>What a person wrote, and the transaction it came from when it was carried.</summary>
internal sealed record Note(string? Category, string? Text, TransactionId? CarriedFrom);

/// <summary>A question about duplicates as it stands.</summary>
internal sealed record Question(Suggestion Suggestion, LinkState State, DecisionId? DecisionId);

/// <summary>A connection with its lease.</summary>
internal sealed class StoredConnection(Connection connection, byte[] sealedToken)
{
    /// <summary>What the schedule has learned.</summary>
    public byte[]? Rhythm { get; set; }

    public Connection Connection { get; set; } = connection;

    public byte[] SealedToken { get; set; } = sealedToken;

    public RunId? LeaseRun { get; set; }

    public string? LeaseNode { get; set; }

    public DateTimeOffset? LeaseUntil { get; set; }

    public Dictionary<SyncWork, SyncState> States { get; } = [];
}

/// <summary>A run and the node it belongs to.</summary>
internal sealed record StoredRun(Run Run, string Node);

/// <summary>All rows of one user in memory. It writes what it is told, like a table without constraints: whether that
/// is sound is for the invariants to say.</summary>
internal sealed class UserLedger(UserId id, MemoryOutbox? outbox = null)
{
    private readonly Dictionary<TransactionId, List<RecordKey>> _ofTransaction = [];
    private readonly Dictionary<(AccountId, long), HashSet<RecordKey>> _ofAmount = [];
    private readonly Dictionary<FeedId, OrderedDictionary<RecordKey, byte>> _ofFeed = [];
    private long _rows;

    public UserId Id { get; } = id;

    /// <summary>How often a record was written.</summary>
    public long Mutations { get; private set; }

    public long Version { get; set; }

    public long LastSequence { get; set; }

    public OrderedDictionary<ConnectionId, StoredConnection> Connections { get; } = [];

    public OrderedDictionary<RunId, StoredRun> Runs { get; } = [];

    public OrderedDictionary<AccountId, Account> Accounts { get; } = [];

    public OrderedDictionary<FeedId, Feed> Feeds { get; } = [];

    public Dictionary<RecordKey, LedgerRecord> Records { get; } = [];

    public Dictionary<FeedId, List<BalanceSnapshot>> Balances { get; } = [];

    public OrderedDictionary<QuarantineId, QuarantineItem> Quarantine { get; } = [];

    public OrderedDictionary<FindingId, Finding> Findings { get; } = [];

    public OrderedDictionary<DecisionId, Decision> Decisions { get; } = [];

    public Dictionary<TransactionId, TransactionId> Redirects { get; } = [];

    public Dictionary<AccountId, AccountId> AccountRedirects { get; } = [];

    public OrderedDictionary<DuplicateId, Question> Questions { get; } = [];

    public Dictionary<(RecordKey, RecordKey), PersonPair> Said { get; } = [];

    public Dictionary<AccountId, AccountMatchState> MatchStates { get; } = [];

    public Dictionary<FeedId, FeedCoverage> Coverage { get; } = [];

    public OrderedDictionary<AccountLinkId, AccountLink> Links { get; } = [];

    public Dictionary<TransactionId, Note> Notes { get; } = [];

    public List<WrittenEvent> Events { get; } = [];

    /// <summary>The keys of a transaction's records.</summary>
    public IReadOnlyList<RecordKey> MembersOf(TransactionId transaction) =>
        _ofTransaction.TryGetValue(transaction, out var members) ? members : [];

    public IEnumerable<LedgerRecord> RecordsOf(TransactionId transaction) =>
        MembersOf(transaction).Select(key => Records[key]);

    public IEnumerable<LedgerRecord> RecordsOf(FeedId feed) =>
        _ofFeed.TryGetValue(feed, out var keys) ? keys.Keys.Select(key => Records[key]) : [];

    public IEnumerable<LedgerRecord> WithAmount(AccountId account, AmountProbe probe) =>
        _ofAmount.TryGetValue((account, probe.Minor), out var keys)
            ? keys.Select(key => Records[key]).Where(r => r.Content.Date >= probe.From && r.Content.Date <= probe.To)
            : [];

    /// <summary>The transaction an id stands for now.</summary>
    public TransactionId Follow(TransactionId transaction)
    {
        for (var i = 0; i < 100 && Redirects.TryGetValue(transaction, out var next); i++)
        {
            transaction = next;
        }

        return transaction;
    }

    public FeedState StateOf(Feed feed) =>
        new(feed, Accounts[feed.AccountId], LastBalance(feed.Id, static _ => true))
        {
            LastWithUpdate = LastBalance(feed.Id, static b => b.CameWithUpdate),
            Coverage = Coverage.GetValueOrDefault(feed.Id),
        };

    /// <summary>The newest balance by when it was true, then by when it was written.</summary>
    public BalanceSnapshot? LastBalance(FeedId feed, Func<BalanceSnapshot, bool> which)
    {
        BalanceSnapshot? last = null;
        foreach (var balance in Balances.TryGetValue(feed, out var known) ? known : [])
        {
            if (which(balance) && (last is null || balance.AsOf >= last.AsOf))
            {
                last = balance;
            }
        }

        return last;
    }

    public void Put(LedgerRecord record)
    {
        Mutations++;
        var key = RecordKey.Of(record);
        if (Records.TryGetValue(key, out var before))
        {
            _ofTransaction[before.TransactionId].Remove(key);
            _ofAmount[(before.AccountId, before.Content.Amount.Minor)].Remove(key);
        }

        var stored = record with { RowNumber = before?.RowNumber ?? ++_rows };
        Records[key] = stored;
        ListOf(_ofTransaction, stored.TransactionId).Add(key);
        ListOf(_ofAmount, (stored.AccountId, stored.Content.Amount.Minor)).Add(key);
        ListOf(_ofFeed, stored.FeedId)[key] = 0;
    }

    private static TValue ListOf<TKey, TValue>(Dictionary<TKey, TValue> of, TKey key)
        where TKey : notnull
        where TValue : new() => of.TryGetValue(key, out var known) ? known : of[key] = new TValue();

    public void Write(IReadOnlyList<LedgerEvent> events)
    {
        var written = events.Select(one => new WrittenEvent(++LastSequence, one)).ToList();
        Events.AddRange(written);
        outbox?.Add(this, written);
    }
}
