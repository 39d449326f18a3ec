using Mingus.Simulation.Memory;
using Mingus.Simulation.Nodes;
using Mingus.Sync.Ports;

namespace Mingus.Simulation;

/// <summary>The ports of the store as one node gets them.</summary>
internal sealed record StoragePorts(
    ILedgerStore Store,
    ILedgerEdits Edits,
    ILedgerQueries Queries,
    IDecisionStore Decisions,
    IValidationStore Validations,
    IWebhookInbox Inbox
);

/// <summary>What the ledger rests on: memory, or a real database beside it.</summary>
internal interface IStorage : IDisposable
{
    /// <summary>Whether one process has it at a time.</summary>
    bool HasOneProcess { get; }

    /// <summary>A user that the world was told of.</summary>
    void Ensure(string tenant, string externalId);

    /// <summary>The ports for a node that starts.</summary>
    StoragePorts Start(string node, MemoryDatabase database, WorldClock clock);

    /// <summary>The node that was started last is dead.</summary>
    void Killed();

    /// <summary>What it answered otherwise than memory; null while nothing.</summary>
    string? Said { get; }

    /// <summary>What of it differs from memory; null when nothing does.</summary>
    string? Difference(MemoryDatabase database);
}

/// <summary>Memory alone.</summary>
internal sealed class MemoryStorage(Lapses lapses) : IStorage
{
    public bool HasOneProcess => false;

    public void Ensure(string tenant, string externalId) { }

    public StoragePorts Start(string node, MemoryDatabase database, WorldClock clock) =>
        new(
            new MemoryStore(database, node, clock, lapses),
            new MemoryEdits(database),
            new MemoryQueries(database),
            new MemoryDecisions(database),
            new MemoryValidations(database),
            new MemoryInbox(database, lapses)
        );

    public void Killed() { }

    public string? Said => null;

    public string? Difference(MemoryDatabase database) => null;

    public void Dispose() { }
}
