using Mingus.Ledger.Plan;
using Mingus.Ledger.Reconcile.Checks;

namespace Mingus.Ledger.Reconcile;

/// <summary>How a finding can be repaired.</summary>
public enum RepairKind
{
    /// <summary>Not by us.</summary>
    None,

    /// <summary>Two transactions become one, by a decision that can be taken back.</summary>
    Merge,

    /// <summary>A pending transaction is hidden, by a decision that can be taken back.</summary>
    Hide,

    /// <summary>The days that are missing are read.</summary>
    ReadGaps,

    /// <summary>The whole history is read again and reconciled.</summary>
    ReadHistory,

    /// <summary>What was put aside is read again.</summary>
    Reread,
}

/// <summary>Says of a finding how it can be repaired.</summary>
public static class RepairRule
{
    /// <summary>The repair of an open finding; none of one that stands no more.</summary>
    public static RepairKind Of(Finding finding) =>
        finding.State == FindingState.Open ? Of(finding.Check, finding.Evidence) : RepairKind.None;

    internal static RepairKind Of(string check, IReadOnlyDictionary<string, string> evidence) =>
        check switch
        {
            DuplicateFingerprints.CheckName => RepairKind.Merge,
            OldPendings.CheckName => RepairKind.Hide,
            AccountChecks.CoverageName => RepairKind.ReadGaps,
            FindingChecks.BalanceDiffers or FindingChecks.WindowMissesRecord or FindingChecks.ReplayMissesRecords =>
                RepairKind.ReadHistory,
            FindingChecks.UnreadableRecord when evidence.ContainsKey("quarantineId") => RepairKind.Reread,
            _ => RepairKind.None,
        };

    /// <summary>The transaction that a finding is about; null where it names none.</summary>
    public static TransactionId? Transaction(Finding finding) =>
        PrefixedId.TryParse<TransactionId>(finding.Evidence.GetValueOrDefault("transactionId"), out var id) ? id : null;

    /// <summary>The two transactions that a merge joins; null where the finding names none.</summary>
    public static (TransactionId One, TransactionId Other)? Pair(Finding finding) =>
        Transaction(finding) is { } one
        && PrefixedId.TryParse<TransactionId>(finding.Evidence.GetValueOrDefault("otherTransactionId"), out var other)
            ? (one, other)
            : null;
}
