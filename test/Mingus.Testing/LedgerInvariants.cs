using Mingus.Ledger;

namespace Mingus.Testing;

/// <summary>What holds of a ledger's records whatever happened; numbers as in the architecture.</summary>
public static class LedgerInvariants
{
    /// <summary>Sentences on what is broken; empty for a sound ledger.</summary>
    /// <param name="records">All records, removed ones included.</param>
    public static IReadOnlyList<string> Broken(IReadOnlyCollection<LedgerRecord> records)
    {
        var broken = new List<string>();
        foreach (var same in records.GroupBy(r => (r.FeedId, r.ProviderTransactionId)).Where(g => g.Count() > 1))
        {
            broken.Add($"2: {same.Key.ProviderTransactionId} is stored {same.Count()} times in one feed");
        }

        foreach (var transaction in records.GroupBy(record => record.TransactionId))
        {
            var live = transaction.Where(record => record.IsLive).ToList();
            var shown = transaction.Where(record => record.IsPrimary).ToList();
            if (shown.Count != Math.Min(1, live.Count) || shown.Exists(record => !record.IsLive))
            {
                broken.Add($"2: {transaction.Key} shows {shown.Count} records of {live.Count} live ones");
            }

            if (live.Where(r => r.Status == RecordStatus.Posted).GroupBy(r => r.FeedId).Any(g => g.Count() > 1))
            {
                broken.Add($"4: {transaction.Key} has two live posted records of one feed");
            }
        }

        return broken;
    }
}
