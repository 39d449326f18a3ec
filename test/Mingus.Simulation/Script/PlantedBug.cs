using Mingus.Ledger.Plan;
using Mingus.Simulation.Memory;
using Mingus.Sync.Ports;

namespace Mingus.Simulation.Script;

/// <summary>A bug put between the engine and its ports, to see whether it is found.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Invariant">The invariant that it breaks; 11 for convergence, 0 for what nobody expected.</param>
/// <param name="What">What it does, in one sentence.</param>
internal sealed record PlantedBug(string Name, int Invariant, string What)
{
    /// <summary>Changes a run's commit on its way to the store; the user's rows as they are before it.</summary>
    public Func<SyncCommit, UserLedger, SyncCommit>? Commit { get; init; }

    /// <summary>Changes the plan of a person's act, or of a link.</summary>
    public Func<SyncPlan, UserLedger, SyncPlan>? Decision { get; init; }

    /// <summary>Changes a page on its way from the provider.</summary>
    public Func<ProviderPage, ProviderPage>? Page { get; init; }

    /// <summary>Changes the cursor that the provider is asked with.</summary>
    public Func<string?, string?>? Cursor { get; init; }

    /// <summary>Changes a slice on its way from the store.</summary>
    public Func<LedgerSlice, MemoryDatabase, LedgerSlice>? Slice { get; init; }

    /// <summary>Changes a provider's failure.</summary>
    public Func<ProviderFault, ProviderFault>? Fault { get; init; }

    /// <summary>Changes what was found to take up.</summary>
    public Func<IReadOnlyList<Run>, IReadOnlyList<Run>>? Recovered { get; init; }

    /// <summary>Changes which connections are due.</summary>
    public Func<IReadOnlyList<DueConnection>, IReadOnlyList<DueConnection>>? Due { get; init; }

    /// <summary>Changes how an attempt to deliver ended.</summary>
    public Func<DeliveryResult, DeliveryResult>? Finished { get; init; }

    /// <summary>After every write: changes rows behind everybody's back, before the checks.</summary>
    public Action<Written>? After { get; init; }

    /// <summary>What the store itself leaves out.</summary>
    public Lapses Lapses { get; init; } = new();

    /// <summary>The world without a bug.</summary>
    public static PlantedBug None { get; } = new("none", 0, "Nothing is planted.");
}
