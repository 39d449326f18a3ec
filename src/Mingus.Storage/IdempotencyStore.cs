using Mingus.Ledger;
using Mingus.Storage.Scripts;
using Mingus.Sync.Ports;

namespace Mingus.Storage;

/// <summary>First answers by key. A claim whose process died can be claimed again by the same request.</summary>
internal sealed class IdempotencyStore(Journal journal) : IIdempotencyStore
{
    public async Task<IdempotencyClaim> Claim(
        UserId userId,
        string key,
        string requestHash,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var isOurs = false;
        IdempotencyClaim? known = null;
        var script = new Script()
            .Read(
                Sql.ClaimKey,
                args =>
                {
                    Key(args, userId, key);
                    args.Text("request_hash", requestHash);
                    args.Instant("now", now);
                    journal.Node.Bind(args);
                },
                _ => isOurs = true
            )
            .Read(Sql.ReadKey, args => Key(args, userId, key), row => known = Read(row, requestHash));
        await journal.Write(script, cancellationToken);
        return isOurs ? new IdempotencyClaim.New() : known ?? new IdempotencyClaim.InProgress();
    }

    public Task Complete(UserId userId, string key, StoredAnswer answer, CancellationToken cancellationToken)
    {
        var script = new Script().Run(
            Sql.CompleteKey,
            args =>
            {
                Key(args, userId, key);
                args.Long("status", answer.Status);
                args.Text("content_type", answer.ContentType);
                args.Text("location", answer.Location);
                args.Text("body", answer.Body);
            }
        );
        return journal.Write(script, cancellationToken);
    }

    public Task Release(UserId userId, string key, CancellationToken cancellationToken) =>
        journal.Write(new Script().Run(Sql.ReleaseKey, args => Key(args, userId, key)), cancellationToken);

    public Task Prune(DateTimeOffset before, CancellationToken cancellationToken) =>
        journal.Write(new Script().Run(Sql.PruneKeys, args => args.Instant("before", before)), cancellationToken);

    private static IdempotencyClaim Read(IRow row, string requestHash)
    {
        if (row.Text(0) != requestHash)
        {
            return new IdempotencyClaim.Conflict();
        }

        return row.IsNull(1)
            ? new IdempotencyClaim.InProgress()
            : new IdempotencyClaim.Answered(
                new StoredAnswer(row.Int(1), row.TextOrNull(2), row.TextOrNull(3), row.Text(4))
            );
    }

    private static void Key(IArgs args, UserId userId, string key)
    {
        args.Long("user_id", userId.Value);
        args.Text("key", key);
    }
}
