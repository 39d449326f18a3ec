namespace Mingus.Ledger;

/// <summary>What an account is; decides how its provider's balance is signed.</summary>
public enum AccountKind
{
    /// <summary>Money held for the holder: checking, savings.</summary>
    Depository,

    /// <summary>Money owed on a card; its balance is negative while something is owed.</summary>
    Credit,

    /// <summary>Money owed on a loan; negative likewise.</summary>
    Loan,

    /// <summary>Securities and cash at a broker.</summary>
    Investment,

    /// <summary>Anything a provider names otherwise; taken as owned.</summary>
    Other,
}

/// <summary>Where a balance comes from.</summary>
public enum BalanceSource
{
    /// <summary>Asked of the bank for this answer.</summary>
    Live,

    /// <summary>What the provider last saw.</summary>
    Cached,

    /// <summary>A statement's closing balance.</summary>
    Statement,
}

/// <summary>A real-world account of one user.</summary>
/// <param name="Id">Its lasting id.</param>
/// <param name="Name">The name shown: the person's own, else the provider's.</param>
/// <param name="OfficialName">The bank's name for the product, null when not given.</param>
/// <param name="Mask">The last digits of its number, 2 to 4 characters, null when not given.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Subtype">The provider's finer word, for instance <c>checking</c>; null when not given.</param>
/// <param name="Currency">What its balance is in.</param>
/// <param name="IsNamedByPerson">True once a person renamed it: a sync leaves the name alone.</param>
/// <param name="IsHidden">True when the person does not want to see it.</param>
public sealed record Account(
    AccountId Id,
    string Name,
    string? OfficialName,
    string? Mask,
    AccountKind Kind,
    string? Subtype,
    Currency Currency,
    bool IsNamedByPerson = false,
    bool IsHidden = false
);

/// <summary>One account as seen through one connection.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ConnectionId">The connection it is seen through.</param>
/// <param name="AccountId">The account it shows.</param>
/// <param name="ProviderAccountId">The provider's id, compared ordinally.</param>
/// <param name="PersistentAccountId">An id some banks keep across connections; null mostly.</param>
/// <param name="Name">The provider's name of it.</param>
/// <param name="Mask">Last digits as this connection gives them; null when not given.</param>
/// <param name="Since">When it was first seen.</param>
/// <param name="GoneSince">When the provider stopped listing it in a complete list of accounts; null while it is
/// listed.</param>
/// <param name="LinkedByPerson">True when a person said which account it shows.</param>
public sealed record Feed(
    FeedId Id,
    ConnectionId ConnectionId,
    AccountId AccountId,
    string ProviderAccountId,
    string? PersistentAccountId,
    string Name,
    string? Mask,
    DateTimeOffset Since,
    DateTimeOffset? GoneSince = null,
    bool LinkedByPerson = false
);

/// <summary>What an account held, when, and who says so. Signs as in <see cref="Money"/>.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="FeedId">The feed that gave it.</param>
/// <param name="Current">The balance without pending transactions; negative for money owed.</param>
/// <param name="Available">What can be spent as the provider gives it, never re-signed; null when not given.</param>
/// <param name="Limit">Credit limit or agreed overdraft as given; null when not given.</param>
/// <param name="AsOf">When it was true, as far as the provider says.</param>
/// <param name="RecordedAt">When we learned it.</param>
/// <param name="Source">Live, cached or statement.</param>
/// <param name="CameWithUpdate">True when it came on the last page of a committed update: only such a balance bears
/// witness for that feed's transactions (invariant 5).</param>
public sealed record BalanceSnapshot(
    AccountId AccountId,
    FeedId FeedId,
    Money Current,
    Money? Available,
    Money? Limit,
    DateTimeOffset AsOf,
    DateTimeOffset RecordedAt,
    BalanceSource Source,
    bool CameWithUpdate
);
