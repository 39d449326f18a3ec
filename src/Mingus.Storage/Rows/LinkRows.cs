using System.Text.Json;
using Mingus.Ledger;
using Mingus.Ledger.Link;
using Mingus.Storage.Scripts;

namespace Mingus.Storage.Rows;

/// <summary>Account links at rest.</summary>
internal static class LinkRows
{
    public static void Bind(IArgs args, AccountLink link)
    {
        args.Id("link_id", link.Id.Value);
        args.Id("account_id", link.AccountId.Value);
        args.Id("feed_id", link.FeedId.Value);
        args.Word("state", link.State);
        args.Number("score", link.Score);
        args.Text("reasons", JsonSerializer.Serialize(link.Reasons, RowJson.Default.IReadOnlyListString));
        args.Id("decision_id", link.DecisionId?.Value);
        args.Instant("at", link.At);
    }

    public static AccountLink Read(IRow row) =>
        new(
            new AccountLinkId(row.Id(0)),
            new AccountId(row.Id(1)),
            new FeedId(row.Id(2)),
            Words<LinkState>.Read(row.Text(3)),
            row.IsNull(4) ? null : row.Number(4),
            JsonSerializer.Deserialize(row.Text(5), RowJson.Default.IReadOnlyListString)!,
            row.IdOrNull(6) is { } decision ? new DecisionId(decision) : null,
            row.Instant(7)
        );
}
