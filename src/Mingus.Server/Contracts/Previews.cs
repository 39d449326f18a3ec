using System.Text.Json.Serialization;
using Mingus.Ledger;
using Mingus.Ledger.Plan;
using Mingus.Sync.Ports;
using Mingus.Sync.Preview;

namespace Mingus.Server.Contracts;

/// <summary>
/// What a sync would do now; nothing of it is stored. <c>changes</c>, <c>decisions</c>, <c>suggestions</c> and
/// <c>quarantined</c> hold at most 200 each, the counts count all. Ids of what does not exist yet are left out.
/// </summary>
internal sealed record PreviewBody(
    string AccountId,
    string ConnectionId,
    SyncType SyncType,
    DateTimeOffset At,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] DateTimeOffset? DataAsOf,
    bool WholeStream,
    string? WouldSkip,
    string? Reason,
    PreviewCountsBody Counts,
    IReadOnlyList<PreviewAccountBody> Accounts,
    IReadOnlyList<PreviewChangeBody> Changes,
    IReadOnlyList<PreviewDecisionBody> Decisions,
    IReadOnlyList<PreviewSuggestionBody> Suggestions,
    IReadOnlyList<PreviewFindingBody> FindingsOpened,
    IReadOnlyList<string> FindingsResolved,
    IReadOnlyList<PreviewQuarantineBody> Quarantined,
    IReadOnlyList<PreviewBalanceBody> Balances,
    IReadOnlyList<PreviewCoverageBody> Coverage,
    ResourcesBody Resources,
    IReadOnlyList<string>? OtherConnections
)
{
    private const int ItemsMax = 200;

    public static PreviewBody From(SyncPreview preview)
    {
        var plan = preview.Plan;
        var names = PreviewNames.Of(plan);
        return new(
            preview.AccountId.ToString(),
            preview.Connection.Id.ToString(),
            preview.Type,
            preview.At,
            preview.DataAsOf,
            preview.IsWholeStream,
            preview.WouldSkip,
            preview.Reason,
            PreviewCountsBody.From(plan),
            [.. plan.Counts.Select(PreviewAccountBody.From)],
            [.. plan.Records.Take(ItemsMax).Select(change => PreviewChangeBody.From(change, names))],
            [.. plan.Decisions.Take(ItemsMax).Select(decision => PreviewDecisionBody.From(decision, names))],
            [.. plan.Suggestions.Take(ItemsMax).Select(asked => PreviewSuggestionBody.From(asked, names))],
            [.. plan.Findings.Select(PreviewFindingBody.From)],
            [.. plan.Resolved.Select(id => id.ToString())],
            [.. plan.Quarantine.Take(ItemsMax).Select(PreviewQuarantineBody.From)],
            [.. plan.Balances.Select(balance => PreviewBalanceBody.From(balance, preview.Feeds))],
            [.. plan.Coverage.Select(coverage => PreviewCoverageBody.From(coverage, preview.Feeds))],
            new ResourcesBody(
                preview.Resources.ProviderCalls,
                preview.Resources.Bytes,
                preview.Resources.CpuMs,
                preview.Resources.StoreMs
            ),
            preview.OtherConnections.Count == 0 ? null : [.. preview.OtherConnections.Select(id => id.ToString())]
        );
    }
}

/// <summary>How many of each kind of change. <c>new</c> begin a transaction, <c>matched</c> are joined to one or moved
/// to another by a rule, <c>posted</c> take over from their pending record, <c>suggested</c> would be asked of a
/// person.</summary>
internal sealed record PreviewCountsBody(
    int New,
    int Matched,
    int Posted,
    int Changed,
    int Removed,
    int Restored,
    int Suggested,
    int Quarantined,
    int Balances,
    int FindingsOpened,
    int FindingsResolved
)
{
    public static PreviewCountsBody From(SyncPlan plan) =>
        new(
            plan.Records.Count(change => change.BeginsTransaction),
            plan.Records.Count(change =>
                change.Kind == ChangeKind.Moved || change is { Kind: ChangeKind.Added, BeginsTransaction: false }
            ),
            plan.Records.Count(change => change.Kind == ChangeKind.Posted),
            plan.Records.Count(change => change.Kind == ChangeKind.Amended),
            plan.Records.Count(change => change.Kind == ChangeKind.Removed),
            plan.Records.Count(change => change.Kind == ChangeKind.Restored),
            plan.Suggestions.Count,
            plan.Quarantine.Count,
            plan.Balances.Count,
            plan.Findings.Count,
            plan.Resolved.Count
        );
}

/// <summary>The counts a run would report for one account.</summary>
internal sealed record PreviewAccountBody(
    string AccountId,
    int RecordsProcessed,
    int RecordsCreated,
    int RecordsUpdated,
    int RecordsRemoved,
    int Quarantined
)
{
    public static PreviewAccountBody From(AccountCounts counts) =>
        new(
            counts.AccountId.ToString(),
            counts.Processed,
            counts.Created,
            counts.Updated,
            counts.Removed,
            counts.Quarantined
        );
}

/// <summary>One record as it would be; <c>before</c> is what it is now, absent for a record not stored yet.</summary>
internal sealed record PreviewChangeBody(
    ChangeKind Change,
    string AccountId,
    string? TransactionId,
    RecordFactsBody After,
    RecordFactsBody? Before,
    IReadOnlyList<string>? Reasons
)
{
    public static PreviewChangeBody From(RecordChange change, PreviewNames names) =>
        new(
            change.Kind,
            change.After.AccountId.ToString(),
            names.Known(change.After.TransactionId),
            RecordFactsBody.From(change.After),
            change.Before is null ? null : RecordFactsBody.From(change.Before),
            names.ReasonsOf(change)
        );
}

