using Mingus.Ledger;
using Mingus.Storage.Keys;
using Mingus.Storage.Scripts;
using Mingus.Sync.Ports;

namespace Mingus.Storage.Upkeep;

/// <summary>A user, as an operator sees one.</summary>
public sealed record UserLine(UserId UserId, string Tenant, string ExternalId, long LastSequence, long Connections);

/// <summary>A connection, as an operator sees one.</summary>
public sealed record ConnectionLine
{
    public required UserId UserId { get; init; }

    public required ConnectionId ConnectionId { get; init; }

    public required string Tenant { get; init; }

    public required string ExternalId { get; init; }

    public required string Provider { get; init; }

    public required string Institution { get; init; }

    public required string Status { get; init; }

    /// <summary>What is wrong; null for nothing.</summary>
    public Problem? Problem { get; init; }

    public DateTimeOffset? DataAsOf { get; init; }

    public DateTimeOffset? NextDueAt { get; init; }

    public string? NextDueReason { get; init; }

    public required int FailuresInRow { get; init; }
}

/// <summary>What an operator does beside the serving process: look across users, rotate keys.</summary>
public sealed class LedgerUpkeep
{
    private const int PageRows = 500;

    private readonly Journal _journal;

    internal LedgerUpkeep(Journal journal) => _journal = journal;

    /// <summary>How much is sealed under which key.</summary>
    public Task<IReadOnlyList<SealedUnder>> CountKeys(CancellationToken cancellationToken) =>
        new KeyRotation(_journal).Count(cancellationToken);

    /// <summary>Wraps everything under the active key; answers how many envelopes that were. May be killed and begun
    /// again.</summary>
    /// <exception cref="SecretException">A key is not here, or an envelope was altered.</exception>
    public Task<int> RotateKeys(SecretVault vault, CancellationToken cancellationToken) =>
        new KeyRotation(_journal).Run(vault, cancellationToken);

    /// <summary>Every user, in the order they were made.</summary>
    public async IAsyncEnumerable<UserLine> Users(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        for (long after = 0; ; )
        {
            var page = new List<UserLine>();
            var script = new Script().Read(
                Sql.ListUsers,
                args =>
                {
                    args.Long("after", after);
                    args.Long("limit", PageRows);
                },
                row => page.Add(new(new UserId(row.Long(0)), row.Text(1), row.Text(2), row.Long(3), row.Long(4)))
            );
            await _journal.Read(script, cancellationToken);
            foreach (var user in page)
            {
                yield return user;
            }

            if (page.Count < PageRows)
            {
                yield break;
            }

            after = page[^1].UserId.Value;
        }
    }

    /// <summary>Every connection, or those of a tenant, or of one user in it.</summary>
    public async IAsyncEnumerable<ConnectionLine> Connections(
        string? tenant,
        string? externalId,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var (user, id) = (0L, Guid.Empty);
        while (true)
        {
            var page = new List<ConnectionLine>();
            var script = new Script().Read(
                Sql.ListAllConnections,
                args =>
                {
                    args.Text("tenant_id", tenant ?? "");
                    args.Text("external_id", externalId ?? "");
                    args.Long("after", user);
                    args.Id("after_id", id);
                    args.Long("limit", PageRows);
                },
                row => page.Add(Read(row))
            );
            await _journal.Read(script, cancellationToken);
            foreach (var connection in page)
            {
                yield return connection;
            }

            if (page.Count < PageRows)
            {
                yield break;
            }

            (user, id) = (page[^1].UserId.Value, page[^1].ConnectionId.Value);
        }
    }

    private static ConnectionLine Read(IRow row) =>
        new()
        {
            UserId = new UserId(row.Long(0)),
            ConnectionId = new ConnectionId(row.Id(1)),
            Tenant = row.Text(2),
            ExternalId = row.Text(3),
            Provider = row.Text(4),
            Institution = row.Text(5),
            Status = row.Text(6),
            Problem = Rows.ConnectionRows.ReadProblem(row, 7),
            DataAsOf = row.InstantOrNull(8),
            NextDueAt = row.InstantOrNull(9),
            NextDueReason = row.TextOrNull(10),
            FailuresInRow = row.Int(11),
        };
}
