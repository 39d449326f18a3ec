using Mingus.Ledger;
using Mingus.Storage.Rows;
using Mingus.Storage.Scripts;
using Mingus.Sync.Ports;

namespace Mingus.Storage;

/// <summary>Notifications as people read them. They are written with the commits that make them true.</summary>
internal sealed class NotificationStore(Journal journal) : INotificationStore
{
    private static readonly FallingList<Notification> List = new(
        ListKind.Notifications,
        Sql.ListNotifications,
        NotificationRows.Read,
        static notification => (notification.At, notification.Id.Value)
    );

    public Task<Snapshot<Page<Notification>>> Notifications(
        UserId userId,
        bool? open,
        PageRequest page,
        CancellationToken cancellationToken
    ) => journal.Falling(userId, List, page, args => args.Long("open", open == true ? 1 : 0), cancellationToken);

    public Task<Snapshot<Notification?>> Notification(
        UserId userId,
        NotificationId notificationId,
        CancellationToken cancellationToken
    ) =>
        journal.One(
            userId,
            Sql.ReadNotification,
            args => args.Id("notification_id", notificationId.Value),
            NotificationRows.Read,
            cancellationToken
        );

    public async Task<bool> MarkRead(
        UserId userId,
        NotificationId notificationId,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var found = (await Notification(userId, notificationId, cancellationToken)).Value;
        if (found is null or { ReadAt: not null })
        {
            return found is not null;
        }

        var events = new[] { StoreEvents.NotificationRead(found, now) };
        var user = new UserState();
        var script = new Script()
            .TakeUser(userId, events.Length, moves: false, user)
            .Require(
                Sql.MarkNotification,
                Refusal.Moved,
                args =>
                {
                    args.Instant("now", now);
                    args.Long("user_id", userId.Value);
                    args.Id("notification_id", notificationId.Value);
                }
            )
            .AddEvents(userId, events);
        try
        {
            await journal.Write(script, userId, user, events.Length, cancellationToken);
        }
        catch (RefusedException)
        {
            // Somebody else read it, or it was erased, at the same moment.
        }

        return true;
    }
}
