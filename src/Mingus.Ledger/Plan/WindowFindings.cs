using Mingus.Ledger.Coverage;
using Mingus.Ledger.Match;

namespace Mingus.Ledger.Plan;

/// <summary>What a window of the backfill finds off, in words.</summary>
internal static class WindowFindings
{
    /// <summary>So many records that a window leaves out are told one by one; more are told as one.</summary>
    public const int NamedMax = 20;

    // The newest days fill up by themselves, so that a record there was not lost: the stream has yet to give it.
    private const int Provisional = CoverageProof.ProvisionalDays;

    /// <summary>These records were withdrawn, or are listed again: that a window left them out is explained.</summary>
    public static void Explain(PlanDraft draft, IEnumerable<RecordKey> records)
    {
        if (draft.Context.OpenFindings.Count == 0)
        {
            return;
        }

        foreach (var key in records)
        {
            draft.Resolve(MissesId(key));
        }
    }

    /// <summary>The records that a plan withdraws.</summary>
    public static IEnumerable<RecordKey> Withdrawn(IReadOnlyList<RecordChange> changes) =>
        changes
            .Where(static change => change.Kind == ChangeKind.Removed)
            .Select(static change => RecordKey.Of(change.After));

    /// <summary>Tells of records that the change stream never gave: one finding a feed and window.</summary>
    public static void TellFound(
        PlanDraft draft,
        FeedsDraft feeds,
        BackfillWindow window,
        IReadOnlyList<RecordChange> changes
    )
    {
        foreach (var feed in Asked(feeds, window))
        {
            var last = feed.Coverage?.Proved.To?.AddDays(-Provisional) ?? DateOnly.MaxValue;
            var found = changes
                .Where(change => change.Before is null && change.After.FeedId == feed.Feed.Id)
                .Where(change => !change.After.Content.IsPending && change.After.Content.Date <= last)
                .Select(static change => change.After.ProviderTransactionId)
                .ToList();
            if (found.Count > 0)
            {
                TellFound(draft, feed, window.Days, found);
            }
        }
    }

    /// <summary>Tells of posted records of the ledger that the window does not list.</summary>
    public static void TellMissing(PlanDraft draft, FeedsDraft feeds, WindowAnswer answer, LedgerSlice slice)
    {
        var listed = answer
            .Records.Select(static record => record.ProviderTransactionId)
            .Concat(answer.Unreadable.Select(static record => record.ProviderTransactionId ?? ""))
            .ToHashSet(StringComparer.Ordinal);
        var days = answer.Window.Days;
        foreach (var feed in Asked(feeds, answer.Window))
        {
            // A record without a readable id may be any of them.
            List<LedgerRecord> missing = listed.Contains("")
                ? []
                :
                [
                    .. slice
                        .Records.Where(record => record.FeedId == feed.Feed.Id && record.Status == RecordStatus.Posted)
                        .Where(record => days.Contains(record.Content.Date))
                        .Where(record => !listed.Contains(record.ProviderTransactionId)),
                ];
            TellMissing(draft, feed, days, missing);
        }
    }

    private static void TellFound(PlanDraft draft, FeedState feed, DateInterval days, List<string> found) =>
        draft.Open(
            PlanFindings.Finding(
                draft,
                feed,
                FindingChecks.WindowFoundRecords,
                DerivedIds.Finding(FindingChecks.WindowFoundRecords, feed.Feed.Id.ToString(), found[0])
            ) with
            {
                Severity = Severity.Warning,
                Text =
                    $"Reading {Of(days)} again found {Count(found.Count)} that the bank had not reported before. "
                    + "They count now.",
                Evidence = PlanFindings.Evidence([
                    .. Range(days),
                    ("count", found.Count.ToString()),
                    ("providerTransactionIds", Names(found)),
                ]),
            }
        );

    private static void TellMissing(PlanDraft draft, FeedState feed, DateInterval days, List<LedgerRecord> missing)
    {
        if (missing.Count > NamedMax)
        {
            draft.Open(
                Missing(draft, feed, DerivedIds.Finding(FindingChecks.WindowMissesRecord, feed.Feed.Id.ToString())) with
                {
                    Text =
                        $"Reading {Of(days)} again did not list {Count(missing.Count)} that the bank had reported. "
                        + "They stay until the bank withdraws them.",
                    Evidence = PlanFindings.Evidence([.. Range(days), ("count", missing.Count.ToString())]),
                }
            );
            return;
        }

        foreach (var record in missing)
        {
            draft.Open(
                Missing(draft, feed, MissesId(RecordKey.Of(record))) with
                {
                    Text =
                        $"Reading {Of(days)} again did not list a transaction that the bank had reported. It stays "
                        + "until the bank withdraws it.",
                    Evidence = PlanFindings.Evidence([
                        .. Range(days),
                        ("providerTransactionId", record.ProviderTransactionId),
                        ("transactionId", record.TransactionId.ToString()),
                        ("date", PlanFindings.Day(record.Content.Date)),
                        ("amount", record.Content.Amount.ToText()),
                        ("currency", record.Content.Amount.Currency.Code),
                    ]),
                }
            );
        }
    }

    private static Finding Missing(PlanDraft draft, FeedState feed, FindingId id) =>
        PlanFindings.Finding(draft, feed, FindingChecks.WindowMissesRecord, id) with
        {
            Severity = Severity.Warning,
            Action = ProblemActions.Retry,
        };

    private static FindingId MissesId(RecordKey key) =>
        DerivedIds.Finding(FindingChecks.WindowMissesRecord, key.FeedId.ToString(), key.ProviderTransactionId);

    private static IEnumerable<FeedState> Asked(FeedsDraft feeds, BackfillWindow window) =>
        feeds.All.Where(feed => window.Feeds.Contains(feed.Feed.Id));

    private static (string Name, string Value)[] Range(DateInterval days) =>
        [("from", PlanFindings.Day(days.From)), ("to", PlanFindings.Day(days.To))];

    private static string Names(List<string> ids) => string.Join(", ", ids.Take(NamedMax));

    private static string Of(DateInterval days) => $"{PlanFindings.Day(days.From)} to {PlanFindings.Day(days.To)}";

    private static string Count(int records) => records == 1 ? "1 transaction" : $"{records} transactions";
}
