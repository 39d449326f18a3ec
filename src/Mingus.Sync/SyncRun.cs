using Microsoft.Extensions.Logging;
using Mingus.Ledger;
using Mingus.Ledger.Plan;
using Mingus.Sync.Backfill;
using Mingus.Sync.Balances;
using Mingus.Sync.Connect;
using Mingus.Sync.Decide;
using Mingus.Sync.Fetch;
using Mingus.Sync.Gate;
using Mingus.Sync.Ports;
using Mingus.Sync.Schedule;
using Mingus.Sync.Validate;

namespace Mingus.Sync;

/// <summary>
/// The journey of a transaction: gate, fetch, translate, normalise, load slice, match, plan, commit, tell. Everything
/// that can fail comes before the commit; after it the run has succeeded. Read this file to know the order of things.
/// </summary>
internal sealed class SyncRun(
    IProvider provider,
    ISecretVault vault,
    GateStation entry,
    FetchStation fetch,
    DecideStation decide,
    BalanceFetcher balanceFetcher,
    BackfillStep backfill,
    ValidateStep validate,
    RunCommitter committer,
    RunReporter reporter,
    AccountLinker linker,
    ConnectionGate gate,
    SyncOptions options,
    TimeProvider time,
    ILogger<SyncRun> log
)
{
    private delegate Task<Run?> Step(RunSession session, bool isLast, CancellationToken cancellationToken);

    /// <summary>Takes one run from its beginning to its end, and answers it as stored; null while another node has the
    /// connection: it waits on. Provider faults end here.</summary>
    public async Task<Run?> Follow(RunJob job, CancellationToken stopping)
    {
        switch (await entry.Begin(job, stopping))
        {
            case RunStart.Started(var context):
                return await Follow(job, context, stopping);
            case RunStart.Busy:
                return null;
            default:
                return await entry.NotBegun(job, stopping);
        }
    }

    private async Task<Run> Follow(RunJob job, ConnectionContext context, CancellationToken stopping)
    {
        var session = new RunSession(job, context, time, provider.HistoryDays);
        try
        {
            if (job.Run.Work != SyncWork.Validate)
            {
                session.OpenToken(vault);
            }

            var ended = await Travel(session, stopping);
            await Recognise(session, ended, stopping);
            return ended;
        }
        catch (ProviderException e)
        {
            return await Fail(session, e.Fault, stopping);
        }
        catch (SecretException e)
        {
            log.SecretDoesNotOpen(session.Run.Id, session.Connection.Id, e.Message);
            return await Fail(session, SecretFault(), stopping);
        }
        catch (OperationCanceledException)
            when (job.Cancelled.IsCancellationRequested && !stopping.IsCancellationRequested)
        {
            return await committer.End(session, session.Connection, RunStatus.Cancelled, null, stopping);
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            log.RunBroke(session.Run.Id, session.Connection.Id, e);
            return await Fail(session, RunFaults.OfOurs(), stopping);
        }
    }

    private async Task<Run> Travel(RunSession session, CancellationToken stopping)
    {
        if (SkipReason(session) is { } reason)
        {
            session.Reason = reason;
            return await committer.End(session, session.Connection, RunStatus.Skipped, null, stopping);
        }

        if (ScheduledWork.ReasonToWait(session.Context, session.Run, session.Now) is { } wait)
        {
            session.Reason = wait.Reason;
            var after = ScheduledWork.Postponed(session.Connection, wait.Due);
            return await committer.End(session, after, RunStatus.Skipped, null, stopping);
        }

        gate.CallingProvider(session.Job);
        var steps = StepsOf(session);
        Run? ended = null;
        for (var i = 0; ended is null; i++)
        {
            session.Job.Cancelled.ThrowIfCancellationRequested();
            ended = await steps[i](session, isLast: i == steps.Count - 1, stopping);
        }

        return ended;
    }

    // After the last commit: the run has ended as it is stored, whatever comes of this.
    private async Task Recognise(RunSession session, Run ended, CancellationToken stopping)
    {
        if (ended.Status is not (RunStatus.Succeeded or RunStatus.Partial))
        {
            return;
        }

        using var station = Telemetry.Station("ledger.recognise");
        try
        {
            await linker.Recognise(session, stopping);
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            log.RecognitionFailed(session.Run.Id, session.Connection.Id, e);
        }
    }

    private List<Step> StepsOf(RunSession session)
    {
        if (session.Job.Reread is not null)
        {
            return [Reread];
        }

        var work = ScheduledWork.Of(session.Context, session.Run, BackfillRule.WorkOf(session), session.Now);
        session.Job.Run = session.Run with { Work = work, Level = ScheduledWork.LevelOf(session.Context, session.Run) };
        List<Step> steps = [];
        var isBackfill = work.HasFlag(SyncWork.Backfill);
        if (work.HasFlag(SyncWork.Transactions) || (isBackfill && BackfillRule.NeedsStream(session.Context)))
        {
            steps.Add(SyncTransactions);
        }

        if (work.HasFlag(SyncWork.Balance))
        {
            steps.Add(SyncBalances);
        }

        if (isBackfill)
        {
            steps.Add(backfill.Fill);
        }

        if (work.HasFlag(SyncWork.Validate))
        {
            steps.Add(validate.Check);
        }

        return steps;
    }

    // Stations 3 to 10 for the change stream. Translation (4) happens behind the port.
    private async Task<Run?> SyncTransactions(RunSession session, bool isLast, CancellationToken stopping)
    {
        var item = await fetch.AskWhenDataIsOf(session, stopping);
        var update = await fetch.Update(session, stopping);
        var listed = IsReplay(session, update) ? await fetch.ListedFeeds(session, stopping) : null;
        var hasFoundNothing = update.Changes.Count + update.Unreadable.Count == 0;
        await reporter.Report(session, new("match", "records", 0, update.Changes.Count, "Comparing"), stopping);
        var isFirst = true;
        return await committer.Commit(
            session,
            async token =>
            {
                var (now, believesAdded) = (session.Now, isFirst);
                isFirst = false;
                var after = ConnectionHealth.AfterUpdate(session.Connection, update.History, item, now);
                after = ConnectionHealth.AfterWebhooks(after, hasFoundNothing, now);
                return await decide.Update(session, update, listed, after, believesAdded, token);
            },
            SyncWork.Transactions,
            isLast,
            stopping
        );
    }

    // Stations 3 to 10 for balances: nothing of the ledger's rows is needed, so no slice.
    private async Task<Run?> SyncBalances(RunSession session, bool isLast, CancellationToken stopping)
    {
        var feeds = session.Context.Feeds.Count;
        await reporter.Report(session, new("balance", "accounts", 0, feeds, "Asking for balances"), stopping);
        var fetched = await balanceFetcher.Fetch(session, stopping);
        return await committer.Commit(
            session,
            _ =>
            {
                var plan = BalancePlanner.Plan(
                    session.PlanContext(session.Connection),
                    fetched.Answer.Accounts,
                    fetched.Answer.Unreadable,
                    fetched.Source
                );
                var after = ConnectionHealth.AfterSuccess(session.Connection, session.Now);
                return Task.FromResult(new Decided(plan, SliceUserVersion: null, after));
            },
            SyncWork.Balance,
            isLast,
            stopping
        );
    }

    // The same stations for one quarantined payload, without the provider.
    private async Task<Run?> Reread(RunSession session, bool isLast, CancellationToken stopping)
    {
        var item = session.Job.Reread ?? throw new InvalidOperationException("A reread has an item.");
        var reread = provider.Reread(item.Payload);
        if (reread.Change is not { } change)
        {
            var reason = $"It still cannot be read: {reread.Unreadable?.Reason ?? item.Reason}";
            var problem = new Problem("still_unreadable", reason, ProblemActions.ContactOperator);
            return await committer.End(session, session.Connection, RunStatus.Failed, problem, stopping);
        }

        var update = new ProviderUpdate
        {
            OriginCursor = session.Connection.Cursor ?? "",
            NextCursor = null,
            History = session.Connection.History,
            Accounts = [],
            Changes = [change],
            Unreadable = [],
            Pages = 1,
            IsReread = true,
        };
        return await committer.Commit(
            session,
            async token =>
                await decide.Update(session, update, listed: null, session.Connection, believesAdded: false, token),
            SyncWork.None,
            isLast,
            stopping
        );
    }

    // A first read from the beginning has nothing to reconcile with.
    internal static bool IsReplay(RunSession session, ProviderUpdate update) =>
        update.OriginCursor is null && session.Connection.Cursor is not null;

    private string? SkipReason(RunSession session) =>
        session.Run.Force || session.Job.Reread is not null || session.Run.Trigger != RunTrigger.Person
            ? null
            : SkipRule.ReasonToSkip(session.Context, session.Run.Work, options.FreshFor, session.Now);

    private async Task<Run> Fail(RunSession session, ProviderFault fault, CancellationToken stopping)
    {
        log.RunFailed(session.Run.Id, session.Connection.Id, fault.Code, fault.Recovery, fault.RequestId);
        var after = ConnectionHealth.AfterFault(session.Connection, fault, session.Now);
        return await committer.End(session, after, RunStatus.Failed, fault.ToProblem(after.NextDueAt), stopping);
    }

    internal static ProviderFault SecretFault() =>
        new(
            Recovery.Config,
            "token_unreadable",
            "The stored access to this bank cannot be opened with the keys this server has. Restore the key, or link "
                + "the bank again.",
            ProblemActions.ContactOperator
        );
}
