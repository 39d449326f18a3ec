using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Server.Tests.Fakes;

/// <summary>Nobody is told anything here.</summary>
internal sealed partial class FakeLedger : INotificationStore
{
    public Task<Snapshot<Page<Notification>>> Notifications(
        UserId userId,
        bool? open,
        PageRequest page,
        CancellationToken cancellationToken
    ) => Task.FromResult(new Snapshot<Page<Notification>>(0, new Page<Notification>([], null)));

    public Task<Snapshot<Notification?>> Notification(
        UserId userId,
        NotificationId notificationId,
        CancellationToken cancellationToken
    ) => Task.FromResult(new Snapshot<Notification?>(0, null));

    public Task<bool> MarkRead(
        UserId userId,
        NotificationId notificationId,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => Task.FromResult(false);
}
