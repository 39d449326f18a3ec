using Mingus.Ledger.Coverage;

namespace Mingus.Ledger.Plan;

/// <summary>What the provider lists in a window, all its pages.</summary>
/// <param name="Window">The days and feeds asked for.</param>
/// <param name="Records">The records listed, as they read now.</param>
/// <param name="Unreadable">Records listed that could not be read.</param>
public sealed record WindowAnswer(
    BackfillWindow Window,
    IReadOnlyList<ProviderChange.Upsert> Records,
    IReadOnlyList<UnreadableRecord> Unreadable
);

/// <summary>
/// Plans a window of the backfill: it verifies the ledger and repairs it. A record that the change stream never gave is
/// added and told; one that reads otherwise now is amended; one that is known and equal changes nothing; one of the
/// ledger that the window does not list stays and is told, for only the stream withdraws. Planning the same window
/// again changes nothing (invariant 3).
/// </summary>
public static class WindowPlanner
{
    /// <summary>The window as an update that moves no cursor: what to load for it (<see cref="PlanNeeds"/>) besides the
    /// live records dated in it.</summary>
    public static ProviderUpdate AsUpdate(PlanContext context, WindowAnswer answer)
    {
        var asked = answer.Window.Feeds.ToHashSet();
        var accounts = context
            .Feeds.Where(feed => asked.Contains(feed.Feed.Id))
            .Select(static feed => feed.Feed.ProviderAccountId)
            .ToHashSet(StringComparer.Ordinal);
        return new ProviderUpdate
        {
            OriginCursor = "",
            NextCursor = null,
            History = HistoryStatus.Complete,
            Accounts = [],
            Changes = [.. answer.Records.Where(record => accounts.Contains(record.ProviderAccountId))],
            Unreadable =
            [
                .. answer.Unreadable.Where(record =>
                    string.IsNullOrEmpty(record.ProviderAccountId) || accounts.Contains(record.ProviderAccountId)
                ),
            ],
            Pages = 1,
        };
    }

    /// <summary>The plan of a window, but for what matching needs beside its records.</summary>
    /// <param name="context">The connection, its feeds, now.</param>
    /// <param name="slice">The records the window names, all others of their transactions, and the live records of its
    /// feeds dated in it.</param>
    /// <param name="answer">What the provider lists.</param>
    public static OpenPlan Open(PlanContext context, LedgerSlice slice, WindowAnswer answer)
    {
        var update = AsUpdate(context, answer);
        var draft = new PlanDraft(context);
        var feeds = new FeedsDraft(draft);
        var records = new RecordsDraft(slice, replay: null);
        var fold = ChangeFold.Of(draft, feeds, records, update);
        TransactionsPlanner.PutAside(draft, feeds, update.Unreadable);
        new RecordPlanning(draft, records, slice.PersonPairs).Apply(fold.Changes);
        var noBalances = new Dictionary<FeedId, BalanceSnapshot>();
        var tasks = MatchTasks.Of(context, feeds, records, (update, noBalances));
        return new OpenPlan(
            draft,
            records,
            (new MatchStep(draft, records, slice.MatchStates, slice.PersonPairs), tasks)
        )
        {
            Tell = changes =>
            {
                WindowFindings.Explain(draft, fold.Changes.Select(static change => change.Key));
                WindowFindings.TellFound(draft, feeds, answer.Window, changes);
                WindowFindings.TellMissing(draft, feeds, answer, slice);
                CoverageDraft.TakeIn(draft, feeds, answer);
            },
            Finish = plan =>
                plan with
                {
                    Readable =
                    [
                        .. TransactionsPlanner.ReadableAgain(slice, update).Select(id => (context.ConnectionId, id)),
                    ],
                },
        };
    }

    /// <summary>The plan of a window whose slice holds all that matching needs.</summary>
    public static SyncPlan Plan(PlanContext context, LedgerSlice slice, WindowAnswer answer) =>
        Open(context, slice, answer).Complete([]);
}
