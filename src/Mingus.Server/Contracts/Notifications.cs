using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Server.Contracts;

/// <summary>
/// What the person should know or do; one for each topic of a connection. <c>count</c>: how often the same kind
/// was told in a row since it was last resolved; <c>readAt</c> falls away when it is told anew.
/// </summary>
internal sealed record NotificationBody(
    string Id,
    NotificationKind Kind,
    Severity Severity,
    string Topic,
    string Text,
    string? Action,
    string? AccountId,
    string? ConnectionId,
    int Count,
    DateTimeOffset At,
    DateTimeOffset? ReadAt,
    DateTimeOffset? ResolvedAt
)
{
    public static NotificationBody From(Notification notification) =>
        new(
            notification.Id.ToString(),
            notification.Kind,
            notification.Severity,
            notification.Topic,
            notification.Text,
            notification.Action,
            notification.AccountId?.ToString(),
            notification.ConnectionId?.ToString(),
            notification.Count,
            notification.At,
            notification.ReadAt,
            notification.ResolvedAt
        );
}
