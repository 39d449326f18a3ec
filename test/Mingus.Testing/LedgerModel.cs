using Mingus.Ledger;
using Mingus.Ledger.Coverage;
using Mingus.Ledger.Decisions;
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
    private readonly Dictionary<AccountId, AccountMatchState> _matchStates = [];
    private readonly Dictionary<TransactionId, TransactionId> _redirects = [];
    private readonly Dictionary<(RecordKey, RecordKey), PersonPair> _said = [];
    private readonly OrderedDictionary<QuarantineId, QuarantineItem> _quarantine = [];
    private readonly OrderedDictionary<FindingId, Finding> _findings = [];
    private readonly Dictionary<FeedId, FeedCoverage> _coverage = [];
    private HistoryStatus _history = HistoryStatus.NotReady;

    public ConnectionId ConnectionId { get; init; } = new(new Guid("00000000-0000-7000-8000-000000000001"));

    public RunId RunId { get; init; } = new(new Guid("00000000-0000-7000-8000-000000000002"));

    public string? Cursor { get; private set; }

    /// <summary>When the bank was linked; null for a ledger that keeps no coverage.</summary>
    public DateOnly? LinkedOn { get; init; }

    /// <summary>Days of history asked for when the bank was linked.</summary>
    public int HistoryDays { get; init; } = 730;

    /// <summary>Coverage by feed, in the order feeds were first seen.</summary>
    public IReadOnlyList<FeedCoverage> Coverage =>
        [.. _feeds.Keys.Where(_coverage.ContainsKey).Select(f => _coverage[f])];

    public IReadOnlyCollection<Account> Accounts => _accounts.Values;

    public IReadOnlyCollection<Feed> Feeds => _feeds.Values;

    /// <summary>All records, removed ones included, in the order they were first written.</summary>
    public IReadOnlyCollection<LedgerRecord> Records => _records.Values;

    public IReadOnlyCollection<QuarantineItem> Quarantine => _quarantine.Values;

    public IReadOnlyCollection<Finding> Findings => _findings.Values;

    public List<BalanceSnapshot> Balances { get; } = [];

    public List<Decision> Decisions { get; } = [];

    public List<LedgerEvent> Events { get; } = [];

    /// <summary>Transaction ids that lead on to another.</summary>
    public IReadOnlyDictionary<TransactionId, TransactionId> Redirects => _redirects;

    /// <summary>What persons said of pairs of records.</summary>
    public IReadOnlyCollection<PersonPair> PersonPairs => _said.Values;

    /// <summary>The whole ledger as a slice, for a person's act.</summary>
    public LedgerSlice Whole() =>
        new(0, [.. _records.Values])
        {
            MatchStates = new Dictionary<AccountId, AccountMatchState>(_matchStates),
            PersonPairs = [.. _said.Values],
        };

    /// <summary>Feeds as a plan sees them.</summary>
    public IReadOnlyList<FeedState> FeedStates =>
        [
            .. _feeds.Values.Select(feed => new FeedState(feed, _accounts[feed.AccountId], Last(feed, _ => true))
            {
                LastWithUpdate = Last(feed, balance => balance.CameWithUpdate),
                Coverage = _coverage.GetValueOrDefault(feed.Id),
            }),
        ];

    /// <summary>What a plan made now is made from.</summary>
    public PlanContext Context(DateTimeOffset now, DateTimeOffset? dataAsOf = null) =>
        new(ConnectionId, RunId, FeedStates, now, dataAsOf)
        {
            OpenFindings = _findings.Values.Where(f => f.State == FindingState.Open).Select(f => f.Id).ToHashSet(),
            Asked = LinkedOn is { } day ? new HistoryAsked(day, HistoryDays, _history) : null,
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
            MatchStates = new Dictionary<AccountId, AccountMatchState>(_matchStates),
            PersonPairs = [.. _said.Values],
        };
    }

    private List<LedgerRecord> Neighbours(IReadOnlyList<AccountNeeds> needs)
    {
        var transactions = needs.SelectMany(need => need.Needs.Transactions).ToHashSet();
        foreach (var (accountId, probes) in needs.Select(need => (need.AccountId, need.Needs.Amounts)))
        {
            transactions.UnionWith(
                _records
                    .Values.Where(record =>
                        record.AccountId == accountId && probes.Any(probe => Answers(probe, record))
                    )
                    .Select(record => record.TransactionId)
            );
        }

        return [.. _records.Values.Where(record => transactions.Contains(record.TransactionId))];
    }

    private static bool Answers(AmountProbe probe, LedgerRecord record) =>
        record.Content.Amount.Minor == probe.Minor
        && record.Content.Date >= probe.From
        && record.Content.Date <= probe.To;

    /// <summary>What a replay of the whole stream is compared with: all live records, all feeds listed.</summary>
    public ReplayScope Replay() =>
        new([.. _records.Values.Where(record => record.IsLive)], _feeds.Keys.ToHashSet(), IsAsked: false);

    /// <summary>Plans an update without applying it.</summary>
    public SyncPlan Plan(
        ProviderUpdate update,
        DateTimeOffset now,
        DateTimeOffset? dataAsOf = null,
        ReplayScope? replay = null
    )
    {
        var open = TransactionsPlanner.Open(Context(now, dataAsOf), Slice(update), update, replay);
        return open.Complete(Neighbours(open.Needs));
    }

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
        _history = _history > update.History ? _history : update.History;
        return plan;
    }

    /// <summary>Plans a window of the backfill without applying it.</summary>
    public SyncPlan PlanWindow(WindowAnswer answer, DateTimeOffset now)
    {
        var context = Context(now);
        var slice = Slice(WindowPlanner.AsUpdate(context, answer));
        var dated = _records.Values.Where(record =>
            record.IsLive
            && answer.Window.Feeds.Contains(record.FeedId)
            && answer.Window.Days.Contains(record.Content.Date)
        );
        return WindowPlanner.Plan(context, slice with { Records = [.. slice.Records.Union(dated)] }, answer);
    }

    /// <summary>Plans a window of the backfill and applies the plan.</summary>
    public SyncPlan Verify(WindowAnswer answer, DateTimeOffset now)
    {
        var plan = PlanWindow(answer, now);
        Apply(plan);
        return plan;
    }

    /// <summary>The id that a transaction is found by now.</summary>
    public TransactionId Follow(TransactionId id)
    {
        while (_redirects.TryGetValue(id, out var current))
        {
            id = current;
        }

        return id;
    }

    /// <summary>Writes a plan, as a commit does.</summary>
    /// <exception cref="InvalidOperationException">The plan does not fit the ledger it was made for.</exception>
    public void Apply(SyncPlan plan)
    {
        foreach (var restored in plan.Restored)
        {
            _redirects.Remove(restored);
        }

        foreach (var redirect in plan.Redirects)
        {
            _redirects[redirect.Old] = redirect.New;
        }

        foreach (var (accountId, state) in plan.MatchStates)
        {
            _matchStates[accountId] = state;
        }

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

        foreach (var coverage in plan.Coverage)
        {
            _coverage[coverage.FeedId] = coverage;
        }

        foreach (var finding in plan.Findings)
        {
            _findings.TryAdd(finding.Id, finding);
        }

        foreach (var id in plan.Resolved)
        {
            _findings[id] = _findings[id] with { State = FindingState.Resolved };
        }

        foreach (var pair in plan.PersonPairs)
        {
            _said[(pair.One, pair.Other)] = pair;
            if (pair.Word is null)
            {
                _said.Remove((pair.One, pair.Other));
            }
        }

        foreach (var undone in plan.Undone)
        {
            var at = Decisions.FindIndex(decision => decision.Id == undone);
            Decisions[at] = Decisions[at] with { UndoneBy = plan.Decisions[0].Id };
        }

        Decisions.AddRange(plan.Decisions);
        Events.AddRange(plan.Events);
        Cursor = plan.NextCursor ?? Cursor;
    }

    private BalanceSnapshot? Last(Feed feed, Func<BalanceSnapshot, bool> which) =>
        Balances.Where(balance => balance.FeedId == feed.Id && which(balance)).MaxBy(balance => balance.AsOf);
}
