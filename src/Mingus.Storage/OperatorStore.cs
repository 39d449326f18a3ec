using Mingus.Storage.Scripts;
using Mingus.Sync.Ports;

namespace Mingus.Storage;

/// <summary>Logins of an installation.</summary>
internal sealed class OperatorStore(Journal journal) : IOperatorStore
{
    public async Task<bool> HasAny(CancellationToken cancellationToken)
    {
        var isAny = false;
        await journal.Read(new Script().Read(Sql.FindAnyOperator, _ => { }, _ => isAny = true), cancellationToken);
        return isAny;
    }

    public async Task<bool> AddFirst(
        string name,
        string passwordHash,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var isAdded = false;
        var script = new Script().Read(
            Sql.AddOperator,
            args =>
            {
                args.Text("name", name);
                args.Text("password_hash", passwordHash);
                args.Instant("now", now);
            },
            _ => isAdded = true
        );
        await journal.Write(script, cancellationToken);
        return isAdded;
    }

    public async Task<string?> FindPassword(string name, CancellationToken cancellationToken)
    {
        string? found = null;
        var script = new Script().Read(Sql.ReadOperator, args => args.Text("name", name), row => found = row.Text(0));
        await journal.Read(script, cancellationToken);
        return found;
    }

    public Task AddSession(StoredSession session, CancellationToken cancellationToken)
    {
        var script = new Script().Run(
            Sql.AddSession,
            args =>
            {
                args.Bytes("session_hash", session.Hash);
                args.Text("name", session.Name);
                args.Instant("created_at", session.CreatedAt);
                args.Instant("seen_at", session.SeenAt);
                args.Instant("expires_at", session.ExpiresAt);
            }
        );
        return journal.Write(script, cancellationToken);
    }

    public async Task<StoredSession?> FindSession(byte[] hash, CancellationToken cancellationToken)
    {
        StoredSession? found = null;
        var script = new Script().Read(
            Sql.ReadSession,
            args => args.Bytes("session_hash", hash),
            row => found = new(row.Bytes(0), row.Text(1), row.Instant(2), row.Instant(3), row.Instant(4))
        );
        await journal.Read(script, cancellationToken);
        return found;
    }

    public Task TouchSession(byte[] hash, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var script = new Script().Run(
            Sql.TouchSession,
            args =>
            {
                args.Bytes("session_hash", hash);
                args.Instant("at", at);
            }
        );
        return journal.Write(script, cancellationToken);
    }

    public Task EndSession(byte[] hash, CancellationToken cancellationToken) =>
        journal.Write(new Script().Run(Sql.DeleteSession, args => args.Bytes("session_hash", hash)), cancellationToken);

    public Task PruneSessions(DateTimeOffset before, DateTimeOffset unseenSince, CancellationToken cancellationToken)
    {
        var script = new Script().Run(
            Sql.PruneSessions,
            args =>
            {
                args.Instant("before", before);
                args.Instant("unseen_since", unseenSince);
            }
        );
        return journal.Write(script, cancellationToken);
    }
}
