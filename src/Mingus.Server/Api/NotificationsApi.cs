using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Mingus.Ledger;
using Mingus.Server.Contracts;
using Mingus.Server.Http;
using Mingus.Server.Identity;
using Mingus.Sync.Ports;

namespace Mingus.Server.Api;

/// <summary>What the person should know or do.</summary>
internal static class NotificationsApi
{
    public static void MapNotifications(this IEndpointRouteBuilder api)
    {
        var notifications = api.MapGroup("/notifications").WithTags("Notifications");
        notifications
            .MapGet("", List)
            .WithSummary("What the person should know or do, newest first.")
            .WithName("ListNotifications")
            .Needs(Scopes.Read);
        notifications
            .MapPost("/{id}/read", MarkRead)
            .WithSummary("Marks it read; told again, it is unread again.")
            .WithName("ReadNotification")
            .Needs(Scopes.Decide);
    }

    private static async Task<Results<SnapshotResult<ListBody<NotificationBody>>, ProblemResult>> List(
        [Description("open: only those that still hold and were not read. Else all.")] string? state,
        [AsParameters] PageQuery page,
        CurrentUser user,
        INotificationStore store,
        CancellationToken cancellationToken
    )
    {
        var query = new QueryReader();
        var request = query.Page(page);
        var open = query.Word("state", state, ("open", true), ("all", false));
        if (query.Problem is { } problem)
        {
            return problem;
        }

        var (sequence, found) = await store.Notifications(user.Id, open, request, cancellationToken);
        return Read.Ok(sequence, Read.ToList(found, NotificationBody.From));
    }

    private static async Task<Results<SnapshotResult<NotificationBody>, ProblemResult>> MarkRead(
        string id,
        CurrentUser user,
        INotificationStore store,
        TimeProvider time,
        CancellationToken cancellationToken
    ) =>
        PrefixedId.TryParse<NotificationId>(id, out var wanted)
        && await store.MarkRead(user.Id, wanted, time.GetUtcNow(), cancellationToken)
            ? await Read.One(
                id,
                (NotificationId read) => store.Notification(user.Id, read, cancellationToken),
                NotificationBody.From
            )
            : Problems.NotFound;
}
