using System.Text.Json;
using Mingus.Ledger;
using Mingus.Storage.Scripts;

namespace Mingus.Storage.Rows;

/// <summary>Findings, quarantined items and decisions at rest.</summary>
internal static class FindingRows
{
    public static Finding Read(IRow row) =>
        new(
            new FindingId(row.Id(0)),
            row.IdOrNull(1) is { } account ? new AccountId(account) : null,
            row.IdOrNull(2) is { } connection ? new ConnectionId(connection) : null,
            row.Text(3),
            Words<Severity>.Read(row.Text(4)),
            row.Text(5),
            JsonSerializer.Deserialize(row.Text(6), RowJson.Default.IReadOnlyDictionaryStringString)!,
            row.Text(7),
            Words<FindingState>.Read(row.Text(8)),
            row.Instant(9),
            row.Id(10) is var run && run != Guid.Empty ? new RunId(run) : null
        );

    // No run is all zeros at rest: the process of the version before reads a run from every row.
    public static void Bind(IArgs args, Finding finding)
    {
        args.Id("finding_id", finding.Id.Value);
        args.Id("account_id", finding.AccountId?.Value);
        args.Id("connection_id", finding.ConnectionId?.Value);
        args.Text("check_name", finding.Check);
        args.Word("severity", finding.Severity);
        args.Text("text", finding.Text);
        args.Text(
            "evidence",
            JsonSerializer.Serialize(finding.Evidence, RowJson.Default.IReadOnlyDictionaryStringString)
        );
        args.Text("action", finding.Action);
        args.Word("state", finding.State);
        args.Instant("found_at", finding.FoundAt);
        args.Id("run_id", finding.RunId?.Value ?? Guid.Empty);
    }

    public static QuarantineItem ReadQuarantine(IRow row) =>
        new(
            new QuarantineId(row.Id(0)),
            new ConnectionId(row.Id(1)),
            row.IdOrNull(2) is { } account ? new AccountId(account) : null,
            Words<QuarantineKind>.Read(row.Text(3)),
            row.TextOrNull(4),
            row.TextOrNull(5),
            row.Text(6),
            row.Text(7),
            row.Text(8),
            row.Instant(9),
            new RunId(row.Id(10))
        );

    public static void BindQuarantine(IArgs args, QuarantineItem item)
    {
        args.Id("quarantine_id", item.Id.Value);
        args.Id("connection_id", item.ConnectionId.Value);
        args.Id("account_id", item.AccountId?.Value);
        args.Word("kind", item.Kind);
        args.Text("provider_account_id", item.ProviderAccountId);
        args.Text("provider_transaction_id", item.ProviderTransactionId);
        args.Text("field", item.Field);
        args.Text("reason", item.Reason);
        args.Text("payload", item.Payload);
        args.Instant("at", item.At);
        args.Id("run_id", item.RunId.Value);
    }

    /// <summary>A decision's reasons as the JSON that rests.</summary>
    public static byte[] WriteReasons(Decision decision) =>
        JsonSerializer.SerializeToUtf8Bytes(decision.Reasons, RowJson.Default.IReadOnlyListString);

    public static void BindDecision(IArgs args, (Decision Decision, byte[] Reasons) made)
    {
        var decision = made.Decision;
        args.Id("decision_id", decision.Id.Value);
        args.Text("kind", decision.Kind);
        args.Flag("is_by_person", decision.ByPerson);
        args.Text("rule", decision.Rule);
        args.Instant("at", decision.At);
        args.Id("transaction_id", decision.TransactionId?.Value);
        args.Utf8("reasons", made.Reasons);
        args.Text("state_before", decision.Before);
        args.Text("state_after", decision.After);
        args.Id("account_id", decision.AccountId?.Value);
        args.Number("score", decision.Score);
    }

    /// <summary>Whether the finding is about that quarantined thing: its evidence names it.</summary>
    public static bool IsAbout(Finding finding, QuarantineId? item, string? providerTransactionId) =>
        finding.Check.StartsWith("unreadable", StringComparison.Ordinal)
        && finding.Evidence.Values.Any(value =>
            (providerTransactionId is not null && value == providerTransactionId)
            || (item is { } id && value == PrefixedId.Format(id))
        );
}
