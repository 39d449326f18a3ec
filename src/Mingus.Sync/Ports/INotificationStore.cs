using Mingus.Ledger;

namespace Mingus.Sync.Ports;

/// <summary>What sort of thing a notification tells.</summary>
public enum NotificationKind
{
    /// <summary>Something works again.</summary>
    Success,

    /// <summary>Something does not work, and not the person but an operator or time mends it.</summary>
    Error,

    /// <summary>Something long is under way.</summary>
    Progress,

    /// <summary>Something long, or something asked for, has ended.</summary>
    Completion,

    /// <summary>The person should act; the action says how.</summary>
    Actionable,
}

/// <summary>
/// What the person should know or do. There is one for each topic of a connection: what is told again is counted on it,
/// so that they stay few.
/// </summary>
public sealed record Notification
{
    /// <summary>The id of that topic of that connection, the same whenever it is told.</summary>
    public required NotificationId Id { get; init; }

    public required NotificationKind Kind { get; init; }

    public required Severity Severity { get; init; }

    /// <summary>What it is about, one of <see cref="NotificationTopics"/> or of a host's own.</summary>
    public required string Topic { get; init; }

    /// <summary>One or two sentences for the person; no amounts and no descriptions of transactions.</summary>
    public required string Text { get; init; }

    /// <summary>One of <see cref="ProblemActions"/>; null when nothing is to be done.</summary>
    public string? Action { get; init; }

    public AccountId? AccountId { get; init; }

    public ConnectionId? ConnectionId { get; init; }

    /// <summary>How often the same kind was told in a row since it was last resolved.</summary>
    public int Count { get; init; } = 1;

    /// <summary>When it was last told.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When the person read it; null again once it is told anew.</summary>
    public DateTimeOffset? ReadAt { get; init; }

    /// <summary>When it ceased to be true; null while it is.</summary>
    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>The one notification of a topic of a connection.</summary>
    public static NotificationId IdOf(ConnectionId connectionId, string topic) =>
        NotificationId.From(
            PrefixedId.Derive(DateTimeOffset.UnixEpoch, $"notification\u001F{connectionId}\u001F{topic}")
        );
}

/// <summary>What notifications are about.</summary>
public static class NotificationTopics
{
    /// <summary>The connection needs the person or the operator, or works again.</summary>
    public const string Health = "health";

    /// <summary>The bank's consent ends.</summary>
    public const string Consent = "consent";

    /// <summary>The bank has accounts that are not linked.</summary>
    public const string NewAccounts = "new_accounts";

    /// <summary>The provider or the bank has failed for a while.</summary>
    public const string Failing = "failing";

    /// <summary>The history arrives, or has arrived.</summary>
    public const string History = "history";

    /// <summary>A run that a person asked for.</summary>
    public const string Asked = "asked";

    /// <summary>Checks found something that puts a sum in doubt.</summary>
    public const string Findings = "findings";

    /// <summary>An address of outgoing webhooks was disabled.</summary>
    public const string Endpoint = "webhook_endpoint";
}

/// <summary>What a commit tells people, and what it takes back.</summary>
/// <param name="Told">New ones, and such as are told again.</param>
/// <param name="Resolved">Those that are true no more; one that never was told is left alone.</param>
public sealed record NotificationChanges(IReadOnlyList<Notification> Told, IReadOnlyList<NotificationId> Resolved)
{
    public static NotificationChanges None { get; } = new([], []);
}

/// <summary>Notifications as people read them.</summary>
public interface INotificationStore
{
    /// <summary>A user's notifications, the newest first.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="open">Only those that are true and unread; null for all.</param>
    /// <param name="page">Which page.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<Snapshot<Page<Notification>>> Notifications(
        UserId userId,
        bool? open,
        PageRequest page,
        CancellationToken cancellationToken
    );

    /// <summary>One notification; null when the user has none of that id.</summary>
    Task<Snapshot<Notification?>> Notification(
        UserId userId,
        NotificationId notificationId,
        CancellationToken cancellationToken
    );

    /// <summary>Marks it read and tells the user's streams; once read it stays so. False when the user has none of that
    /// id.</summary>
    Task<bool> MarkRead(
        UserId userId,
        NotificationId notificationId,
        DateTimeOffset now,
        CancellationToken cancellationToken
    );
}
