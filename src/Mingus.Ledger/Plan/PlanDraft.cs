using Mingus.Ledger.Coverage;
using Mingus.Ledger.Decisions;
using Mingus.Ledger.Link;
using Mingus.Ledger.Match;

namespace Mingus.Ledger.Plan;

/// <summary>A plan in the making: collects what the steps of planning decide and tells it as events at the
/// end.</summary>
internal sealed class PlanDraft(PlanContext context)
{
    private readonly OrderedDictionary<AccountId, Tally> _tallies = [];
    private readonly OrderedDictionary<AccountId, string> _accountReasons = [];
    private readonly List<Account> _newAccounts = [];
    private readonly OrderedDictionary<AccountId, Account> _changedAccounts = [];
    private readonly List<Feed> _newFeeds = [];
    private readonly OrderedDictionary<FeedId, Feed> _changedFeeds = [];
    private readonly List<BalanceSnapshot> _balances = [];
    private readonly HashSet<AccountId> _changedBalances = [];
    private readonly OrderedDictionary<QuarantineId, QuarantineItem> _quarantine = [];
    private readonly OrderedDictionary<FindingId, Finding> _findings = [];
    private readonly List<FindingId> _resolved = [];
    private readonly List<Decision> _decisions = [];
    private readonly OrderedDictionary<TransactionId, Redirect> _redirects = [];
    private readonly HashSet<TransactionId> _restored = [];
    private readonly List<Feed> _movedFeeds = [];
    private readonly List<AccountLink> _accountLinks = [];
    private readonly List<AccountRedirect> _accountRedirects = [];
    private readonly List<AccountId> _restoredAccounts = [];
    private readonly List<DecisionId> _undone = [];
    private readonly OrderedDictionary<DuplicateId, Suggestion> _suggestions = [];
    private readonly List<HiddenTransaction> _hidden = [];
    private readonly Dictionary<AccountId, AccountMatchState> _matchStates = [];
    private readonly List<FeedCoverage> _coverage = [];
    private readonly OrderedDictionary<AccountId, FeedCoverage> _changedCoverage = [];

    public PlanContext Context => context;

    /// <summary>The run that finds something.</summary>
    /// <exception cref="InvalidOperationException">A person's act finds nothing.</exception>
    public RunId RunId => context.RunId ?? throw new InvalidOperationException("Findings belong to a run.");

    public Tally TallyOf(AccountId accountId)
    {
        if (!_tallies.TryGetValue(accountId, out var tally))
        {
            tally = new Tally(accountId);
            _tallies.Add(accountId, tally);
        }

        return tally;
    }

    public void Add(Account account, Feed feed)
    {
        _newAccounts.Add(account);
        _newFeeds.Add(feed);
        _accountReasons[account.Id] = "added";
    }

    public void Change(Feed feed) => _changedFeeds[feed.Id] = feed;

    /// <summary>A feed that shows another account now.</summary>
    public void Move(Feed feed)
    {
        Change(feed);
        _movedFeeds.Add(feed);
    }

    public void Change(Account account) => _changedAccounts[account.Id] = account;

    /// <summary>A feed's coverage as it is now; told only where its days changed.</summary>
    public void Change(FeedState feed, FeedCoverage coverage)
    {
        _coverage.Add(coverage);
        if (!coverage.Covered.Equals(feed.Coverage?.Covered) || coverage.LimitedSince != feed.Coverage?.LimitedSince)
        {
            _changedCoverage[feed.Account.Id] = coverage;
        }
    }

    /// <summary>Why listeners should look at the account again; the first reason given counts.</summary>
    public void Tell(AccountId accountId, string reason) => _accountReasons.TryAdd(accountId, reason);

    public void Add(BalanceSnapshot balance, bool changesNumbers)
    {
        _balances.Add(balance);
        if (changesNumbers)
        {
            _changedBalances.Add(balance.AccountId);
        }
    }

    public void Add(Decision decision, AccountId accountId)
    {
        _decisions.Add(decision);
        var tally = TallyOf(accountId);
        tally.Decisions++;
        tally.Joined += decision is { Kind: "match", Rule: not (RecordPlanning.LinkRule or FeedSuccession.Rule) }
            ? 1
            : 0;
    }

    public void Add(Redirect redirect) => _redirects[redirect.Old] = redirect;

    /// <summary>A transaction id that stands for itself again, if it led on to another.</summary>
    public void Restore(TransactionId transactionId) => _restored.Add(transactionId);

    public void Add(AccountRedirect redirect) => _accountRedirects.Add(redirect);

    public void Add(AccountLink link) => _accountLinks.Add(link);

    public void Restore(AccountId accountId) => _restoredAccounts.Add(accountId);

    public void Undo(DecisionId decisionId) => _undone.Add(decisionId);

