using Mingus.Ledger;
using Mingus.Storage.Rows;
using Mingus.Storage.Scripts;
using Mingus.Sync.Ports;

namespace Mingus.Storage;

/// <summary>Keys and user tokens of every tenant.</summary>
internal sealed class CredentialStore(Journal journal) : ICredentialStore
{
    public Task AddKey(StoredKey key, CancellationToken cancellationToken) =>
        journal.Write(new Script().Run(Sql.AddApiKey, args => CredentialRows.Bind(args, key)), cancellationToken);

    public async Task<StoredKey?> FindKey(string prefix, CancellationToken cancellationToken) =>
        (await Keys(Sql.ReadApiKey, args => args.Text("prefix", prefix), cancellationToken)).SingleOrDefault();

    public Task<IReadOnlyList<StoredKey>> ListKeys(string tenant, CancellationToken cancellationToken) =>
        Keys(Sql.ListApiKeys, args => args.Text("tenant_id", tenant), cancellationToken);

    public Task<bool> ReplaceKey(
        StoredKey key,
        ApiKeyId replaced,
        DateTimeOffset lastsUntil,
        CancellationToken cancellationToken
    )
    {
        var script = new Script()
            .Require(
                Sql.ReplaceApiKey,
                Refusal.Unknown,
                args =>
                {
                    CredentialRows.Key(args, key.Tenant, replaced);
                    args.Id("replaced_by", key.Id.Value);
                    args.Instant("lasts_until", lastsUntil);
                }
            )
            .Run(Sql.AddApiKey, args => CredentialRows.Bind(args, key));
        return IsWritten(script, cancellationToken);
    }

    public async Task<StoredKey?> RevokeKey(
        string tenant,
        ApiKeyId id,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        StoredKey? revoked = null;
        var script = new Script()
            .Require(
                Sql.RevokeApiKey,
                Refusal.Unknown,
                args =>
                {
                    CredentialRows.Key(args, tenant, id);
                    args.Instant("now", now);
                },
                row => revoked = CredentialRows.ReadKey(row)
            )
            .Run(Sql.DeleteIssuedTokens, args => args.Text("issued_by", id.ToString()));
        return await IsWritten(script, cancellationToken) ? revoked : null;
    }

    public Task TouchKey(ApiKeyId id, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var script = new Script().Run(
            Sql.TouchApiKey,
            args =>
            {
                args.Id("key_id", id.Value);
                args.Instant("at", at);
            }
        );
        return journal.Write(script, cancellationToken);
    }

    public Task<IReadOnlyList<StoredKey>> ExpiringKeys(
        DateTimeOffset from,
        DateTimeOffset to,
        CancellationToken cancellationToken
    ) =>
        Keys(
            Sql.ListExpiringKeys,
            args =>
            {
                args.Instant("from", from);
                args.Instant("to", to);
            },
            cancellationToken
        );

    public Task AddUserToken(StoredUserToken token, CancellationToken cancellationToken) =>
        journal.Write(new Script().Run(Sql.AddUserToken, args => CredentialRows.Bind(args, token)), cancellationToken);

    public async Task<StoredUserToken?> FindUserToken(byte[] hash, CancellationToken cancellationToken)
    {
        StoredUserToken? found = null;
        var script = new Script().Read(
            Sql.ReadUserToken,
            args => args.Bytes("token_hash", hash),
            row => found = CredentialRows.ReadToken(row)
        );
        await journal.Read(script, cancellationToken);
        return found;
    }

    public Task<bool> RevokeUserToken(string tenant, UserTokenId id, CancellationToken cancellationToken)
    {
        var script = new Script().Require(
            Sql.DeleteUserToken,
            Refusal.Unknown,
            args =>
            {
                args.Text("tenant_id", tenant);
                args.Id("token_id", id.Value);
            }
        );
        return IsWritten(script, cancellationToken);
    }

    public Task RevokeUserTokens(string tenant, string externalUserId, CancellationToken cancellationToken)
    {
        var script = new Script().Run(
            Sql.DeleteUsersTokens,
            args =>
            {
                args.Text("tenant_id", tenant);
                args.Text("external_id", externalUserId);
            }
        );
        return journal.Write(script, cancellationToken);
    }

    public async Task<int> PruneUserTokens(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var count = 0;
        var script = new Script().Read(Sql.PruneUserTokens, args => args.Instant("before", before), _ => count++);
        await journal.Write(script, cancellationToken);
        return count;
    }

    private async Task<IReadOnlyList<StoredKey>> Keys(
        Statement statement,
        Action<IArgs> bind,
        CancellationToken cancellationToken
    )
    {
        var found = new List<StoredKey>();
        await journal.Read(
            new Script().Read(statement, bind, row => found.Add(CredentialRows.ReadKey(row))),
            cancellationToken
        );
        return found;
    }

    private async Task<bool> IsWritten(Script script, CancellationToken cancellationToken)
    {
        try
        {
            await journal.Write(script, cancellationToken);
            return true;
        }
        catch (RefusedException)
        {
            return false;
        }
    }
}
