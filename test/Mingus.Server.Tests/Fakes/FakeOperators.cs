using Microsoft.Data.Sqlite;
using Mingus.Sync.Ports;

namespace Mingus.Server.Tests.Fakes;

/// <summary>An installation to which nobody may log in yet.</summary>
internal sealed class FakeOperators : IOperatorStore
{
    // As SQLite says it: SQLITE_BUSY.
    private const int Busy = 5;

    /// <summary>Whether the database is away for whoever looks for a login.</summary>
    public bool IsAway { get; set; }

    public Task<bool> HasAny(CancellationToken cancellationToken) => Task.FromResult(false);

    public Task<bool> AddFirst(
        string name,
        string passwordHash,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => Task.FromResult(false);

    public Task<string?> FindPassword(string name, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(null);

    public Task AddSession(StoredSession session, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<StoredSession?> FindSession(byte[] hash, CancellationToken cancellationToken) =>
        IsAway ? throw new SqliteException("The database is locked.", Busy) : Task.FromResult<StoredSession?>(null);

    public Task TouchSession(byte[] hash, DateTimeOffset at, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task EndSession(byte[] hash, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task PruneSessions(DateTimeOffset before, DateTimeOffset unseenSince, CancellationToken cancellationToken) =>
        Task.CompletedTask;
}
