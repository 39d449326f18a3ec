using System.Text.Json;
using Mingus.Ledger;
using Mingus.Ledger.Match;
using Mingus.Ledger.Reconcile;

namespace Mingus.Matching;

/// <summary>A row that the product would show.</summary>
internal sealed record LabRow(
    string Primary,
    IReadOnlyList<string> Members,
    IReadOnlyList<string> Removed,
    long Minor,
    bool IsPending
);

/// <summary>What is shown at the end, in the form that score.py reads.</summary>
internal static class LabResult
{
    public static List<LabRow> Rows(LabEngine engine)
    {
        var names = engine.Feeds.ToDictionary(feed => feed.Value, feed => feed.Key);
        var rows = new List<LabRow>();
        foreach (var account in engine.Accounts.Values)
        {
            foreach (var transaction in account.Records.GroupBy(record => record.TransactionId))
            {
                var live = transaction.Where(record => record.IsLive).ToList();
                if (live.Count == 0)
                {
                    continue;
                }

                var primary = live.OrderBy(record => record.Content.IsPending)
                    .ThenBy(record => record.FeedId.Value)
                    .ThenByDescending(record => record.FirstSeenAt)
                    .ThenBy(record => record.ProviderTransactionId, StringComparer.Ordinal)
                    .First();
                rows.Add(
                    new LabRow(
                        Key(primary),
                        [.. live.Select(Key)],
                        [.. transaction.Where(record => !record.IsLive).Select(Key)],
                        -primary.Content.Amount.Minor,
                        primary.Content.IsPending
                    )
                );
            }
        }

        return rows;

        string Key(LedgerRecord record) => $"{names[record.FeedId]}|{record.ProviderTransactionId}";
    }

    /// <summary>The verdict of each account, as the product gives it.</summary>
    public static Dictionary<string, BalanceState> Verdicts(LabEngine engine) =>
        engine.Accounts.ToDictionary(account => account.Key, account => VerdictOf(account.Value));

    public static void Write(string path, LabEngine engine)
    {
        File.WriteAllLines(
            path,
            Rows(engine)
                .Select(row =>
                    JsonSerializer.Serialize(
                        new
                        {
                            primary = row.Primary,
                            members = row.Members,
                            removed = row.Removed,
                            amount_minor = row.Minor,
                            pending = row.IsPending,
                        }
                    )
                )
        );
        var verdicts = Verdicts(engine);
        File.WriteAllLines(
            Path.ChangeExtension(path, ".accounts.jsonl"),
            engine
                .Feeds.GroupBy(feed => engine.RealAccountOf(feed.Key))
                .Select(account =>
                    JsonSerializer.Serialize(
                        new
                        {
                            feeds = account.Select(feed => feed.Key),
                            state = verdicts[account.Key].ToString().ToLowerInvariant(),
                            open_findings = 0,
                        }
                    )
                )
        );
    }

    // What the product itself would say of the account.
    private static BalanceState VerdictOf(LabAccount account) =>
        Reconciliation.Of(account.State, account.Records.First().Content.Amount.Currency).State;
}
