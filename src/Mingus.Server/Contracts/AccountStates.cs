using Mingus.Sync.Ports;

namespace Mingus.Server.Contracts;

/// <summary>How an account stands, in one word.</summary>
internal enum AccountState
{
    Active,
    Updating,
    Stale,
    NeedsAttention,
    Disconnected,
    Closed,
    Hidden,
}

/// <summary>The one function that judges an account's status, with its reason.</summary>
internal static class AccountStates
{
    private static readonly TimeSpan StaleAfter = TimeSpan.FromHours(48);

    public static (AccountState Status, string Reason) Of(AccountView view, DateTimeOffset now)
    {
        var living = view.Feeds.Where(feed => feed.Connection.Status != ConnectionStatus.Disconnected).ToList();
        if (view.Account.IsHidden)
        {
            return (AccountState.Hidden, "You hid this account.");
        }

        if (living.Count == 0)
        {
            return (AccountState.Disconnected, "The bank is not linked any more. Its history stays.");
        }

        if (living.TrueForAll(feed => feed.Feed.GoneSince is not null))
        {
            return (AccountState.Closed, "The bank does not list this account any more.");
        }

        if (view.ActiveRun is not null)
        {
            return (AccountState.Updating, "Being checked now.");
        }

        var troubled = living.Find(feed => feed.Connection.Status == ConnectionStatus.NeedsAttention);
        if (troubled is not null)
        {
            return (AccountState.NeedsAttention, troubled.Connection.Problem?.Detail ?? "The bank needs you.");
        }

        var checkedAt = living.SelectMany(feed => feed.States).Max(state => state.LastSuccessAt);
        return checkedAt is { } at && now - at <= StaleAfter
            ? (AccountState.Active, "Checked and current.")
            : (AccountState.Stale, checkedAt is null ? "Not checked yet." : "Not checked for two days.");
    }
}
