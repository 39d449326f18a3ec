using Mingus.Ledger;
using Mingus.Ledger.Match;
using Mingus.Ledger.Plan;

namespace Mingus.Testing;

/// <summary>
/// The ledger of one connection in memory: gives plans their slice and applies them, as a store does. It is the
/// simplest thing that can be right, for tests to compare with.
/// </summary>
public sealed class LedgerModel
{
    private readonly Dictionary<AccountId, Account> _accounts = [];
    private readonly OrderedDictionary<FeedId, Feed> _feeds = [];
    private readonly OrderedDictionary<RecordKey, LedgerRecord> _records = [];
    private readonly OrderedDictionary<QuarantineId, QuarantineItem> _quarantine = [];
    private readonly OrderedDictionary<FindingId, Finding> _findings = [];

    public ConnectionId ConnectionId { get; init; } = new(new Guid("00000000-0000-7000-8000-000000000001"));

    public RunId RunId { get; init; } = new(new Guid("00000000-0000-7000-8000-000000000002"));

    public string? Cursor { get; private set; }

    public IReadOnlyCollection<Account> Accounts => _accounts.Values;

    public IReadOnlyCollection<Feed> Feeds => _feeds.Values;

    /// <summary>All records, removed ones included, in the order they were first written.</summary>
    public IReadOnlyCollection<LedgerRecord> Records => _records.Values;

    public IReadOnlyCollection<QuarantineItem> Quarantine => _quarantine.Values;

    public IReadOnlyCollection<Finding> Findings => _findings.Values;

    public List<BalanceSnapshot> Balances { get; } = [];

    public List<Decision> Decisions { get; } = [];

    public List<LedgerEvent> Events { get; } = [];

    /// <summary>Feeds as a plan sees them.</summary>
    public IReadOnlyList<FeedState> FeedStates =>
        [
            .. _feeds.Values.Select(feed => new FeedState(feed, _accounts[feed.AccountId], Last(feed, _ => true))
            {
                LastWithUpdate = Last(feed, balance => balance.CameWithUpdate),
            }),
        ];

    /// <summary>What a plan made now is made from.</summary>
    public PlanContext Context(DateTimeOffset now, DateTimeOffset? dataAsOf = null) =>
        new(ConnectionId, RunId, FeedStates, now, dataAsOf)
        {
            OpenFindings = _findings.Values.Where(f => f.State == FindingState.Open).Select(f => f.Id).ToHashSet(),
        };

    /// <summary>The records an update needs, and all others of their transactions.</summary>
    public LedgerSlice Slice(ProviderUpdate update)
    {
        var needed = PlanNeeds.Of(FeedStates, update).Where(_records.ContainsKey).Select(key => _records[key]);
        var transactions = needed.Select(record => record.TransactionId).ToHashSet();
        return new LedgerSlice(0, [.. _records.Values.Where(record => transactions.Contains(record.TransactionId))])
        {
            Quarantined = _quarantine
                .Values.Where(item => item.ProviderTransactionId is not null)
                .DistinctBy(item => item.ProviderTransactionId)
                .ToDictionary(item => item.ProviderTransactionId!, item => item.ProviderAccountId ?? ""),
        };
    }

    /// <summary>What a replay of the whole stream is compared with: all live records, all feeds listed.</summary>
    public ReplayScope Replay() =>
        new([.. _records.Values.Where(record => record.IsLive)], _feeds.Keys.ToHashSet(), IsAsked: false);

    /// <summary>Plans an update without applying it.</summary>
    public SyncPlan Plan(
        ProviderUpdate update,
        DateTimeOffset now,
        DateTimeOffset? dataAsOf = null,
        ReplayScope? replay = null
    ) => TransactionsPlanner.Plan(Context(now, dataAsOf), Slice(update), update, replay);

    /// <summary>Plans an update and applies the plan.</summary>
    public SyncPlan Sync(
        ProviderUpdate update,
        DateTimeOffset now,
        DateTimeOffset? dataAsOf = null,
        ReplayScope? replay = null
    )
    {
        var plan = Plan(update, now, dataAsOf, replay);
        Apply(plan);
        return plan;
    }

    /// <summary>Writes a plan, as a commit does.</summary>
    /// <exception cref="InvalidOperationException">The plan does not fit the ledger it was made for.</exception>
    public void Apply(SyncPlan plan)
    {
        foreach (var account in plan.NewAccounts)
        {
            _accounts.Add(account.Id, account);
        }

        foreach (var feed in plan.NewFeeds)
        {
            _feeds.Add(feed.Id, feed);
        }

        foreach (var account in plan.ChangedAccounts)
        {
            _accounts[account.Id] = account;
        }

        foreach (var feed in plan.ChangedFeeds)
        {
            _feeds[feed.Id] = feed;
        }

        foreach (var change in plan.Records)
        {
            Apply(change);
        }

        ApplyRest(plan);
    }

    private void Apply(RecordChange change)
    {
        var key = RecordKey.Of(change.After);
        if (!Equals(_records.GetValueOrDefault(key), change.Before))
        {
            throw new InvalidOperationException($"The plan changes {key} from a state that is not stored.");
        }

        _records[key] = change.After;
        if (_records.Values.Count(r => r.IsPrimary && r.TransactionId == change.After.TransactionId) > 1)
        {
            throw new InvalidOperationException($"While writing, {change.After.TransactionId} shows two records.");
        }
    }

    private void ApplyRest(SyncPlan plan)
    {
        Balances.AddRange(plan.Balances);
        foreach (var item in plan.Quarantine)
        {
            _quarantine.TryAdd(item.Id, item);
        }

        foreach (var (_, id) in plan.Readable)
        {
            foreach (var item in _quarantine.Values.Where(item => item.ProviderTransactionId == id).ToList())
            {
                _quarantine.Remove(item.Id);
            }
        }

        foreach (var finding in plan.Findings)
        {
            _findings.TryAdd(finding.Id, finding);
        }

        foreach (var id in plan.Resolved)
        {
            _findings[id] = _findings[id] with { State = FindingState.Resolved };
        }

        Decisions.AddRange(plan.Decisions);
        Events.AddRange(plan.Events);
        Cursor = plan.NextCursor ?? Cursor;
    }

    private BalanceSnapshot? Last(Feed feed, Func<BalanceSnapshot, bool> which) =>
        Balances.Where(balance => balance.FeedId == feed.Id && which(balance)).MaxBy(balance => balance.AsOf);
}
