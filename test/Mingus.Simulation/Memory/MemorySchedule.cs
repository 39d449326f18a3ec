using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Simulation.Memory;

/// <summary>What all connections have taught, in memory.</summary>
internal sealed class MemorySchedule(MemoryDatabase database, Lapses lapses) : IScheduleStore
{
    public Task<IReadOnlyList<StoredRhythm>> Rhythms(int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<StoredRhythm>>([
            .. database
                .Users.Values.SelectMany(static user => user.Connections.Values)
                .Where(static c => c is { Rhythm: not null, Connection.Status: not ConnectionStatus.Disconnected })
                .Take(limit)
                .Select(static c => new StoredRhythm(c.Connection.Provider, c.Connection.InstitutionId, c.Rhythm!)),
        ]);

    public Task<IReadOnlyList<StoredConsents>> Consents(DateTimeOffset now, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<StoredConsents>>([
            .. database
                .Users.Values.SelectMany(static user => user.Connections.Values)
                .Select(static c => c.Connection)
                .Where(c => c.ConsentExpiresAt > now && c.ConsentExpiresAt <= now.AddDays(30))
                .Where(static c => c.Status != ConnectionStatus.Disconnected)
                .GroupBy(static c => c.InstitutionId)
                .OrderBy(static group => group.Key, StringComparer.Ordinal)
                .Select(group => new StoredConsents(
                    group.Key,
                    group.Count(c => c.ConsentExpiresAt <= now.AddDays(7)),
                    group.Count()
                )),
        ]);

    public Task<StoredBudget?> Budget(CancellationToken cancellationToken) => Task.FromResult(database.Budget);

    public Task SaveBudget(StoredBudget budget, CancellationToken cancellationToken)
    {
        database.Budget = database.Budget?.Day >= budget.Day || lapses.ForgetsBudget ? database.Budget : budget;
        return Task.CompletedTask;
    }

    public Task<Snapshot<StoredSettings>> Settings(UserId userId, CancellationToken cancellationToken) =>
        Task.FromResult(
            new Snapshot<StoredSettings>(
                database.Of(userId).LastSequence,
                new StoredSettings(null, new Dictionary<AccountId, SyncSettings>())
            )
        );

    // Nobody changes settings in the simulated world.
    public Task<bool> SaveSettings(
        UserId userId,
        AccountId? accountId,
        SyncSettings? settings,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException("The simulated world has no settings.");

    public Task Reschedule(
        Connection seen,
        DateTimeOffset? dueAt,
        string reason,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException("The simulated world has no settings.");
}
