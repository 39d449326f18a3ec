using Mingus.Ledger.Plan;

namespace Mingus.Ledger.Reconcile.Checks;

/// <summary>Evidence about records.</summary>
internal static class Facts
{
    /// <summary>What names a record and shows what it says.</summary>
    public static Dictionary<string, string> Of(LedgerRecord record) =>
        PlanFindings.Evidence(
            ("transactionId", record.TransactionId.ToString()),
            ("feedId", record.FeedId.ToString()),
            ("providerTransactionId", record.ProviderTransactionId),
            ("amount", record.Content.Amount.ToText()),
            ("currency", record.Content.Amount.Currency.Code),
            ("date", PlanFindings.Day(record.Content.Date))
        );
}
