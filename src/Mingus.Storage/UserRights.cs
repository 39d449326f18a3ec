using Mingus.Ledger;
using Mingus.Storage.Scripts;
using Mingus.Sync.Ports;

namespace Mingus.Storage;

/// <summary>Erasing people, and forgetting by time.</summary>
internal sealed class UserRights(Journal journal) : IUserRights
{
    private const int UsersAtOnce = 500;

    public async Task<bool> Erase(
        UserId userId,
        string externalId,
        Tombstone tombstone,
        AuditEntry entry,
        CancellationToken cancellationToken
    )
    {
        var script = new Script()
            .Require(Sql.EraseUser, Refusal.Unknown, args => args.Long("user_id", userId.Value))
            .Run(
                Sql.AddTombstone,
                args =>
                {
                    args.Bytes("tombstone", tombstone.Hash);
                    args.Text("key_id", tombstone.KeyId);
                    args.Instant("now", entry.At);
                }
            )
            .Run(
                Sql.DeleteUsersTokens,
                args =>
                {
                    args.Text("tenant_id", entry.Tenant);
                    args.Text("external_id", externalId);
                }
            )
            .AddAudit(entry);
        try
        {
            await journal.Write(script, cancellationToken);
        }
        catch (RefusedException)
        {
            return false;
        }

        await journal.Scrub(cancellationToken);
        return true;
    }

    public async Task<DateTimeOffset?> ErasedAt(Tombstone tombstone, CancellationToken cancellationToken)
    {
        DateTimeOffset? at = null;
        var script = new Script().Read(
            Sql.FindTombstone,
            args => args.Bytes("tombstone", tombstone.Hash),
            row => at = row.Instant(0)
        );
        await journal.Read(script, cancellationToken);
        return at;
    }

    public Task<int> PruneRuns(DateTimeOffset before, CancellationToken cancellationToken) =>
        OfEach(Sql.PruneRuns, before, cancellationToken);

    public Task<int> ClearPayloads(DateTimeOffset before, CancellationToken cancellationToken) =>
        OfEach(Sql.ClearPayloads, before, cancellationToken);

    private async Task<int> OfEach(Statement statement, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var count = 0;
        for (long after = 0; ; )
        {
            var users = new List<long>();
            var list = new Script().Read(
                Sql.ListUserIds,
                args =>
                {
                    args.Long("after", after);
                    args.Long("limit", UsersAtOnce);
                },
                row => users.Add(row.Long(0))
            );
            await journal.Read(list, cancellationToken);
            foreach (var user in users)
            {
                var script = new Script().Read(
                    statement,
                    args =>
                    {
                        args.Long("user_id", user);
                        args.Instant("before", before);
                    },
                    _ => count++
                );
                await journal.Write(script, cancellationToken);
            }

            if (users.Count < UsersAtOnce)
            {
                return count;
            }

            after = users[^1];
        }
    }
}
