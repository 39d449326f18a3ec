using Mingus.Ledger;
using Mingus.Storage.Keys;
using Mingus.Storage.Scripts;

namespace Mingus.Storage.Upkeep;

/// <summary>How much is sealed under a key.</summary>
/// <param name="KeyId">The key's id, as the envelopes say it.</param>
/// <param name="Count">Tokens and secrets.</param>
public sealed record SealedUnder(string KeyId, long Count);

/// <summary>
/// Wraps the data key of every envelope again under the active key, in batches, while others serve: an envelope is
/// replaced only if it is still the one that was read. What is wrapped already is not looked at again, so a run that
/// was killed is gone on with by another.
/// </summary>
internal sealed class KeyRotation(Journal journal)
{
    private const int Batch = 200;

    // How many envelopes may change under the rotation's hands before it gives up: each is read again.
    private const int IdleRoundsMax = 20;

    /// <summary>Runs to the end; answers how many envelopes were wrapped again.</summary>
    /// <exception cref="Sync.Ports.SecretException">A key is not here, or an envelope was altered.</exception>
    public async Task<int> Run(SecretVault vault, CancellationToken cancellationToken)
    {
        var total = 0;
        for (var idle = 0; idle < IdleRoundsMax; )
        {
            var (seen, done) = await Round(vault, cancellationToken);
            total += done;
            if (seen == 0)
            {
                return total;
            }

            idle = done == 0 ? idle + 1 : 0;
        }

        throw new StorageException("Tokens kept changing while their keys were rotated. Start the rotation again.");
    }

    /// <summary>How much is sealed under which key.</summary>
    public async Task<IReadOnlyList<SealedUnder>> Count(CancellationToken cancellationToken)
    {
        var counts = new List<SealedUnder>();
        var script = new Script().Read(
            Sql.CountSealedKeys,
            static _ => { },
            row => counts.Add(new SealedUnder(SecretVault.KeyIdOf(row.Bytes(0)), row.Long(1)))
        );
        await journal.Read(script, cancellationToken);
        return counts;
    }

    private async Task<(int Seen, int Done)> Round(SecretVault vault, CancellationToken cancellationToken)
    {
        var tokens = new List<(UserId User, ConnectionId Connection, byte[] Sealed)>();
        var secrets = new List<(WebhookEndpointId Endpoint, byte[] Sealed, byte[]? Previous)>();
        void Bind(IArgs args)
        {
            args.Bytes("key_id", vault.ActiveIdBytes);
            args.Long("limit", Batch);
        }

        var list = new Script()
            .Read(
                Sql.ListSealedTokens,
                Bind,
                row => tokens.Add((new UserId(row.Long(0)), new ConnectionId(row.Id(1)), row.Bytes(2)))
            )
            .Read(
                Sql.ListSealedSecrets,
                Bind,
                row =>
                    secrets.Add((new WebhookEndpointId(row.Id(0)), row.Bytes(1), row.IsNull(2) ? null : row.Bytes(2)))
            );
        await journal.Read(list, cancellationToken);
        var done = 0;
        foreach (var (user, connection, token) in tokens)
        {
            done += await Replace(user, connection, token, vault.Rewrap(token, user, connection), cancellationToken);
        }

        foreach (var (endpoint, secret, previous) in secrets)
        {
            var rewrapped = previous is null ? null : vault.Rewrap(previous, endpoint);
            done += await Replace(endpoint, secret, vault.Rewrap(secret, endpoint), rewrapped, cancellationToken);
        }

        return (tokens.Count + secrets.Count, done);
    }

    private async Task<int> Replace(
        UserId user,
        ConnectionId connection,
        byte[] seen,
        byte[] rewrapped,
        CancellationToken cancellationToken
    )
    {
        var count = 0;
        var script = new Script().Read(
            Sql.RewrapToken,
            args =>
            {
                args.Long("user_id", user.Value);
                args.Id("connection_id", connection.Value);
                args.Bytes("seen", seen);
                args.Bytes("rewrapped", rewrapped);
            },
            _ => count++
        );
        await journal.Write(script, cancellationToken);
        return count;
    }

    private async Task<int> Replace(
        WebhookEndpointId endpoint,
        byte[] seen,
        byte[] rewrapped,
        byte[]? rewrappedPrevious,
        CancellationToken cancellationToken
    )
    {
        var count = 0;
        var script = new Script().Read(
            Sql.RewrapSecret,
            args =>
            {
                args.Id("endpoint_id", endpoint.Value);
                args.Bytes("seen", seen);
                args.Bytes("rewrapped", rewrapped);
                args.Bytes("rewrapped_previous", rewrappedPrevious ?? []);
            },
            _ => count++
        );
        await journal.Write(script, cancellationToken);
        return count;
    }
}