    public void Hide(HiddenTransaction hidden, AccountId accountId)
    {
        _hidden.Add(hidden);
        TallyOf(accountId).Name(hidden.Id);
    }

    public void Add(Suggestion suggestion)
    {
        if (_suggestions.TryAdd(suggestion.Id, suggestion))
        {
            TallyOf(suggestion.AccountId).Duplicates++;
        }
    }

    /// <summary>What matching remembers of the account from now on.</summary>
    public void Remember(AccountId accountId, AccountMatchState state) => _matchStates[accountId] = state;

    /// <summary>What it is, as far as this plan says so.</summary>
    public AccountMatchState? Remembered(AccountId accountId) => _matchStates.GetValueOrDefault(accountId);

    public void PutAside(QuarantineItem item) => _quarantine.TryAdd(item.Id, item);

    /// <summary>Opens a finding, unless it is open already.</summary>
    public void Open(Finding finding)
    {
        if (!context.OpenFindings.Contains(finding.Id))
        {
            _findings.TryAdd(finding.Id, finding);
        }
    }

    /// <summary>Resolves a finding that is open and stands no more.</summary>
    public void Resolve(FindingId findingId)
    {
        if (context.OpenFindings.Contains(findingId))
        {
            _resolved.Add(findingId);
        }
    }

    /// <summary>The plan: what was collected, the records' changes, and the events that tell of them.</summary>
    public SyncPlan ToPlan(IReadOnlyList<RecordChange> records)
    {
        foreach (var change in records)
        {
            TallyOf(change.After.AccountId).Add(change);
        }

        return new SyncPlan
        {
            NewAccounts = _newAccounts,
            ChangedAccounts = [.. _changedAccounts.Values],
            NewFeeds = _newFeeds,
            ChangedFeeds = [.. _changedFeeds.Values],
            MovedFeeds = _movedFeeds,
            Records = records,
            Balances = _balances,
            Quarantine = [.. _quarantine.Values],
            Findings = [.. _findings.Values],
            Resolved = _resolved,
            Decisions = _decisions,
            Redirects = [.. _redirects.Values],
            Restored = [.. _restored.Where(id => !_redirects.ContainsKey(id))],
            AccountLinks = _accountLinks,
            AccountRedirects = _accountRedirects,
            RestoredAccounts = _restoredAccounts,
            Undone = _undone,
            Suggestions = [.. _suggestions.Values],
            Hidden = _hidden,
            MatchStates = _matchStates,
            Coverage = _coverage,
            Events = [.. Events()],
            Counts = [.. _tallies.Values.Select(tally => tally.ToCounts())],
        };
    }

    private IEnumerable<LedgerEvent> Events()
    {
        foreach (var (accountId, reason) in _accountReasons)
        {
            yield return Event(LedgerEvents.AccountChanged, accountId, ("reason", reason));
        }

        foreach (var (accountId, tally) in _tallies.Where(pair => pair.Value.HasChanges))
        {
            yield return Event(LedgerEvents.TransactionsChanged, accountId) with
            {
                Members = tally.ToMembers(),
            };
        }

        foreach (var accountId in _balances.Select(b => b.AccountId).Distinct().Where(_changedBalances.Contains))
        {
            yield return Event(LedgerEvents.BalanceChanged, accountId);
        }

        foreach (var (accountId, tally) in _tallies.Where(pair => pair.Value.Decisions > 0))
        {
            yield return Event(LedgerEvents.DecisionMade, accountId, ("count", tally.Decisions));
        }

        foreach (var (accountId, tally) in _tallies.Where(pair => pair.Value.Duplicates > 0))
        {
            yield return Event(LedgerEvents.DuplicatesDetected, accountId, ("count", tally.Duplicates));
        }

        foreach (var (accountId, coverage) in _changedCoverage)
        {
            yield return Event(LedgerEvents.CoverageChanged, accountId, [.. CoverageDraft.Members(coverage)]);
        }

        foreach (var finding in _findings.Values)
        {
            yield return Event(
                LedgerEvents.FindingOpened,
                finding.AccountId,
                ("findingId", finding.Id.ToString()),
                ("check", finding.Check),
                ("severity", finding.Severity.ToString().ToLowerInvariant())
            );
        }

        foreach (var findingId in _resolved)
        {
            yield return Event(LedgerEvents.FindingResolved, accountId: null, ("findingId", findingId.ToString()));
        }
    }

    private LedgerEvent Event(
        string type,
        AccountId? accountId,
        params ReadOnlySpan<(string Name, object Value)> members
    )
    {
        var named = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var (name, value) in members)
        {
            named.Add(name, value);
        }

        return new LedgerEvent(type, context.Now)
        {
            AccountId = accountId,
            ConnectionId = context.ConnectionId,
            RunId = context.RunId,
            Members = named,
        };
    }
}
