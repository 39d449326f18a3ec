using Mingus.Ledger;
using Mingus.Ledger.Plan;
using Mingus.Sync.Decide;
using Mingus.Sync.Events;
using Mingus.Sync.Gate;
using Mingus.Sync.Ports;
using Mingus.Sync.Schedule;

namespace Mingus.Sync;

/// <summary>What a step decided: the plan, the user version its slice was loaded at (null when it rests on none), and
/// the connection after it.</summary>
internal sealed record Decided(SyncPlan Plan, long? SliceUserVersion, Connection After);

/// <summary>
/// Stations 6 to 10 of the journey: decide on a slice, commit it with its cursor, again if the ledger moved meanwhile.
/// The last step's commit ends the run.
/// </summary>
internal sealed class RunCommitter(
    ILedgerStore store,
    ScheduleStation schedule,
    InstitutionWatch watch,
    IReadOnlyList<INoticeRule> notices,
    UserLocks userLocks,
    TimeProvider time
)
{
    /// <summary>
    /// Decides and commits one part of a run. Null: the run goes on. Else the run as it ended: with this commit, or
    /// abandoned because another run has the connection by now.
    /// </summary>
    /// <exception cref="ProviderException">Other writers of this user were always faster; nothing was
    /// written.</exception>
    public async Task<Run?> Commit(
        RunSession session,
        Func<CancellationToken, Task<Decided>> decide,
        SyncWork part,
        bool isLast,
        CancellationToken cancellationToken
    )
    {
        using var turn = await userLocks.Enter(session.UserId, cancellationToken);
        for (var attempt = 1; attempt <= SyncLimits.PlansPerUpdate; attempt++)
        {
            var decided = await decide(cancellationToken);
            session.Job.Cancelled.ThrowIfCancellationRequested();
            var scheduled = schedule.AfterPart(session, decided, part);
            decided = decided with { After = scheduled.After };
            var run = isLast ? session.Ended(RunStatus.Succeeded, null, decided.Plan) : session.Run;
            var states = isLast ? session.States(part, RunStatus.Failed) : [];
            var outcome = await Write(session, decided, run, states, scheduled.Rhythm, cancellationToken);
            switch (outcome.Result)
            {
                case CommitResult.Committed:
                    session.Rhythm = scheduled.Rhythm ?? session.Rhythm;
                    session.Committed(decided.Plan, decided.After, part, outcome.UserVersion);
                    return isLast ? Ended(session, run) : null;
                case CommitResult.RunStale:
                    return Abandoned(session.Run);
                default:
                    await Reload(session, cancellationToken);
                    break;
            }
        }

        throw LedgerBusy();
    }

    /// <summary>Ends a run without a plan: failed, skipped, cancelled. Answers it as stored, or abandoned.</summary>
    public async Task<Run> End(
        RunSession session,
        Connection after,
        RunStatus status,
        Problem? problem,
        CancellationToken cancellationToken
    )
    {
        var run = session.Ended(status, problem, SyncPlan.Empty);
        var states = session.States(SyncWork.None, status);
        var decided = new Decided(SyncPlan.Empty, SliceUserVersion: null, after);
        var rhythm = ScheduleStation.AfterNothing(session);
        var outcome = await Write(session, decided, run, states, rhythm, cancellationToken);
        return outcome.Result == CommitResult.Committed ? Ended(session, run) : Abandoned(session.Run);
    }

    private Run Ended(RunSession session, Run run)
    {
        watch.Ended(session.Connection, run);
        return run;
    }

    private async Task<CommitOutcome> Write(
        RunSession session,
        Decided decided,
        Run run,
        IReadOnlyList<SyncState> states,
        byte[]? rhythm,
        CancellationToken cancellationToken
    )
    {
        using var station = Telemetry.Station("ledger.commit");
        var began = time.GetTimestamp();
        var now = time.Now();
        LedgerEvent[] ending = run.IsEnded ? [RunEvents.Completed(run)] : [];
        var ifWebhooks = NextDue.AfterWebhook(decided.After, WebhookMeaning.Changes, now);
        var notifications = Notices(FactsOf(session, decided, run, now));
        var commit = new SyncCommit
        {
            Connection = decided.After,
            Run = run,
            Plan = decided.Plan,
            SliceUserVersion = decided.SliceUserVersion,
            States = states,
            Events =
            [
                .. decided.Plan.Events,
                .. RunEvents.Connection(session.Connection, decided.After, now),
                .. RunEvents.Notifications(decided.After.Id, notifications, now),
                .. ending,
            ],
            LeaseUntil = now + SyncLimits.Lease,
            DueIfWebhooks = ifWebhooks?.At,
            DueIfWebhooksReason = ifWebhooks?.Reason,
            Rhythm = rhythm,
            MovesNotice = session.Connection.Notice?.Code != decided.After.Notice?.Code,
            Notifications = notifications,
        };
        var outcome = await store.Commit(commit, cancellationToken);
        session.Storing += time.GetElapsedTime(began);
        return outcome;
    }

    // Ours first, then those of the host's rules.
    private NotificationChanges Notices(NotificationFacts facts)
    {
        var ours = NotificationRule.Of(facts);
        if (notices.Count == 0)
        {
            return ours;
        }

        var theirs = notices.Select(rule => rule.Of(facts)).ToList();
        return new NotificationChanges(
            [.. ours.Told, .. theirs.SelectMany(static changes => changes.Told)],
            [.. ours.Resolved, .. theirs.SelectMany(static changes => changes.Resolved)]
        );
    }

    private static NotificationFacts FactsOf(RunSession session, Decided decided, Run run, DateTimeOffset now)
    {
        var open = session.Context.OpenFindings;
        var plan = decided.Plan;
        return new NotificationFacts(session.Connection, decided.After, now)
        {
            Plan = plan,
            Ended = run.IsEnded ? run : null,
            NewErrors = plan.Findings.Count(f => f.Severity == Severity.Error && !open.Contains(f.Id)),
            ClearsFindings = open.Count > 0 && plan.Findings.Count == 0 && open.All(plan.Resolved.Contains),
            Notices = session.Context.Settings.Notices,
            Accounts = AccountNotices.FactsOf(session, plan),
        };
    }

    private async Task Reload(RunSession session, CancellationToken cancellationToken)
    {
        var newer = await store.LoadConnection(session.UserId, session.Connection.Id, cancellationToken);
        session.Reloaded(newer ?? throw LedgerBusy());
    }

    // The store has marked it abandoned already, when the other run took the connection.
    private Run Abandoned(Run run) => run with { Status = RunStatus.Abandoned, EndedAt = time.Now() };

    internal static ProviderException LedgerBusy() =>
        new(
            new ProviderFault(
                Recovery.Retry,
                "ledger_busy",
                "Other changes of this user's data came first each time. Nothing was written; it is tried again.",
                ProblemActions.Retry
            )
        );
}
