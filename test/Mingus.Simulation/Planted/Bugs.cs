using Mingus.Simulation.Script;

namespace Mingus.Simulation.Planted;

/// <summary>Bugs that the simulation has to find, each put between the engine and a port, or into the memory store.
/// The number is the invariant that sees it first; 11 is convergence.</summary>
internal static class Bugs
{
    public static IReadOnlyList<PlantedBug> All { get; } =
    [.. PageBugs.All, .. PlanBugs.All, .. EventBugs.All, .. StoreBugs.All, .. LiveBugs.All];
}
