using Mingus.Ledger;
using Mingus.Storage.Scripts;

namespace Mingus.Storage.Rows;

/// <summary>Accounts, feeds and balances at rest; each reads from an offset, since statements join them.</summary>
internal static class AccountRows
{
    public const int Columns = 10;
    public const int FeedColumns = 10;
    public const int BalanceColumns = 11;

    public static Account Read(IRow row, int at = 0) =>
        new(
            new AccountId(row.Id(at)),
            row.Text(at + 1),
            row.TextOrNull(at + 2),
            row.TextOrNull(at + 3),
            Words<AccountKind>.Read(row.Text(at + 4)),
            row.TextOrNull(at + 5),
            MoneyRows.ReadCurrency(row, at + 6),
            row.Flag(at + 8),
            row.Flag(at + 9)
        );

    public static void Bind(IArgs args, Account account)
    {
        args.Id("account_id", account.Id.Value);
        args.Text("name", account.Name);
        args.Text("official_name", account.OfficialName);
        args.Text("mask", account.Mask);
        args.Word("kind", account.Kind);
        args.Text("subtype", account.Subtype);
        MoneyRows.Bind(args, account.Currency);
    }

    public static void BindNew(IArgs args, Account account)
    {
        Bind(args, account);
        args.Flag("is_named_by_person", account.IsNamedByPerson);
        args.Flag("is_hidden", account.IsHidden);
    }

    public static Feed ReadFeed(IRow row) =>
        new(
            new FeedId(row.Id(0)),
            new ConnectionId(row.Id(1)),
            new AccountId(row.Id(2)),
            row.Text(3),
            row.TextOrNull(4),
            row.Text(5),
            row.TextOrNull(6),
            row.Instant(7),
            row.InstantOrNull(8),
            row.Flag(9)
        );

    public static void BindFeed(IArgs args, Feed feed)
    {
        args.Id("feed_id", feed.Id.Value);
        args.Text("provider_account_id", feed.ProviderAccountId);
        args.Text("persistent_account_id", feed.PersistentAccountId);
        args.Text("name", feed.Name);
        args.Text("mask", feed.Mask);
        args.Instant("since", feed.Since);
        args.Instant("gone_since", feed.GoneSince);
    }

    public static void BindMoved(IArgs args, Feed feed)
    {
        BindMove(args, feed);
        args.Flag("is_linked_by_person", feed.LinkedByPerson);
    }

    public static void BindMove(IArgs args, Feed feed)
    {
        args.Id("account_id", feed.AccountId.Value);
        args.Id("feed_id", feed.Id.Value);
    }

    public static void BindNewFeed(IArgs args, Feed feed)
    {
        BindFeed(args, feed);
        args.Id("connection_id", feed.ConnectionId.Value);
        args.Id("account_id", feed.AccountId.Value);
        args.Flag("is_linked_by_person", feed.LinkedByPerson);
    }

    public static BalanceSnapshot ReadBalance(IRow row, int at = 0)
    {
        var currency = MoneyRows.ReadCurrency(row, at + 5);
        return new(
            new AccountId(row.Id(at)),
            new FeedId(row.Id(at + 1)),
            new Money(row.Long(at + 2), currency),
            MoneyRows.MoneyOrNull(row, at + 3, currency),
            MoneyRows.MoneyOrNull(row, at + 4, currency),
            row.Instant(at + 7),
            row.Instant(at + 8),
            Words<BalanceSource>.Read(row.Text(at + 9)),
            row.Flag(at + 10)
        );
    }

    /// <summary>The joined balance, null where the join found none.</summary>
    public static BalanceSnapshot? ReadBalanceOrNull(IRow row, int at) => row.IsNull(at) ? null : ReadBalance(row, at);

    public static void BindBalance(IArgs args, BalanceSnapshot balance)
    {
        var currency = balance.Current.Currency;
        args.Id("feed_id", balance.FeedId.Value);
        args.Long("current_minor", balance.Current.Minor);
        args.Long("available_minor", MoneyRows.MinorIn(currency, balance.Available));
        args.Long("limit_minor", MoneyRows.MinorIn(currency, balance.Limit));
        MoneyRows.Bind(args, currency);
        args.Instant("as_of", balance.AsOf);
        args.Instant("recorded_at", balance.RecordedAt);
        args.Word("source", balance.Source);
        args.Flag("came_with_update", balance.CameWithUpdate);
    }
}
