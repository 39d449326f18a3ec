using System.Text.Json;
using Mingus.Ledger;
using Mingus.Ledger.Match;
using Mingus.Ledger.Match.Evidence;
using Mingus.Storage.Scripts;

namespace Mingus.Storage.Rows;

/// <summary>What matching leaves at rest: redirects, suggestions, what it remembers of accounts.</summary>
internal static class MatchRows
{
    public static void Bind(IArgs args, Redirect redirect)
    {
        BindMove(args, redirect);
        args.Id("decision_id", redirect.DecisionId.Value);
    }

    public static void BindMove(IArgs args, Redirect redirect)
    {
        args.Id("old_id", redirect.Old.Value);
        args.Id("new_id", redirect.New.Value);
    }

    public static void Bind(IArgs args, AccountRedirect redirect)
    {
        BindMove(args, redirect);
        args.Id("decision_id", redirect.DecisionId.Value);
    }

    public static void BindMove(IArgs args, AccountRedirect redirect)
    {
        args.Id("old_id", redirect.Old.Value);
        args.Id("new_id", redirect.New.Value);
    }

    public static void BindUndone(IArgs args, (DecisionId Undone, DecisionId By) undoing)
    {
        args.Id("decision_id", undoing.Undone.Value);
        args.Id("undone_by", undoing.By.Value);
    }

    public static void Bind(IArgs args, Suggestion suggestion)
    {
        args.Id("duplicate_id", suggestion.Id.Value);
        args.Id("account_id", suggestion.AccountId.Value);
        args.Id("one_id", suggestion.One.Value);
        args.Id("other_id", suggestion.Other.Value);
        args.Number("score", suggestion.Score);
        args.Text("reasons", JsonSerializer.Serialize(suggestion.Reasons, RowJson.Default.IReadOnlyListString));
        args.Instant("at", suggestion.At);
        args.Text("rule", suggestion.Rule);
    }

    /// <summary>What is remembered of accounts, as the JSON that rests.</summary>
    public static List<(AccountId AccountId, byte[] Json)> Write(
        IEnumerable<KeyValuePair<AccountId, AccountMatchState>> remembered
    ) => [.. remembered.Select(static state => (state.Key, Write(state.Value)))];

    public static void Bind(IArgs args, (AccountId AccountId, byte[] Json) remembered)
    {
        args.Id("account_id", remembered.AccountId.Value);
        args.Utf8("state", remembered.Json);
    }

    public static void Bind(IArgs args, AccountId accountId, AmountProbe probe)
    {
        args.Id("account_id", accountId.Value);
        args.Long("amount_minor", probe.Minor);
        args.Day("from_date", probe.From);
        args.Day("to_date", probe.To);
    }

    private static byte[] Write(AccountMatchState state) =>
        JsonSerializer.SerializeToUtf8Bytes(MatchStateRow.Of(state), RowJson.Default.MatchStateRow);

    public static AccountMatchState ReadState(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, RowJson.Default.MatchStateRow)!.ToState();
}

/// <summary>What matching remembers of an account, as JSON: dictionaries by pairs become lists.</summary>
internal sealed record MatchStateRow(
    IReadOnlyDictionary<FeedId, FeedMatchState> Feeds,
    IReadOnlyList<MatchStateRow.PairRow> Rates,
    IReadOnlyList<UnsettledTransaction> Unsettled,
    AccountBalanceState? Account
)
{
    public static MatchStateRow Of(AccountMatchState state) =>
        new(
            state.Feeds,
            [.. state.Rates.Select(static rate => new PairRow(rate.Key.One, rate.Key.Other, rate.Value))],
            state.Unsettled,
            state.Account
        );

    public AccountMatchState ToState() =>
        new()
        {
            Feeds = Feeds,
            Rates = Rates.ToDictionary(static rate => (rate.One, rate.Other), static rate => rate.Rates),
            Unsettled = Unsettled,
            Account = Account ?? new AccountBalanceState(),
        };

    /// <summary>The rates of a pair of feeds.</summary>
    internal sealed record PairRow(FeedId One, FeedId Other, PairRates Rates);
}
