using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Sync.Decide;

/// <summary>What one commit is about to tell, as far as it is wanted.</summary>
internal sealed class NotificationDraft(Connection connection, DateTimeOffset now, NoticeSettings notices)
{
    private readonly List<Notification> _told = [];
    private readonly List<NotificationId> _resolved = [];

    /// <summary>What is wanted.</summary>
    public NoticeSettings Notices => notices;

    public NotificationChanges Changes =>
        _told.Count + _resolved.Count == 0 ? NotificationChanges.None : new(_told, _resolved);

    /// <summary>Whether people want to be told of such a thing.</summary>
    public bool Wants(NotificationKind kind, string topic) =>
        topic == NotificationTopics.History ? notices.HistoryComplete
        : kind == NotificationKind.Error ? notices.Errors
        : kind != NotificationKind.Actionable || notices.Actionable;

    /// <summary>Tells of a problem.</summary>
    public void Tell(string topic, NotificationKind kind, Severity severity, Problem? problem) =>
        Tell(topic, kind, severity, problem?.Detail ?? "It does not work at the moment.", problem?.Action);

    /// <summary>Tells something of the connection. <paramref name="isWanted"/>: where the kind and the topic do not say
    /// so.</summary>
    public void Tell(
        string topic,
        NotificationKind kind,
        Severity severity,
        string text,
        string? action = null,
        bool? isWanted = null
    )
    {
        if (isWanted ?? Wants(kind, topic))
        {
            Add(NotificationRule.IdOf(connection.Id, topic), topic, kind, severity, text, action, account: null);
        }
    }

    /// <summary>Tells something of an account that its holder chose to be told of.</summary>
    public void Tell(AccountId account, string topic, Severity severity, string text) =>
        Add(
            NotificationRule.IdOf(account, topic),
            topic,
            NotificationKind.Completion,
            severity,
            text,
            action: null,
            account
        );

    public void Resolve(string topic) => _resolved.Add(NotificationRule.IdOf(connection.Id, topic));

    public void Resolve(AccountId account, string topic) => _resolved.Add(NotificationRule.IdOf(account, topic));

    private void Add(
        NotificationId id,
        string topic,
        NotificationKind kind,
        Severity severity,
        string text,
        string? action,
        AccountId? account
    ) =>
        _told.Add(
            new Notification
            {
                Id = id,
                Kind = kind,
                Severity = severity,
                Topic = topic,
                Text = connection.InstitutionName.Length == 0 ? text : $"{connection.InstitutionName}: {text}",
                Action = action == ProblemActions.None ? null : action,
                AccountId = account,
                ConnectionId = connection.Id,
                At = now,
            }
        );
}
