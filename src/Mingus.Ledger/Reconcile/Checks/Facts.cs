namespace Mingus.Ledger.Reconcile.Checks;

/// <summary>Evidence by name.</summary>
internal static class Facts
{
    public static Dictionary<string, string> Of(params ReadOnlySpan<(string Name, string Value)> facts)
    {
        var evidence = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in facts)
        {
            evidence.Add(name, value);
        }

        return evidence;
    }

    /// <summary>What names a record and shows what it says.</summary>
    public static Dictionary<string, string> Of(LedgerRecord record) =>
        Of(
            ("transactionId", record.TransactionId.ToString()),
            ("feedId", record.FeedId.ToString()),
            ("providerTransactionId", record.ProviderTransactionId),
            ("amount", record.Content.Amount.ToText()),
            ("currency", record.Content.Amount.Currency.Code),
            ("date", Day(record.Content.Date))
        );

    /// <summary>A day as the API writes it.</summary>
    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd");
}
