using Mingus.Ledger;
using Mingus.Ledger.Coverage;
using Mingus.Ledger.Plan;
using Mingus.Sync.Ports;

namespace Mingus.Sync.Backfill;

/// <summary>What is left to fill of a connection's history, and whether a run is to do it. All of it follows from the
/// stored coverage, so that whoever takes up a run that broke off goes on where it stood.</summary>
internal static class BackfillRule
{
    /// <summary>The reason of a run that has to wait for the provider.</summary>
    public const string Waiting = "waiting_for_provider";

    /// <summary>
    /// The run's work, and the backfill where it is owed: a run that nobody asked for goes on with one that waits or
    /// broke off, and verifies what no update proved. What a person asked for stays what they asked for, and so does a
    /// validation, which asks no provider.
    /// </summary>
    public static SyncWork WorkOf(RunSession session)
    {
        var work = session.Run.Work;
        return session.Run.Trigger != RunTrigger.Person && work != SyncWork.Validate && IsOwed(session)
            ? work | SyncWork.Backfill
            : work;
    }

    /// <summary>Whether anything is left to fill, so that the stream is to be read before windows are planned: it
    /// brings the history, and windows compare the ledger as it is now.</summary>
    public static bool NeedsStream(ConnectionContext context) =>
        IsWaiting(context.Connection) || IsUnread(context.Feeds) || Windows(context.Feeds).Count > 0;

    /// <summary>Whether the provider has not got the whole history yet.</summary>
    public static bool IsWaiting(Connection connection) => connection.History != HistoryStatus.Complete;

    /// <summary>The windows that are left to read; none while the provider has not got the history.</summary>
    public static IReadOnlyList<BackfillWindow> Windows(Connection connection, IReadOnlyList<FeedState> feeds) =>
        IsWaiting(connection) ? [] : Windows(feeds);

    /// <summary>The window as the provider is asked for it: all accounts where all miss it.</summary>
    public static WindowQuery QueryOf(BackfillWindow window, IReadOnlyList<FeedState> feeds)
    {
        var live = feeds.Where(static feed => feed.Feed.GoneSince is null).ToList();
        var asked = live.Where(feed => window.Feeds.Contains(feed.Feed.Id)).ToList();
        return new WindowQuery(
            window.Days,
            asked.Count == live.Count ? [] : [.. asked.Select(static feed => feed.Feed.ProviderAccountId)]
        );
    }

    /// <summary>How the history of each account stands, as this connection shows it.</summary>
    public static IReadOnlyList<CoverageOutcome> Outcomes(IReadOnlyList<FeedState> feeds, Connection connection) =>
        [
            .. feeds
                .GroupBy(static feed => feed.Account.Id)
                .Select(account =>
                    (
                        Id: account.Key,
                        Coverage: AccountCoverage.Of([.. account.Select(feed => HistoryOf(feed, connection))])
                    )
                )
                .Select(static account => new CoverageOutcome(
                    account.Id,
                    account.Coverage.State,
                    [.. account.Coverage.Covered],
                    [.. account.Coverage.Gaps],
                    account.Coverage.LimitedSince
                )),
        ];

    private static FeedHistory HistoryOf(FeedState feed, Connection connection) =>
        FeedHistory.Of(
            feed.Feed,
            feed.Account.Kind,
            feed.Coverage,
            connection.History,
            connection.DataAsOf,
            connection.Status != ConnectionStatus.Disconnected
        );

    private static bool IsOwed(RunSession session)
    {
        var state = session.Context.States.FirstOrDefault(static state => state.Work == SyncWork.Backfill);
        return state is { LastOutcome: RunStatus.Partial }
            || Windows(session.Connection, session.Context.Feeds).Count > 0;
    }

    // A feed that is expected to have transactions and of which no update said anything yet.
    private static bool IsUnread(IReadOnlyList<FeedState> feeds) =>
        feeds.Any(static feed =>
            feed is { Coverage: null, Feed.GoneSince: null } && FeedHistory.ExpectsTransactions(feed.Account.Kind)
        );

    private static IReadOnlyList<BackfillWindow> Windows(IReadOnlyList<FeedState> feeds) =>
        BackfillWindows.Over([
            .. feeds
                .Where(static feed => feed.Feed.GoneSince is null)
                .Select(static feed => feed.Coverage)
                .OfType<FeedCoverage>(),
        ]);
}
