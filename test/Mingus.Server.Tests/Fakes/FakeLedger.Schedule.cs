using Mingus.Sync.Ports;

namespace Mingus.Server.Tests.Fakes;

internal sealed partial class FakeLedger : IScheduleStore
{
    public Task<IReadOnlyList<StoredRhythm>> Rhythms(int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<StoredRhythm>>([]);

    public Task<StoredBudget?> Budget(CancellationToken cancellationToken) => Task.FromResult<StoredBudget?>(null);

    public Task SaveBudget(StoredBudget budget, CancellationToken cancellationToken) => Task.CompletedTask;
}
