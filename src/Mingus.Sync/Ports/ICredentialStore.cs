using Mingus.Ledger;

namespace Mingus.Sync.Ports;

/// <summary>A key of an integrator's back end, as it is kept: what it says is not.</summary>
public sealed record StoredKey
{
    public required ApiKeyId Id { get; init; }

    public required string Tenant { get; init; }

    /// <summary>What people call it; null when they do not.</summary>
    public string? Name { get; init; }

    /// <summary>How the key's text begins, up to the end of its public part; unique.</summary>
    public required string Prefix { get; init; }

    /// <summary>SHA-256 of the whole text, 32 bytes.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>Names of what it may, none of them doubtful.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From this moment on it opens nothing.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>To the minute; null when it was never used.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>Since when it opens nothing because somebody said so; null when nobody did.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>The key that took its place; null when none did.</summary>
    public ApiKeyId? ReplacedBy { get; init; }
}

/// <summary>A short-lived credential of one user, as it is kept.</summary>
public sealed record StoredUserToken
{
    public required UserTokenId Id { get; init; }

    /// <summary>SHA-256 of the whole text, 32 bytes.</summary>
    public required byte[] Hash { get; init; }

    public required string Tenant { get; init; }

    /// <summary>The integrator's own id of the one user it is for.</summary>
    public required string ExternalUserId { get; init; }

    /// <summary>The credential that it was made with: it does not outlive that one.</summary>
    public required string IssuedBy { get; init; }

    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>The only origin whose pages may use it; null for any that the server lets in.</summary>
    public string? Origin { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From this moment on it opens nothing.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>Credentials of every tenant, by the hash of what they say. A credential belongs to a tenant; no row here
/// holds what a user owns.</summary>
public interface ICredentialStore
{
    Task AddKey(StoredKey key, CancellationToken cancellationToken);

    /// <summary>The key of that public part, revoked and expired ones too; null for none.</summary>
    Task<StoredKey?> FindKey(string prefix, CancellationToken cancellationToken);

    /// <summary>All keys of a tenant, oldest first.</summary>
    Task<IReadOnlyList<StoredKey>> ListKeys(string tenant, CancellationToken cancellationToken);

    /// <summary>Adds a key in another's place, which lasts until then at most. False when the other is not there or
    /// was revoked.</summary>
    Task<bool> ReplaceKey(
        StoredKey key,
        ApiKeyId replaced,
        DateTimeOffset lastsUntil,
        CancellationToken cancellationToken
    );

    /// <summary>Ends a key, and with it the user tokens it made. Null when the tenant has none of that id.</summary>
    Task<StoredKey?> RevokeKey(string tenant, ApiKeyId id, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Notes that a key was used.</summary>
    Task TouchKey(ApiKeyId id, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Keys of every tenant that still open and expire between the two moments.</summary>
    Task<IReadOnlyList<StoredKey>> ExpiringKeys(
        DateTimeOffset from,
        DateTimeOffset to,
        CancellationToken cancellationToken
    );

    Task AddUserToken(StoredUserToken token, CancellationToken cancellationToken);

    /// <summary>The token of that hash, an expired one too; null for none.</summary>
    Task<StoredUserToken?> FindUserToken(byte[] hash, CancellationToken cancellationToken);

    /// <summary>Ends a token. False when the tenant has none of that id.</summary>
    Task<bool> RevokeUserToken(string tenant, UserTokenId id, CancellationToken cancellationToken);

    /// <summary>Ends every token of a user.</summary>
    Task RevokeUserTokens(string tenant, string externalUserId, CancellationToken cancellationToken);

    /// <summary>Forgets tokens that expired before then; answers how many.</summary>
    Task<int> PruneUserTokens(DateTimeOffset before, CancellationToken cancellationToken);
}
