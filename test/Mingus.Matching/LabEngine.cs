using System.Diagnostics;
using Mingus.Ledger;
using Mingus.Ledger.Match;

namespace Mingus.Matching;

/// <summary>
/// The engine's path of an update, in memory: fold, identity, verified pending links, then load what matching needs,
/// match, commit. One update is what one item delivered in one step.
/// </summary>
internal sealed class LabEngine(LabelledSet set, bool matches)
{
    private readonly Dictionary<string, LabAccount> _accounts = [];
    private readonly Dictionary<string, FeedId> _feeds = [];

    public IReadOnlyDictionary<string, LabAccount> Accounts => _accounts;

    public IReadOnlyDictionary<string, FeedId> Feeds => _feeds;

    public TimeSpan MatchTime { get; private set; }

    public int Updates { get; private set; }

    public int RecordsLoaded { get; private set; }

    public int DecisionCount { get; private set; }

    public int SplitCount { get; private set; }

    public HashSet<(RecordKey, RecordKey)> Suggestions { get; } = [];

    public string RealAccountOf(string providerAccountId) => set.Links[providerAccountId];

    /// <summary>Delivers the stream step by step and syncs every item that a step touched.</summary>
    public void Run(string step)
    {
        foreach (var pages in Steps(step))
        {
            foreach (var item in pages.GroupBy(page => page.Item))
            {
                Sync([.. item]);
            }
        }
    }

    private IEnumerable<List<DeliveredPage>> Steps(string step)
    {
        if (step == "all")
        {
            return
            [
                [.. set.Pages],
            ];
        }

        if (step.StartsWith("pages:", StringComparison.Ordinal))
        {
            return set.Pages.Chunk(int.Parse(step[6..])).Select(chunk => chunk.ToList());
        }

        var days = int.Parse(step[..^1]);
        var first = DateOnly.FromDateTime(set.Pages[0].DeliveredAt.UtcDateTime).DayNumber;
        return set
            .Pages.GroupBy(page => (DateOnly.FromDateTime(page.DeliveredAt.UtcDateTime).DayNumber - first) / days)
            .Select(group => group.ToList());
    }

    private void Sync(List<DeliveredPage> pages)
    {
        Updates++;
        var now = pages[^1].DeliveredAt;
        var balances = new Dictionary<string, (Money Balance, Money? Held)>();
        var changes = new OrderedDictionary<(string AccountId, string Id), RecordContent?>();
        foreach (var page in pages)
        {
            foreach (var (account, balance, held) in page.Balances)
            {
                balances[account] = (balance, held);
            }

            foreach (var removal in page.Removals)
            {
                changes[removal] = null;
            }

            foreach (var upsert in page.Upserts)
            {
                changes[(upsert.AccountId, upsert.Id)] = upsert.Content;
            }
        }

        foreach (var (accountId, balance) in balances)
        {
            var own = changes.Where(change => change.Key.AccountId == accountId).ToList();
            Apply(accountId, now, balance, [.. own.Select(change => (change.Key.Id, change.Value))]);
        }
    }

    private void Apply(
        string providerAccountId,
        DateTimeOffset now,
        (Money Balance, Money? Held) balance,
        List<(string Id, RecordContent? Content)> changes
    )
    {
        var account = AccountOf(providerAccountId);
        var feedId = FeedOf(providerAccountId, now);
        var draft = new LabDraft(account, feedId, now);
        draft.Apply(changes);
        if (matches)
        {
            Match(account, feedId, now, balance, draft);
        }

        draft.Commit();
        account.LastFeed = feedId;
    }

    private void Match(
        LabAccount account,
        FeedId feedId,
        DateTimeOffset now,
        (Money Balance, Money? Held) balance,
        LabDraft draft
    )
    {
        var started = Stopwatch.GetTimestamp();
        var touched = draft.Touched();
        var needs = MatchNeeds.Of(
            touched,
            account.State,
            feedId,
            DateOnly.FromDateTime(now.UtcDateTime),
            balance.Balance.Minor
        );
        var matching = Stopwatch.GetElapsedTime(started);
        var records = draft.Load(needs);
        started = Stopwatch.GetTimestamp();
        var outcome = Matcher.Match(
            new MatchRequest
            {
                AccountId = account.Id,
                FeedId = feedId,
                AsOf = DateOnly.FromDateTime(now.UtcDateTime),
                Now = now,
                Balance = balance.Balance.Minor,
                Held = balance.Held?.Minor,
                Records = records,
                State = account.State,
            }
        );
        MatchTime += matching + Stopwatch.GetElapsedTime(started);
        RecordsLoaded += records.Count;
        DecisionCount += outcome.Decisions.Count;
        SplitCount += outcome.Decisions.Count(decision => decision.Kind == "split");
        Suggestions.UnionWith(outcome.Suggestions.Select(suggestion => (suggestion.One, suggestion.Other)));
        draft.Follow(outcome.Moves);
        account.State = outcome.State;
        account.Verdicts[feedId] = outcome.Balance;
    }

    private LabAccount AccountOf(string providerAccountId)
    {
        var real = set.Links[providerAccountId];
        if (!_accounts.TryGetValue(real, out var account))
        {
            account = new LabAccount(AccountId.From(PrefixedId.Derive(DateTimeOffset.UnixEpoch, real)));
            _accounts.Add(real, account);
        }

        return account;
    }

    private FeedId FeedOf(string providerAccountId, DateTimeOffset now)
    {
        if (!_feeds.TryGetValue(providerAccountId, out var feedId))
        {
            feedId = FeedId.From(PrefixedId.Derive(now, providerAccountId));
            _feeds.Add(providerAccountId, feedId);
        }

        return feedId;
    }
}