/// <summary>What a record says.</summary>
internal sealed record RecordFactsBody(
    string FeedId,
    string ProviderTransactionId,
    RecordStatus Status,
    string Amount,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Currency,
    string? UnofficialCurrency,
    DateOnly Date,
    string Description
)
{
    public static RecordFactsBody From(LedgerRecord record) =>
        new(
            record.FeedId.ToString(),
            record.ProviderTransactionId,
            record.Status,
            record.Content.Amount.ToText(),
            Amounts.Official(record.Content.Amount.Currency),
            Amounts.Unofficial(record.Content.Amount.Currency),
            record.Content.Date,
            record.Content.Description
        );
}

/// <summary>What matching would decide by itself, and why.</summary>
internal sealed record PreviewDecisionBody(
    string Kind,
    string Rule,
    string? TransactionId,
    double? Score,
    IReadOnlyList<string> Reasons
)
{
    public static PreviewDecisionBody From(Decision decision, PreviewNames names) =>
        new(
            decision.Kind,
            decision.Rule,
            decision.TransactionId is { } id ? names.Known(id) : null,
            decision.Score,
            decision.Reasons
        );
}

/// <summary>Two transactions of which a person would be asked whether they are one.</summary>
internal sealed record PreviewSuggestionBody(
    string AccountId,
    string? One,
    string? Other,
    double Score,
    IReadOnlyList<string> Reasons
)
{
    public static PreviewSuggestionBody From(Suggestion asked, PreviewNames names) =>
        new(asked.AccountId.ToString(), names.Known(asked.One), names.Known(asked.Other), asked.Score, asked.Reasons);
}

/// <summary>A finding that would be opened.</summary>
internal sealed record PreviewFindingBody(
    string? AccountId,
    string Check,
    Severity Severity,
    string Text,
    IReadOnlyDictionary<string, string> Evidence,
    string Action
)
{
    public static PreviewFindingBody From(Finding finding) =>
        new(
            finding.AccountId?.ToString(),
            finding.Check,
            finding.Severity,
            finding.Text,
            finding.Evidence,
            finding.Action
        );
}

/// <summary>What would be put aside because it cannot be read or believed.</summary>
internal sealed record PreviewQuarantineBody(
    QuarantineKind Kind,
    string? ProviderAccountId,
    string? ProviderTransactionId,
    string Field,
    string Reason
)
{
    public static PreviewQuarantineBody From(QuarantineItem item) =>
        new(item.Kind, item.ProviderAccountId, item.ProviderTransactionId, item.Field, item.Reason);
}

/// <summary>A balance that would be recorded, beside the newest one of its feed; the first has none.</summary>
internal sealed record PreviewBalanceBody(BalanceBody After, BalanceBody? Before)
{
    public static PreviewBalanceBody From(BalanceSnapshot balance, IReadOnlyList<FeedState> feeds)
    {
        var feed = feeds.FirstOrDefault(state => state.Feed.Id == balance.FeedId);
        return new(
            BalanceBody.From(balance, feed?.Account.Kind),
            feed?.LastBalance is { } last ? BalanceBody.From(last, feed.Account.Kind) : null
        );
    }
}

/// <summary>Days of a feed known to be complete: now, and after the sync.</summary>
internal sealed record PreviewCoverageBody(string FeedId, IReadOnlyList<DaysBody> Before, IReadOnlyList<DaysBody> After)
{
    public static PreviewCoverageBody From(Ledger.Coverage.FeedCoverage coverage, IReadOnlyList<FeedState> feeds)
    {
        var before = feeds.FirstOrDefault(state => state.Feed.Id == coverage.FeedId)?.Coverage;
        return new(
            coverage.FeedId.ToString(),
            before is null ? [] : DaysBody.ListOf(before.Covered),
            DaysBody.ListOf(coverage.Covered)
        );
    }
}

/// <summary>Which ids of a plan exist already, and why its records go where they go.</summary>
internal sealed class PreviewNames
{
    private readonly HashSet<TransactionId> _begun;
    private readonly ILookup<TransactionId, string> _reasons;

    private PreviewNames(HashSet<TransactionId> begun, ILookup<TransactionId, string> reasons) =>
        (_begun, _reasons) = (begun, reasons);

    public static PreviewNames Of(SyncPlan plan) =>
        new(
            plan.Records.Where(change => change.BeginsTransaction)
                .Select(change => change.After.TransactionId)
                .ToHashSet(),
            plan.Decisions.Where(decision => decision.TransactionId is not null)
                .SelectMany(decision => decision.Reasons.Select(reason => (decision.TransactionId!.Value, reason)))
                .ToLookup(pair => pair.Value, pair => pair.reason)
        );

    /// <summary>Null for a transaction that the sync would begin: its id is made when it is stored.</summary>
    public string? Known(TransactionId id) => _begun.Contains(id) ? null : id.ToString();

    public IReadOnlyList<string>? ReasonsOf(RecordChange change) =>
        _reasons[change.After.TransactionId].Distinct().ToList() is { Count: > 0 } reasons ? reasons : null;
}
