using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Sync;

/// <summary>Faults of runs that no provider made.</summary>
internal static class RunFaults
{
    /// <summary>A mistake of ours, at the run's outermost edge: it is shown and tried again with growing pauses, like
    /// one of the provider's.</summary>
    public static ProviderFault OfOurs() =>
        new(
            Recovery.Retry,
            "internal_error",
            "Something went wrong on our side. Nothing was changed, and it is tried again; the server's log has the "
                + "cause.",
            ProblemActions.Retry
        );
}
