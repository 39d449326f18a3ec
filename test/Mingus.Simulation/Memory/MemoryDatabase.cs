using Mingus.Ledger;
using Mingus.Ledger.Plan;
using Mingus.Sync.Ports;

namespace Mingus.Simulation.Memory;

/// <summary>What all nodes share: every user's ledger, and which nodes live.</summary>
internal sealed class MemoryDatabase
{
    private readonly Dictionary<(string, string), UserId> _names = [];

    public MemoryDatabase(Lapses lapses) => Outbox = new MemoryOutbox(this, lapses);

    public OrderedDictionary<UserId, UserLedger> Users { get; } = [];

    public HashSet<string> LivingNodes { get; } = new(StringComparer.Ordinal);

    /// <summary>As with one process and one file: every other node is a dead one.</summary>
    public bool HasOneProcess { get; init; }

    /// <summary>What a call must save, after a day.</summary>
    public StoredBudget? Budget { get; set; }

    /// <summary>Webhooks that came in, by the hash of their bytes.</summary>
    public OrderedDictionary<string, RecordedWebhook> Webhooks { get; } = new(StringComparer.Ordinal);

    /// <summary>Webhooks that go out.</summary>
    public MemoryOutbox Outbox { get; }

    /// <summary>Told of every write that took effect, before anything else happens.</summary>
    public Action<Written>? OnWritten { get; set; }

    public UserId Ensure(string tenant, string externalId)
    {
        if (!_names.TryGetValue((tenant, externalId), out var id))
        {
            id = new UserId(_names.Count + 1);
            _names[(tenant, externalId)] = id;
            Users[id] = new UserLedger(id, Outbox);
        }

        return id;
    }

    public UserId? Find(string tenant, string externalId) =>
        _names.TryGetValue((tenant, externalId), out var id) ? id : null;

    public UserLedger Of(UserId id) => Users[id];

    /// <summary>The user's connection; null for another user's.</summary>
    public StoredConnection? Find(UserId userId, ConnectionId id) =>
        Users.TryGetValue(userId, out var user) ? user.Connections.GetValueOrDefault(id) : null;

    public ConnectionContext? ContextOf(UserId userId, ConnectionId id)
    {
        if (Find(userId, id) is not { } stored)
        {
            return null;
        }

        var user = Of(userId);
        return new ConnectionContext(
            stored.Connection,
            stored.SealedToken,
            [.. user.Feeds.Values.Where(f => f.ConnectionId == id).Select(user.StateOf)],
            [.. stored.States.Values.OrderBy(static s => s.Work)],
            user.Findings.Values.Where(f =>
                    f.State == FindingState.Open && (f.ConnectionId == id || IsShown(f.AccountId))
                )
                .Select(static f => f.Id)
                .ToHashSet(),
            user.Version
        )
        {
            Rhythm = stored.Rhythm,
            NewsAt = [.. NewsOf(stored.Connection.ItemId)],
        };

        // What an account shows as a whole is judged by whichever connection brings news.
        bool IsShown(AccountId? account) =>
            account is not null && user.Feeds.Values.Any(f => f.ConnectionId == id && f.AccountId == account);
    }

    // Of each kind of webhook its first and last time.
    private IEnumerable<DateTimeOffset> NewsOf(string itemId)
    {
        var news = Webhooks.Values.Where(w => w.ItemId == itemId && w.Meaning == WebhookMeaning.Changes);
        foreach (var one in news.OrderBy(static w => w.LastAt))
        {
            yield return one.FirstAt;
            if (one.LastAt > one.FirstAt)
            {
                yield return one.LastAt;
            }
        }
    }

    public bool IsDead(string node, string asker) =>
        HasOneProcess ? !string.Equals(node, asker, StringComparison.Ordinal) : !LivingNodes.Contains(node);
}

/// <summary>One write that took effect.</summary>
/// <param name="User">Whose rows.</param>
/// <param name="Plan">What it changed of the ledger; null where nothing.</param>
/// <param name="Commit">The run's commit; null where no run made it.</param>
/// <param name="EventsBefore">The user's last sequence before it.</param>
internal sealed record Written(UserLedger User, SyncPlan? Plan, SyncCommit? Commit, long EventsBefore)
{
    /// <summary>The stored connection before the write, of a run's commit.</summary>
    public Connection? Before { get; init; }

    /// <summary>The run that had the connection's lease before the write.</summary>
    public RunId? LeaseBefore { get; init; }

    /// <summary>The user's version before the write.</summary>
    public long VersionBefore { get; init; }

    /// <summary>The version that the plan of a person's act rests on.</summary>
    public long? SeenVersion { get; init; }

    /// <summary>The beginning of a run, and the connection as it was before it.</summary>
    public BeginRun? Begun { get; init; }

    /// <summary>What a webhook moved.</summary>
    public WebhookEffect? News { get; init; }
}
