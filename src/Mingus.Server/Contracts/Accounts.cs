using System.Text.Json.Serialization;
using Mingus.Ledger;
using Mingus.Ledger.Coverage;
using Mingus.Sync.Ports;

namespace Mingus.Server.Contracts;

/// <summary>
/// What an account held, when, and who says so. Money owed is negative; <c>available</c> and <c>limit</c> are as the
/// provider gives them. <c>kind</c> is left out where the balance stands in a run's result.
/// </summary>
internal sealed record BalanceBody(
    string AccountId,
    string FeedId,
    string Current,
    string? Available,
    string? Limit,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Currency,
    string? UnofficialCurrency,
    DateTimeOffset AsOf,
    DateTimeOffset RecordedAt,
    BalanceSource Source,
    AccountKind? Kind,
    string Explained
)
{
    /// <summary>Whether the transactions explain a balance is not judged until reconciliation arrives.</summary>
    private const string NotJudged = "unknown";

    public static BalanceBody From(BalanceSnapshot balance, AccountKind? kind) =>
        new(
            balance.AccountId.ToString(),
            balance.FeedId.ToString(),
            balance.Current.ToText(),
            balance.Available?.ToText(),
            balance.Limit?.ToText(),
            Amounts.Official(balance.Current.Currency),
            Amounts.Unofficial(balance.Current.Currency),
            balance.AsOf,
            balance.RecordedAt,
            balance.Source,
            kind,
            NotJudged
        );
}

/// <summary>Who said that a feed shows its account.</summary>
internal enum LinkedBy
{
    Automatic,
    Person,
}

/// <summary>An account as seen through one connection.</summary>
internal sealed record FeedBody(
    string Id,
    string ConnectionId,
    string ProviderAccountId,
    string? PersistentAccountId,
    string? Mask,
    string Name,
    LinkedBy LinkedBy,
    DateTimeOffset Since
)
{
    public static FeedBody From(Feed feed) =>
        new(
            feed.Id.ToString(),
            feed.ConnectionId.ToString(),
            feed.ProviderAccountId,
            feed.PersistentAccountId,
            feed.Mask,
            feed.Name,
            feed.LinkedByPerson ? LinkedBy.Person : LinkedBy.Automatic,
            feed.Since
        );
}

/// <summary>A real-world account.</summary>
internal sealed record AccountBody(
    string Id,
    string Name,
    string? OfficialName,
    string? Mask,
    AccountKind Kind,
    string? Subtype,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Currency,
    string? UnofficialCurrency,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] InstitutionBody? Institution,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] BalanceBody? Balance,
    IReadOnlyList<FeedBody> Feeds,
    FreshnessBody Freshness,
    AccountState Status,
    string StatusReason,
    int OpenFindings,
    BackfillState CoverageState
)
{
    public static AccountBody From(AccountView view, DateTimeOffset now)
    {
        var (status, reason) = AccountStates.Of(view, now);
        var shown = view.BalanceFeed();
        return new(
            view.Account.Id.ToString(),
            view.Account.Name,
            view.Account.OfficialName,
            view.Account.Mask,
            view.Account.Kind,
            view.Account.Subtype,
            Amounts.Official(view.Account.Currency),
            Amounts.Unofficial(view.Account.Currency),
            shown is null
                ? null
                : new InstitutionBody(shown.Connection.InstitutionId, shown.Connection.InstitutionName),
            view.Balance is null ? null : BalanceBody.From(view.Balance, view.Account.Kind),
            [.. view.Feeds.Select(feed => FeedBody.From(feed.Feed))],
            FreshnessBody.From(view, now),
            status,
            reason,
            view.OpenFindings,
            Coverages.Of(view).State
        );
    }
}

/// <summary>What a person changes of an account: null leaves, an empty name gives it back to the bank.</summary>
internal sealed record AccountEdit(string? Name, bool? Hidden) : IRequestBody;

/// <summary>Which of an account's feeds speaks for it.</summary>
internal static class AccountViews
{
    /// <summary>The feed that gives the balance; else the first through a living connection; null without
    /// feeds.</summary>
    public static FeedView? BalanceFeed(this AccountView view) =>
        view.Feeds.FirstOrDefault(feed => feed.Feed.Id == view.Balance?.FeedId)
        ?? view.Feeds.FirstOrDefault(feed => feed.Connection.Status != ConnectionStatus.Disconnected)
        ?? view.Feeds.FirstOrDefault();
}
