using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Sync.Decide;

/// <summary>What an attempt says about its connection. Passing faults never make it unhealthy; a good call heals
/// it.</summary>
internal static class ConnectionHealth
{
    /// <summary>After an attempt that went well.</summary>
    public static Connection AfterSuccess(Connection connection, DateTimeOffset now)
    {
        var due = NextDue.AfterSuccess(connection, now);
        var healthy = connection with
        {
            Status = ConnectionStatus.Healthy,
            Problem = null,
            FailuresInRow = 0,
            NextDueAt = due.At,
            NextDueReason = due.Reason,
        };
        return ConsentRule.Warn(healthy, now);
    }

    /// <summary>After an attempt that the provider failed.</summary>
    public static Connection AfterFault(Connection connection, ProviderFault fault, DateTimeOffset now)
    {
        var failed = connection with { FailuresInRow = connection.FailuresInRow + 1 };
        var due = NextDue.AfterFault(failed, fault, now);
        var after = failed with
        {
            Status = NeedsAttention(fault.Recovery) ? ConnectionStatus.NeedsAttention : connection.Status,
            // Only who was asked to wait is throttled; after a passing fault nobody is kept from trying at once.
            Problem = fault.ToProblem(fault.Recovery is Recovery.Throttle or Recovery.Wait ? due.At : null),
            NextDueAt = due.At,
            NextDueReason = due.Reason,
            // They were followed; what is left goes by the fault's own pauses.
            WebhooksServed = connection.Webhooks,
            QuietUntil = QuietAfter(connection, now),
        };
        return ConsentRule.Warn(after, now);
    }

    /// <summary>
    /// After an update, with what the provider says of the connection (null: it was not asked). Good data may come
    /// although the provider says that the person must act: then it needs attention all the same.
    /// </summary>
    public static Connection AfterUpdate(
        Connection connection,
        HistoryStatus history,
        ProviderItem? item,
        DateTimeOffset now
    )
    {
        var seen = connection with
        {
            History = HistoryAfter(connection.History, history),
            DataAsOf = item?.LastSuccessAt ?? connection.DataAsOf,
            DataAsOfCheckedAt = item is null ? connection.DataAsOfCheckedAt : now,
            ConsentExpiresAt = item?.ConsentExpiresAt ?? connection.ConsentExpiresAt,
            InstitutionId = connection.InstitutionId.Length > 0 ? connection.InstitutionId : item?.InstitutionId ?? "",
            InstitutionName =
                connection.InstitutionName.Length > 0 ? connection.InstitutionName : item?.InstitutionName ?? "",
        };
        var healthy = AfterSuccess(WebhookRule.AfterUpdate(seen, now), now);
        return item?.Error is { } error && NeedsAttention(error.Recovery)
            ? healthy with
            {
                Status = ConnectionStatus.NeedsAttention,
                Problem = error.ToProblem(),
                NextDueAt = null,
                NextDueReason = "Waits for the person to sign in at the bank again.",
            }
            : healthy;
    }

    /// <summary>After an update whose run followed the webhooks that came before it. Who found nothing new is not woken
    /// at once by the next one: a flood of webhooks is no flood of runs.</summary>
    public static Connection AfterWebhooks(Connection connection, bool hasFoundNothing, DateTimeOffset now) =>
        connection with
        {
            WebhooksServed = connection.Webhooks,
            QuietUntil = hasFoundNothing ? QuietAfter(connection, now) : null,
        };

    // A run that no webhook brought says nothing about the next webhook.
    private static DateTimeOffset? QuietAfter(Connection connection, DateTimeOffset now) =>
        connection.Webhooks > connection.WebhooksServed ? now + SyncLimits.WebhookQuiet : connection.QuietUntil;

    // History only grows: once complete it stays complete, whatever a later answer says or leaves unsaid.
    private static HistoryStatus HistoryAfter(HistoryStatus before, HistoryStatus said) =>
        said == HistoryStatus.Unknown && before != HistoryStatus.NotReady ? before
        : before > said && said != HistoryStatus.Unknown ? before
        : said;

    private static bool NeedsAttention(Recovery recovery) =>
        recovery is Recovery.Relink or Recovery.Stop or Recovery.Config;
}
