using System.Collections.Concurrent;
using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Server.Identity;

/// <summary>Remembers which user a tenant's name stands for; such a pair never changes its meaning.</summary>
internal sealed class Users(ILedgerStore store)
{
    /// <summary>Beyond this many the memory begins anew: it saves a round trip, no more.</summary>
    private const int RememberedMax = 50_000;

    private readonly ConcurrentDictionary<(string Tenant, string ExternalId), UserId> _known = new();

    public async ValueTask<UserId?> Find(string tenant, string externalId, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue((tenant, externalId), out var known))
        {
            return known;
        }

        var found = await store.FindUser(tenant, externalId, cancellationToken);
        return found is { } user ? Remember(tenant, externalId, user) : null;
    }

    public async ValueTask<UserId> Ensure(string tenant, string externalId, CancellationToken cancellationToken) =>
        _known.TryGetValue((tenant, externalId), out var known)
            ? known
            : Remember(tenant, externalId, await store.EnsureUser(tenant, externalId, cancellationToken));

    /// <summary>The user is no more: who comes by that name next is another one.</summary>
    public void Forget(string tenant, string externalId) => _known.TryRemove((tenant, externalId), out _);

    private UserId Remember(string tenant, string externalId, UserId user)
    {
        if (_known.Count >= RememberedMax)
        {
            _known.Clear();
        }

        _known[(tenant, externalId)] = user;
        return user;
    }
}
