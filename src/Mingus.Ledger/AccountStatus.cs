namespace Mingus.Ledger;

/// <summary>The one word for how an account stands.</summary>
public enum AccountState
{
    /// <summary>Connected, checked, current.</summary>
    Active,

    /// <summary>A run is under way.</summary>
    Updating,

    /// <summary>Connected, but its newest data is older than it should be.</summary>
    Stale,

    /// <summary>The person or an operator must act before it goes on.</summary>
    NeedsAttention,

    /// <summary>No connection shows it any more; its history stays.</summary>
    Disconnected,

    /// <summary>The bank does not list it any more.</summary>
    Closed,

    /// <summary>The person does not want to see it.</summary>
    Hidden,
}

/// <summary>How a connection stands, as far as an account's status depends on it.</summary>
public enum ConnectionStanding
{
    Healthy,
    NeedsAttention,
    Disconnected,
}

/// <summary>One feed of an account, as far as the account's status depends on it.</summary>
/// <param name="Connection">How its connection stands.</param>
/// <param name="Problem">What is wrong with the connection; may be set while healthy.</param>
/// <param name="IsGone">True when the provider lists the feed no more.</param>
/// <param name="IsRunning">True while a run of the connection is under way or queued.</param>
/// <param name="CheckedAt">When it was last asked with success; null before the first time.</param>
/// <param name="DataAsOf">When the provider last read the bank; null when it never said.</param>
public sealed record FeedStanding(
    ConnectionStanding Connection,
    Problem? Problem,
    bool IsGone,
    bool IsRunning,
    DateTimeOffset? CheckedAt,
    DateTimeOffset? DataAsOf
);

/// <summary>
/// How an account stands, and why in one sentence. The first that holds, in this order: <b>hidden</b>;
/// <b>disconnected</b> (no feed, or every connection ended); <b>closed</b> (no connection left lists it); <b>needs
/// attention</b> (none of those that list it is healthy); <b>updating</b> (a run on one of those); <b>stale</b> (the
/// newest data of a healthy one is older than it should be, or there never was any); <b>active</b>. So one healthy feed
/// keeps an account alive, and old data is never called current.
/// </summary>
/// <param name="State">The state.</param>
/// <param name="Reason">One sentence for a person.</param>
public sealed record AccountStatus(AccountState State, string Reason)
{
    /// <summary>The state in the API's word.</summary>
    public string Word =>
        State switch
        {
            AccountState.Active => "active",
            AccountState.Updating => "updating",
            AccountState.Stale => "stale",
            AccountState.NeedsAttention => "needs_attention",
            AccountState.Disconnected => "disconnected",
            AccountState.Closed => "closed",
            AccountState.Hidden => "hidden",
            _ => throw new ArgumentOutOfRangeException(nameof(State)),
        };

    /// <summary>Judges an account.</summary>
    /// <param name="isHidden">Whether the person hid it.</param>
    /// <param name="feeds">Its feeds, each with its connection.</param>
    /// <param name="now">Now.</param>
    /// <param name="staleAfter">From this age on data counts as stale.</param>
    public static AccountStatus Of(
        bool isHidden,
        IReadOnlyList<FeedStanding> feeds,
        DateTimeOffset now,
        TimeSpan staleAfter
    )
    {
        if (isHidden)
        {
            return new(AccountState.Hidden, "You hid this account.");
        }

        var connected = feeds.Where(feed => feed.Connection != ConnectionStanding.Disconnected).ToList();
        if (connected.Count == 0)
        {
            return new(AccountState.Disconnected, "No connection shows this account any more; its history stays.");
        }

        var listed = connected.FindAll(feed => !feed.IsGone);
        if (listed.Count == 0)
        {
            return new(AccountState.Closed, "The bank does not list this account any more.");
        }

        var healthy = listed.FindAll(feed => feed.Connection == ConnectionStanding.Healthy);
        if (healthy.Count == 0)
        {
            var problem = listed.Find(feed => feed.Problem is not null)?.Problem;
            return new(AccountState.NeedsAttention, problem?.Detail ?? "The connection to the bank needs attention.");
        }

        return healthy.Exists(feed => feed.IsRunning)
            ? new(AccountState.Updating, "It is being updated now.")
            : OfAge(healthy, now, staleAfter);
    }

    private static AccountStatus OfAge(List<FeedStanding> healthy, DateTimeOffset now, TimeSpan staleAfter)
    {
        // The feed with the newest data speaks for the account. Where a bank does not say how old its data is, the
        // check is the best that is known.
        var newest = healthy.MaxBy(feed => feed.DataAsOf ?? feed.CheckedAt ?? DateTimeOffset.MinValue)!;
        var text = $"{Freshness.Text(newest.CheckedAt, newest.DataAsOf, now)}.";
        return newest.CheckedAt is not null && now - (newest.DataAsOf ?? newest.CheckedAt.Value) < staleAfter
            ? new(AccountState.Active, text)
            : new(AccountState.Stale, newest.Problem is { } problem ? $"{text} {problem.Detail}" : text);
    }
}
