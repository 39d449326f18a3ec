using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Server.Contracts;

/// <summary>Puts an account's view before the ledger's one function that judges how an account stands.</summary>
internal static class AccountStates
{
    /// <summary>Banks update daily; one missed day is no news, two are.</summary>
    private static readonly TimeSpan StaleAfter = TimeSpan.FromHours(48);

    public static AccountStatus Of(AccountView view, DateTimeOffset now) =>
        AccountStatus.Of(
            view.Account.IsHidden,
            [.. view.Feeds.Select(feed => StandingOf(feed, view.ActiveRun))],
            now,
            StaleAfter
        );

    private static FeedStanding StandingOf(FeedView feed, Run? activeRun) =>
        new(
            feed.Connection.Status switch
            {
                ConnectionStatus.Healthy => ConnectionStanding.Healthy,
                ConnectionStatus.NeedsAttention => ConnectionStanding.NeedsAttention,
                _ => ConnectionStanding.Disconnected,
            },
            feed.Connection.Problem,
            IsGone: feed.Feed.GoneSince is not null,
            IsRunning: activeRun?.ConnectionId == feed.Connection.Id,
            CheckedAt: FreshnessBody.CheckedAtOf(feed),
            feed.Connection.DataAsOf
        );
}
