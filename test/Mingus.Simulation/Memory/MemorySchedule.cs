using Mingus.Sync.Ports;

namespace Mingus.Simulation.Memory;

/// <summary>What all connections have taught, in memory.</summary>
internal sealed class MemorySchedule(MemoryDatabase database) : IScheduleStore
{
    public Task<IReadOnlyList<StoredRhythm>> Rhythms(int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<StoredRhythm>>([
            .. database
                .Users.Values.SelectMany(static user => user.Connections.Values)
                .Where(static c => c is { Rhythm: not null, Connection.Status: not ConnectionStatus.Disconnected })
                .Take(limit)
                .Select(static c => new StoredRhythm(c.Connection.Provider, c.Connection.InstitutionId, c.Rhythm!)),
        ]);

    public Task<StoredBudget?> Budget(CancellationToken cancellationToken) => Task.FromResult(database.Budget);

    public Task SaveBudget(StoredBudget budget, CancellationToken cancellationToken)
    {
        database.Budget = database.Budget?.Day >= budget.Day ? database.Budget : budget;
        return Task.CompletedTask;
    }
}
