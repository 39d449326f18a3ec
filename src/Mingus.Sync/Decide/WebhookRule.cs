using Mingus.Ledger;
using Mingus.Sync.Events;
using Mingus.Sync.Ports;

namespace Mingus.Sync.Decide;

/// <summary>What a webhook moves: the due time, and what the person is asked for. Pure; late and doubled ones move
/// nothing that the next run does not put right.</summary>
internal static class WebhookRule
{
    // Providers warn seven days ahead: a consent that ends later than that has been renewed.
    private static readonly TimeSpan Renewed = TimeSpan.FromDays(8);

    /// <summary>What a webhook moves on a connection.</summary>
    /// <param name="received">The webhook.</param>
    /// <param name="connection">Its connection.</param>
    /// <param name="isWorthACheck">Whether news of changes is worth a check of its own; what a person sees always
    /// is.</param>
    public static WebhookEffect EffectOf(ReceivedWebhook received, Connection connection, bool isWorthACheck = true)
    {
        var webhook = received.Webhook;
        var isNewsOnly = webhook.Meaning is WebhookMeaning.Changes or WebhookMeaning.ChangesBeside;
        var due =
            isNewsOnly && !isWorthACheck && connection.Cursor is not null
                ? null
                : NextDue.AfterWebhook(connection, webhook.Meaning, received.ReceivedAt);
        var notice = NoticeAfter(webhook, connection.Notice);
        // The old end says nothing any more; the run that follows asks for the new one.
        var isRenewed = notice is null && connection.Notice?.Action == ProblemActions.Renew;
        var notifications = NotificationRule.OfNotice(connection, notice, received.ReceivedAt);
        return new WebhookEffect(connection)
        {
            DueAt = due?.At,
            DueReason = due?.Reason,
            WantsRun = due is not null && NextDue.WantsRun(connection, webhook.Meaning),
            Notice = notice,
            ConsentExpiresAt = webhook.EndsAt ?? (isRenewed ? null : connection.ConsentExpiresAt),
            Notifications = notifications,
            // The same notice again is told once.
            Events =
                notice?.Code == connection.Notice?.Code
                    ? []
                    :
                    [
                        RunEvents.Noticed(connection with { Notice = notice }, received.ReceivedAt),
                        .. RunEvents.Notifications(connection.Id, notifications, received.ReceivedAt),
                    ],
        };
    }

    /// <summary>What is left of a notice after an update that went well: none once the consent was renewed, or has
    /// ended and access goes on.</summary>
    public static Connection AfterUpdate(Connection connection, DateTimeOffset now)
    {
        var ends = connection.ConsentExpiresAt > now ? connection.ConsentExpiresAt : null;
        var isRenewed = ends is null || ends > now + Renewed;
        return connection with
        {
            ConsentExpiresAt = ends,
            Notice = isRenewed && connection.Notice?.Action == ProblemActions.Renew ? null : connection.Notice,
        };
    }

    /// <summary>New accounts have been chosen once they are there.</summary>
    public static Connection AfterNewFeeds(Connection connection) =>
        connection.Notice?.Action == ProblemActions.ChooseAccounts ? connection with { Notice = null } : connection;

    private static Problem? NoticeAfter(ProviderWebhook webhook, Problem? before) =>
        webhook.Meaning switch
        {
            _ when webhook.Notice is { } notice => notice,
            // The selection of accounts changed, or access was renewed.
            WebhookMeaning.History when before?.Action == ProblemActions.ChooseAccounts => null,
            WebhookMeaning.Repaired when before?.Action == ProblemActions.Renew => null,
            _ => before,
        };
}
