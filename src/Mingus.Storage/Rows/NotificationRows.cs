using Mingus.Ledger;
using Mingus.Storage.Scripts;
using Mingus.Sync.Ports;

namespace Mingus.Storage.Rows;

/// <summary>Notifications at rest.</summary>
internal static class NotificationRows
{
    public static Notification Read(IRow row) =>
        new()
        {
            Id = new NotificationId(row.Id(0)),
            Kind = Words<NotificationKind>.Read(row.Text(1)),
            Severity = Words<Severity>.Read(row.Text(2)),
            Topic = row.Text(3),
            Text = row.Text(4),
            Action = row.TextOrNull(5),
            AccountId = row.IdOrNull(6) is { } account ? new AccountId(account) : null,
            ConnectionId = row.IdOrNull(7) is { } connection ? new ConnectionId(connection) : null,
            Count = row.Int(8),
            At = row.Instant(9),
            ReadAt = row.InstantOrNull(10),
            ResolvedAt = row.InstantOrNull(11),
        };

    /// <summary>Writes what is told, and what is true no more.</summary>
    public static Script AddNotifications(
        this Script script,
        UserId userId,
        NotificationChanges changes,
        DateTimeOffset now
    ) =>
        script
            .RunEach(
                Sql.ResolveNotification,
                changes.Resolved,
                args =>
                {
                    args.Long("user_id", userId.Value);
                    args.Instant("now", now);
                },
                static (args, id) => args.Id("notification_id", id.Value)
            )
            .RunEach(Sql.SaveNotification, changes.Told, args => args.Long("user_id", userId.Value), Bind);

    private static void Bind(IArgs args, Notification told)
    {
        args.Id("notification_id", told.Id.Value);
        args.Word("kind", told.Kind);
        args.Word("severity", told.Severity);
        args.Text("topic", told.Topic);
        args.Text("text", told.Text);
        args.Text("action", told.Action);
        args.Id("account_id", told.AccountId?.Value);
        args.Id("connection_id", told.ConnectionId?.Value);
        args.Instant("at", told.At);
    }
}
