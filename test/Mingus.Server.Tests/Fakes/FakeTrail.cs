using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Server.Tests.Fakes;

/// <summary>A trail and an erasure in memory: what they do is the store's own test.</summary>
internal sealed class FakeTrail : IAuditLog, IUserRights
{
    private readonly List<AuditEntry> _entries = [];

    public Task Add(AuditEntry entry, CancellationToken cancellationToken)
    {
        lock (_entries)
        {
            _entries.Add(entry with { Number = _entries.Count + 1 });
        }

        return Task.CompletedTask;
    }

    public Task<Page<AuditEntry>> List(
        string tenant,
        bool withInstallation,
        PageRequest page,
        CancellationToken cancellationToken
    )
    {
        lock (_entries)
        {
            var seen = _entries.Where(entry =>
                entry.Tenant == tenant || (withInstallation && entry.Tenant == AuditEntry.Installation)
            );
            var items = seen.Reverse().Take(page.Limit).ToList();
            return Task.FromResult(new Page<AuditEntry>(items, Next: null));
        }
    }

    public Task<int> Prune(DateTimeOffset before, CancellationToken cancellationToken) => Task.FromResult(0);

    public async Task<bool> Erase(
        UserId userId,
        string externalId,
        Tombstone tombstone,
        AuditEntry entry,
        CancellationToken cancellationToken
    )
    {
        await Add(entry, cancellationToken);
        return true;
    }

    public Task<DateTimeOffset?> ErasedAt(Tombstone tombstone, CancellationToken cancellationToken) =>
        Task.FromResult<DateTimeOffset?>(null);

    public Task<int> PruneRuns(DateTimeOffset before, CancellationToken cancellationToken) => Task.FromResult(0);

    public Task<int> ClearPayloads(DateTimeOffset before, CancellationToken cancellationToken) => Task.FromResult(0);
}
