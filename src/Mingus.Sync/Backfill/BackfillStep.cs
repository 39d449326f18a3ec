using Mingus.Ledger;
using Mingus.Ledger.Coverage;
using Mingus.Ledger.Plan;
using Mingus.Sync.Decide;
using Mingus.Sync.Events;
using Mingus.Sync.Ports;

namespace Mingus.Sync.Backfill;

/// <summary>
/// The step of a run that fills the gaps of the history: one window after the other, newest first, each with a commit
/// of its own that moves no cursor. What was committed is in the coverage, so that a kill or a cancel between two
/// windows costs nothing but the window under way.
/// </summary>
internal sealed class BackfillStep(
    WindowFetcher fetcher,
    DecideStation decide,
    RunCommitter committer,
    RunReporter reporter
)
{
    /// <summary>Fills the gaps. Null: the run goes on.</summary>
    /// <exception cref="ProviderException">The provider failed; the windows before stay.</exception>
    public async Task<Run?> Fill(RunSession session, bool isLast, CancellationToken stopping)
    {
        var windows = BackfillRule.Windows(session.Connection, session.Context.Feeds);
        for (var done = 0; done < windows.Count; done++)
        {
            session.Job.Cancelled.ThrowIfCancellationRequested();
            var progress = ProgressOf(windows, done);
            await reporter.Report(session, progress, stopping);
            if (await Fetch(session, windows[done], stopping) is not { } answer)
            {
                return await Wait(session, isLast, stopping);
            }

            progress = progress with { Done = done + 1 };
            var isEnd = done + 1 == windows.Count;
            var ended = await Commit(session, answer, progress, isEnd, isLast && isEnd, stopping);
            if (ended is not null || isEnd)
            {
                return ended;
            }
        }

        return BackfillRule.IsWaiting(session.Connection)
            ? await Wait(session, isLast, stopping)
            : await End(session, NextDue.AfterSuccess(session.Connection, session.Now), isLast, stopping);
    }

    private async Task<WindowAnswer?> Fetch(RunSession session, BackfillWindow window, CancellationToken stopping)
    {
        try
        {
            var query = BackfillRule.QueryOf(window, session.Context.Feeds);
            var fetched = await fetcher.Fetch(session.Access, window, query, OnCall, stopping);
            session.Bytes += fetched.Bytes;
            return fetched.Answer;
        }
        catch (ProviderException e) when (e.Fault.Recovery == Recovery.Wait)
        {
            return null;
        }

        void OnCall()
        {
            session.Job.Cancelled.ThrowIfCancellationRequested();
            session.ProviderCalls++;
        }
    }

    private Task<Run?> Commit(
        RunSession session,
        WindowAnswer answer,
        RunProgress progress,
        bool isEnd,
        bool isLast,
        CancellationToken stopping
    ) =>
        committer.Commit(
            session,
            async token =>
            {
                var due = NextDue.AfterSuccess(session.Connection, session.Now);
                var after = isEnd ? DueAt(session.Connection, due) : session.Connection;
                var decided = await decide.Window(session, answer, after, token);
                var told = Told(session, answer.Window, progress);
                return decided with { Plan = decided.Plan with { Events = [.. decided.Plan.Events, .. told] } };
            },
            isEnd ? SyncWork.Backfill : SyncWork.None,
            isLast,
            stopping
        );

    private Task<Run?> Wait(RunSession session, bool isLast, CancellationToken stopping)
    {
        var due = NextDue.WhileWaiting(session.Connection, session.Now);
        session.BackfillWaits(due);
        return End(session, due, isLast, stopping);
    }

    private Task<Run?> End(RunSession session, Due due, bool isLast, CancellationToken stopping) =>
        committer.Commit(
            session,
            _ => Task.FromResult(new Decided(SyncPlan.Empty, SliceUserVersion: null, DueAt(session.Connection, due))),
            SyncWork.Backfill,
            isLast,
            stopping
        );

    // Only when, not how it is: windows say nothing of a connection that needs its person.
    private static Connection DueAt(Connection connection, Due due) =>
        connection.Status == ConnectionStatus.Healthy
            ? connection with
            {
                NextDueAt = due.At,
                NextDueReason = due.Reason,
            }
            : connection;

    private static RunProgress ProgressOf(IReadOnlyList<BackfillWindow> windows, int done) =>
        new(
            "backfill",
            "windows",
            done,
            windows.Count,
            $"Reading {windows[done].Days.From:yyyy-MM-dd} to {windows[done].Days.To:yyyy-MM-dd}"
        );

    private static IEnumerable<LedgerEvent> Told(RunSession session, BackfillWindow window, RunProgress progress) =>
        session
            .Context.Feeds.Where(feed => window.Feeds.Contains(feed.Feed.Id))
            .Select(static feed => feed.Account.Id)
            .Distinct()
            .Select(account => RunEvents.Backfilled(session.Run, account, window.Days, progress, session.Now));
}
