namespace Mingus.Ledger.Reconcile.Checks;

/// <summary>The checks that come with the product. Whoever hosts the engine may add checks to them.</summary>
public static class StandardChecks
{
    /// <summary>All of them, in the order in which reports list them.</summary>
    public static IReadOnlyList<ILedgerCheck> All { get; } =
    [
        RecordChecks.Orphans,
        new Relations(),
        new DuplicateFingerprints(),
        RecordChecks.MissingFields,
        RecordChecks.Fingerprints,
        new Balances(),
        AccountChecks.Coverage,
        new Evidence(),
        AccountChecks.Freshness,
        RecordChecks.Currencies,
        RecordChecks.FutureDates,
        RecordChecks.Amounts,
        new OldPendings(),
    ];
}
