using System.Collections.Concurrent;
using System.Security.Cryptography;
using Mingus.Ledger;
using Mingus.Server.Setup;
using Mingus.Sync.Ports;

namespace Mingus.Server.Identity;

/// <summary>
/// Knows credentials by their text: configured keys, keys of the database, user tokens. A key that was read is
/// remembered for five seconds, so that a revoked one opens nothing after that on any node; on this one at once. User
/// tokens are read each time.
/// </summary>
internal sealed class Credentials(ServerConfig config, ICredentialStore store, Operators operators, TimeProvider time)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan TouchEvery = TimeSpan.FromMinutes(1);

    /// <summary>Beyond this many the memory begins anew: it saves a round trip, no more.</summary>
    private const int RememberedMax = 10_000;

    private readonly ConcurrentDictionary<string, (StoredKey Key, DateTimeOffset Until)> _keys = new();
    private readonly ConcurrentDictionary<ApiKeyId, DateTimeOffset> _touched = new();

    /// <summary>The credential of that text; null when it is none, or opens nothing any more.</summary>
    public async ValueTask<Credential?> Find(string shown, CancellationToken cancellationToken)
    {
        var hash = CredentialText.Hash(shown);
        if (ApiKeys.Find(config.ApiKeys, hash) is { } configured)
        {
            return new()
            {
                Kind = CallerKind.Key,
                Id = configured.Id,
                Tenant = configured.Tenant,
                Scopes = configured.Scopes,
            };
        }

        if (CredentialText.IsToken(shown))
        {
            return await FindToken(hash, cancellationToken);
        }

        return CredentialText.PrefixOf(shown) is { } prefix ? await FindKey(prefix, hash, cancellationToken) : null;
    }

    /// <summary>Whether it still opens.</summary>
    public async ValueTask<bool> Stands(Credential credential, CancellationToken cancellationToken) =>
        credential switch
        {
            { Kind: CallerKind.Signed } => credential.ExpiresAt > time.GetUtcNow(),
            { Hash: null } => true,
            { Kind: CallerKind.Session } => await operators.Find(credential.Hash, cancellationToken) is not null,
            { Prefix: { } prefix } => await FindKey(prefix, credential.Hash, cancellationToken) is not null,
            _ => await FindToken(credential.Hash, cancellationToken) is not null,
        };

    /// <summary>Forgets what was remembered of a key: it has changed.</summary>
    public void Forget(string prefix) => _keys.TryRemove(prefix, out _);

    private async ValueTask<Credential?> FindToken(byte[] hash, CancellationToken cancellationToken)
    {
        var token = await store.FindUserToken(hash, cancellationToken);
        return token is null || token.ExpiresAt <= time.GetUtcNow()
            ? null
            : new()
            {
                Kind = CallerKind.UserToken,
                Id = token.Id.ToString(),
                Tenant = token.Tenant,
                Scopes = ScopeNames.Of(token.Scopes) & Scopes.OfOneUser,
                User = token.ExternalUserId,
                Origin = token.Origin,
                ExpiresAt = token.ExpiresAt,
                Hash = hash,
            };
    }

    private async ValueTask<Credential?> FindKey(string prefix, byte[] hash, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (!_keys.TryGetValue(prefix, out var known) || known.Until <= now)
        {
            if (await store.FindKey(prefix, cancellationToken) is not { } read)
            {
                return null;
            }

            known = (read, now + Remembered);
            if (_keys.Count >= RememberedMax)
            {
                _keys.Clear();
                _touched.Clear();
            }

            _keys[prefix] = known;
        }

        var key = known.Key;
        if (
            !CryptographicOperations.FixedTimeEquals(hash, key.Hash)
            || key.RevokedAt is not null
            || key.ExpiresAt <= now
        )
        {
            return null;
        }

        await Touch(key, now, cancellationToken);
        return new()
        {
            Kind = CallerKind.Key,
            Id = key.Id.ToString(),
            Tenant = key.Tenant,
            Scopes = ScopeNames.Of(key.Scopes),
            ExpiresAt = key.ExpiresAt,
            Hash = hash,
            Prefix = prefix,
        };
    }

    /// <summary>Notes the use, to the minute.</summary>
    private async ValueTask Touch(StoredKey key, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var last = _touched.TryGetValue(key.Id, out var noted) ? noted : key.LastUsedAt;
        if (last is null || now - last >= TouchEvery)
        {
            _touched[key.Id] = now;
            await store.TouchKey(key.Id, now, cancellationToken);
        }
    }
}
