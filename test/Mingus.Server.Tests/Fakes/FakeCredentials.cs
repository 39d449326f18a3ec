using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Server.Tests.Fakes;

/// <summary>Keys and user tokens in memory.</summary>
internal sealed class FakeCredentials : ICredentialStore
{
    private readonly Dictionary<ApiKeyId, StoredKey> _keys = [];
    private readonly Dictionary<UserTokenId, StoredUserToken> _tokens = [];

    public Task AddKey(StoredKey key, CancellationToken cancellationToken)
    {
        _keys[key.Id] = key;
        return Task.CompletedTask;
    }

    public Task<StoredKey?> FindKey(string prefix, CancellationToken cancellationToken) =>
        Task.FromResult(_keys.Values.SingleOrDefault(key => key.Prefix == prefix));

    public Task<IReadOnlyList<StoredKey>> ListKeys(string tenant, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<StoredKey>>([.. _keys.Values.Where(key => key.Tenant == tenant)]);

    public Task<bool> ReplaceKey(
        StoredKey key,
        ApiKeyId replaced,
        DateTimeOffset lastsUntil,
        CancellationToken cancellationToken
    )
    {
        if (!_keys.TryGetValue(replaced, out var old) || old.RevokedAt is not null)
        {
            return Task.FromResult(false);
        }

        _keys[replaced] = old with { ReplacedBy = key.Id, ExpiresAt = lastsUntil };
        _keys[key.Id] = key;
        return Task.FromResult(true);
    }

    public Task<StoredKey?> RevokeKey(
        string tenant,
        ApiKeyId id,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        if (!_keys.TryGetValue(id, out var key) || key.Tenant != tenant)
        {
            return Task.FromResult<StoredKey?>(null);
        }

        return Task.FromResult<StoredKey?>(_keys[id] = key with { RevokedAt = now });
    }

    public Task TouchKey(ApiKeyId id, DateTimeOffset at, CancellationToken cancellationToken)
    {
        _keys[id] = _keys[id] with { LastUsedAt = at };
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<StoredKey>> ExpiringKeys(
        DateTimeOffset from,
        DateTimeOffset to,
        CancellationToken cancellationToken
    ) =>
        Task.FromResult<IReadOnlyList<StoredKey>>([
            .. _keys.Values.Where(key => key.ExpiresAt > from && key.ExpiresAt <= to),
        ]);

    public Task AddUserToken(StoredUserToken token, CancellationToken cancellationToken)
    {
        _tokens[token.Id] = token;
        return Task.CompletedTask;
    }

    public Task<StoredUserToken?> FindUserToken(byte[] hash, CancellationToken cancellationToken) =>
        Task.FromResult(_tokens.Values.SingleOrDefault(token => token.Hash.SequenceEqual(hash)));

    public Task<bool> RevokeUserToken(string tenant, UserTokenId id, CancellationToken cancellationToken) =>
        Task.FromResult(_tokens.TryGetValue(id, out var token) && token.Tenant == tenant && _tokens.Remove(id));

    public Task RevokeUserTokens(string tenant, string externalUserId, CancellationToken cancellationToken)
    {
        foreach (var token in _tokens.Values.Where(t => t.Tenant == tenant && t.ExternalUserId == externalUserId))
        {
            _tokens.Remove(token.Id);
        }

        return Task.CompletedTask;
    }

    public Task<int> PruneUserTokens(DateTimeOffset before, CancellationToken cancellationToken) => Task.FromResult(0);
}
