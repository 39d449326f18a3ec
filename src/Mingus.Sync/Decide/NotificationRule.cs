using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Sync.Decide;

/// <summary>
/// What people are told. Pure, and of changes only: what was so before is not said again, and a commit that is refused
/// and made again says the same once. A topic of a connection is one notification, whose id follows from both.
/// </summary>
internal static class NotificationRule
{
    // Failures in a row, with pauses that double up to an hour: more than half a day.
    private const int FailingAfter = 16;

    /// <summary>What a commit tells and takes back.</summary>
    public static NotificationChanges Of(NotificationFacts facts)
    {
        var draft = new Draft(facts.After, facts.Now);
        TellHealth(draft, facts.Before, facts.After);
        TellNotice(draft, facts.Before.Notice, facts.After.Notice);
        TellFailing(draft, facts.Before, facts.After);
        TellHistory(draft, facts.Before, facts.After);
        TellFindings(draft, facts);
        if (facts.Ended is { } run)
        {
            TellAsked(draft, run);
        }

        return draft.Changes;
    }

    /// <summary>What is told of a connection's notice that a webhook brought.</summary>
    public static NotificationChanges OfNotice(Connection seen, Problem? after, DateTimeOffset now)
    {
        var draft = new Draft(seen, now);
        TellNotice(draft, seen.Notice, after);
        return draft.Changes;
    }

    /// <summary>The one notification of a topic of a connection.</summary>
    public static NotificationId IdOf(ConnectionId connectionId, string topic) =>
        Notification.IdOf(connectionId, topic);

    private static void TellHealth(Draft draft, Connection before, Connection after)
    {
        var needed = before.Status == ConnectionStatus.NeedsAttention;
        if (after.Status == ConnectionStatus.NeedsAttention)
        {
            if (!needed || before.Problem?.Code != after.Problem?.Code)
            {
                draft.Tell(NotificationTopics.Health, KindOf(after.Problem), Severity.Error, after.Problem);
            }
        }
        else if (needed)
        {
            draft.Tell(NotificationTopics.Health, NotificationKind.Success, Severity.Info, "It is synced again.");
        }
    }

    private static void TellNotice(Draft draft, Problem? before, Problem? after)
    {
        if (before?.Code == after?.Code)
        {
            return;
        }

        if (before is not null && TopicOf(before) != (after is null ? null : TopicOf(after)))
        {
            draft.Resolve(TopicOf(before));
        }

        if (after is not null)
        {
            draft.Tell(TopicOf(after), NotificationKind.Actionable, Severity.Warning, after);
        }
    }

    // While the bank's first data is on its way nothing fails: it is waited for.
    private static void TellFailing(Draft draft, Connection before, Connection after)
    {
        var isNew = before.FailuresInRow < FailingAfter && after.FailuresInRow >= FailingAfter;
        if (isNew && after.Status == ConnectionStatus.Healthy && after.History != HistoryStatus.NotReady)
        {
            draft.Tell(NotificationTopics.Failing, NotificationKind.Error, Severity.Warning, after.Problem);
        }
        else if (before.FailuresInRow >= FailingAfter && after.FailuresInRow == 0)
        {
            draft.Resolve(NotificationTopics.Failing);
        }
    }

    private static void TellHistory(Draft draft, Connection before, Connection after)
    {
        if (before.History == after.History)
        {
            return;
        }

        if (after.History == HistoryStatus.Complete)
        {
            draft.Tell(
                NotificationTopics.History,
                NotificationKind.Completion,
                Severity.Info,
                "All of the history that the bank gives has arrived."
            );
        }
        else if (after.History == HistoryStatus.Initial)
        {
            draft.Tell(
                NotificationTopics.History,
                NotificationKind.Progress,
                Severity.Info,
                "The last 30 days are here; the older history is on its way."
            );
        }
    }

    private static void TellFindings(Draft draft, NotificationFacts facts)
    {
        if (facts.NewErrors > 0)
        {
            draft.Tell(
                NotificationTopics.Findings,
                NotificationKind.Error,
                Severity.Error,
                facts.NewErrors == 1
                    ? "A check found something that puts a balance in doubt; see the findings."
                    : $"Checks found {facts.NewErrors} things that put balances in doubt; see the findings."
            );
        }
        else if (facts.ClearsFindings)
        {
            draft.Resolve(NotificationTopics.Findings);
        }
    }

    // A click on a balance or an everyday sync is answered where it was made; what takes long is told when it ends.
    private static void TellAsked(Draft draft, Run run)
    {
        var isLong = run.Type is SyncType.Historical or SyncType.Backfill or SyncType.Full or SyncType.Validate;
        if (run.Trigger != RunTrigger.Person || !isLong)
        {
            return;
        }

        switch (run.Status)
        {
            case RunStatus.Succeeded or RunStatus.Partial when run.Problem is null:
                var created = run.Accounts.Sum(static account => account.Counts.Created);
                draft.Tell(
                    NotificationTopics.Asked,
                    NotificationKind.Completion,
                    Severity.Info,
                    $"The {SyncTypes.NameOf(run.Type)} sync has ended: {created} new, {run.IssuesFound} to look at."
                );
                break;
            case RunStatus.Failed or RunStatus.Partial:
                draft.Tell(NotificationTopics.Asked, NotificationKind.Error, Severity.Warning, run.Problem);
                break;
        }
    }

    private static string TopicOf(Problem notice) =>
        notice.Action == ProblemActions.ChooseAccounts ? NotificationTopics.NewAccounts : NotificationTopics.Consent;

    private static NotificationKind KindOf(Problem? problem) =>
        problem?.Action
            is ProblemActions.Relink
                or ProblemActions.Renew
                or ProblemActions.ChooseAccounts
                or ProblemActions.ContactBank
            ? NotificationKind.Actionable
            : NotificationKind.Error;

    private sealed class Draft(Connection connection, DateTimeOffset now)
    {
        private readonly List<Notification> _told = [];
        private readonly List<NotificationId> _resolved = [];

        public NotificationChanges Changes =>
            _told.Count + _resolved.Count == 0 ? NotificationChanges.None : new(_told, _resolved);

        public void Tell(string topic, NotificationKind kind, Severity severity, Problem? problem) =>
            Tell(topic, kind, severity, problem?.Detail ?? "It does not work at the moment.", problem?.Action);

        public void Tell(string topic, NotificationKind kind, Severity severity, string text, string? action = null) =>
            _told.Add(
                new Notification
                {
                    Id = IdOf(connection.Id, topic),
                    Kind = kind,
                    Severity = severity,
                    Topic = topic,
                    Text = connection.InstitutionName.Length == 0 ? text : $"{connection.InstitutionName}: {text}",
                    Action = action == ProblemActions.None ? null : action,
                    ConnectionId = connection.Id,
                    At = now,
                }
            );

        public void Resolve(string topic) => _resolved.Add(IdOf(connection.Id, topic));
    }
}
