using Mingus.Sync.Ports;

namespace Mingus.Server.Tests.Fakes;

/// <summary>An installation to which nobody may log in yet.</summary>
internal sealed class FakeOperators : IOperatorStore
{
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
        Task.FromResult<StoredSession?>(null);

    public Task TouchSession(byte[] hash, DateTimeOffset at, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task EndSession(byte[] hash, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task PruneSessions(DateTimeOffset before, DateTimeOffset unseenSince, CancellationToken cancellationToken) =>
        Task.CompletedTask;
}
