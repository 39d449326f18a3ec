using Mingus.Ledger;
using Mingus.Storage.Scripts;
using Mingus.Sync.Ports;

namespace Mingus.Storage.Rows;

/// <summary>Rows of keys and user tokens.</summary>
internal static class CredentialRows
{
    public static void Key(IArgs args, string tenant, ApiKeyId id)
    {
        args.Text("tenant_id", tenant);
        args.Id("key_id", id.Value);
    }

    public static void Bind(IArgs args, StoredKey key)
    {
        Key(args, key.Tenant, key.Id);
        args.Text("name", key.Name);
        args.Text("prefix", key.Prefix);
        args.Bytes("secret_hash", key.Hash);
        args.Text("scopes", string.Join(' ', key.Scopes));
        args.Instant("created_at", key.CreatedAt);
        args.Instant("expires_at", key.ExpiresAt);
    }

    public static StoredKey ReadKey(IRow row) =>
        new()
        {
            Id = new ApiKeyId(row.Id(0)),
            Tenant = row.Text(1),
            Name = row.TextOrNull(2),
            Prefix = row.Text(3),
            Hash = row.Bytes(4),
            Scopes = row.Text(5).Split(' ', StringSplitOptions.RemoveEmptyEntries),
            CreatedAt = row.Instant(6),
            ExpiresAt = row.Instant(7),
            LastUsedAt = row.InstantOrNull(8),
            RevokedAt = row.InstantOrNull(9),
            ReplacedBy = row.IdOrNull(10) is { } other ? new ApiKeyId(other) : null,
        };

    public static void Bind(IArgs args, StoredUserToken token)
    {
        args.Id("token_id", token.Id.Value);
        args.Bytes("token_hash", token.Hash);
        args.Text("tenant_id", token.Tenant);
        args.Text("external_id", token.ExternalUserId);
        args.Text("issued_by", token.IssuedBy);
        args.Text("scopes", string.Join(' ', token.Scopes));
        args.Text("origin", token.Origin);
        args.Instant("created_at", token.CreatedAt);
        args.Instant("expires_at", token.ExpiresAt);
    }

    public static StoredUserToken ReadToken(IRow row) =>
        new()
        {
            Id = new UserTokenId(row.Id(0)),
            Hash = row.Bytes(1),
            Tenant = row.Text(2),
            ExternalUserId = row.Text(3),
            IssuedBy = row.Text(4),
            Scopes = row.Text(5).Split(' ', StringSplitOptions.RemoveEmptyEntries),
            Origin = row.TextOrNull(6),
            CreatedAt = row.Instant(7),
            ExpiresAt = row.Instant(8),
        };
}
