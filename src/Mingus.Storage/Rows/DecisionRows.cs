using System.Text.Json;
using Mingus.Ledger;
using Mingus.Ledger.Decisions;
using Mingus.Ledger.Link;
using Mingus.Ledger.Match;
using Mingus.Storage.Scripts;
using Mingus.Sync.Ports;

namespace Mingus.Storage.Rows;

/// <summary>Decisions, duplicates and what people said of records, at rest.</summary>
internal static class DecisionRows
{
    public static Decision Read(IRow row) =>
        new(
            new DecisionId(row.Id(0)),
            row.Text(1),
            row.Flag(2),
            row.Text(3),
            row.Instant(4),
            row.IdOrNull(5) is { } transaction ? new TransactionId(transaction) : null,
            JsonSerializer.Deserialize(row.Text(6), RowJson.Default.IReadOnlyListString)!,
            row.Text(7),
            row.Text(8)
        )
        {
            AccountId = row.IdOrNull(9) is { } account ? new AccountId(account) : null,
            Score = row.IsNull(10) ? null : row.Number(10),
            UndoneBy = row.IdOrNull(11) is { } undoing ? new DecisionId(undoing) : null,
        };

    /// <summary>A duplicate without its records.</summary>
    public static DuplicateGroup ReadDuplicate(IRow row) =>
        new()
        {
            Id = new DuplicateId(row.Id(0)),
            One = new TransactionId(row.Id(1)),
            Other = new TransactionId(row.Id(2)),
            AccountId = new AccountId(row.Id(3)),
            State = Words<LinkState>.Read(row.Text(4)),
            Score = row.IsNull(5) ? null : row.Number(5),
            Reasons = JsonSerializer.Deserialize(row.Text(6), RowJson.Default.IReadOnlyListString)!,
            At = row.Instant(7),
            DecisionId = row.IdOrNull(8) is { } decision ? new DecisionId(decision) : null,
            ByPerson = row.IsNull(9) ? null : row.Flag(9),
            Rule = row.Text(10),
        };

    public static RuleCounts ReadCounts(IRow row) =>
        new(row.Text(0), Count(row, 1), Count(row, 2), Count(row, 3), Count(row, 4), Count(row, 5));

    public static PersonPair ReadPair(IRow row) =>
        new(
            new RecordKey(new FeedId(row.Id(0)), row.Text(1)),
            new RecordKey(new FeedId(row.Id(2)), row.Text(3)),
            Words<PairWord>.Read(row.Text(4))
        );

    public static void Bind(IArgs args, PersonPair pair)
    {
        args.Id("one_feed_id", pair.One.FeedId.Value);
        args.Text("one_provider_id", pair.One.ProviderTransactionId);
        args.Id("other_feed_id", pair.Other.FeedId.Value);
        args.Text("other_provider_id", pair.Other.ProviderTransactionId);
    }

    public static void BindWord(IArgs args, PersonPair pair)
    {
        Bind(args, pair);
        args.Word("word", pair.Word!.Value);
    }

    public static void Bind(IArgs args, DuplicateAnswer answer)
    {
        args.Id("duplicate_id", answer.Id.Value);
        args.Word("state", answer.State);
        args.Id("decision_id", answer.DecisionId.Value);
    }

    public static void Bind(IArgs args, HiddenTransaction hidden)
    {
        args.Id("transaction_id", hidden.Id.Value);
        args.Instant("hidden_at", hidden.IsHidden ? hidden.At : null);
        args.Instant("now", hidden.At);
    }

    private static int Count(IRow row, int column) => checked((int)row.Long(column));
}
