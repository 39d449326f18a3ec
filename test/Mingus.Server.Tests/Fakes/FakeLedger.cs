using Mingus.Ledger;
using Mingus.Ledger.Link;
using Mingus.Ledger.Match;
using Mingus.Sync.Ports;

namespace Mingus.Server.Tests.Fakes;

/// <summary>
/// What the server reads and writes, in memory: one user's views as a test sets them. Anybody else finds nothing. The
/// engine's
/// own work is tested with the real store.
/// </summary>
internal sealed partial class FakeLedger
{
    private readonly Dictionary<(string, string), UserId> _users = [];

    public UserId Owner { get; } = new(7);

    public long Sequence { get; set; }

    public List<ConnectionView> ConnectionViews { get; } = [];

    public List<AccountView> AccountViews { get; } = [];

    public List<TransactionView> TransactionViews { get; } = [];

    public List<BalanceSnapshot> BalanceList { get; } = [];

    public List<Run> RunList { get; } = [];

    public List<Finding> FindingList { get; } = [];

    public List<QuarantineItem> QuarantineList { get; } = [];

    public List<AccountLink> Links { get; } = [];

    public Dictionary<AccountId, AccountMatchState> MatchStates { get; } = [];

    public List<StoredEvent> EventList { get; } = [];

    /// <summary>Events up to this sequence are kept no more.</summary>
    public long PrunedUpTo { get; set; }

    public Exception? Failure { get; set; }

    public bool IsDown { get; set; }

    public int UsersMade { get; private set; }

    public TransactionFilter? LastFilter { get; private set; }

    /// <summary>Makes the owner known by that name.</summary>
    public FakeLedger OwnedBy(string tenant, string externalId)
    {
        _users[(tenant, externalId)] = Owner;
        return this;
    }

    public Task<UserId?> FindUser(string tenant, string externalId, CancellationToken cancellationToken) =>
        Task.FromResult<UserId?>(_users.TryGetValue((tenant, externalId), out var user) ? user : null);

    public Task<UserId> EnsureUser(string tenant, string externalId, CancellationToken cancellationToken)
    {
        if (!_users.TryGetValue((tenant, externalId), out var user))
        {
            UsersMade++;
            user = new UserId(100 + UsersMade);
            _users[(tenant, externalId)] = user;
        }

        return Task.FromResult(user);
    }

    private Task<Snapshot<T>> Seen<T>(UserId user, T owned, T nothing)
    {
        if (Failure is { } failure)
        {
            throw failure;
        }

        return Task.FromResult(user == Owner ? new Snapshot<T>(Sequence, owned) : new Snapshot<T>(0, nothing));
    }

    private static Page<T> PageOf<T>(IEnumerable<T> items, PageRequest request)
    {
        var start = 0;
        if (request.After is { } after && !int.TryParse(after, out start))
        {
            throw new BadPageKeyException();
        }

        var list = items.ToList();
        var end = start + request.Limit;
        return new([.. list.Skip(start).Take(request.Limit)], end < list.Count ? $"{end}" : null);
    }
}
