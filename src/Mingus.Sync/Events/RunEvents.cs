using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Sync.Events;

/// <summary>Events about runs and connections. Those about the ledger come with the plan.</summary>
internal static class RunEvents
{
    public static LedgerEvent Queued(Run run) => About(run, "sync.queued", run.CreatedAt);

    public static LedgerEvent Started(Run run, DateTimeOffset at) => About(run, "sync.started", at);

    /// <summary>The run's outcome with its counts; told for every end but being abandoned, which the successor
    /// tells.</summary>
    public static LedgerEvent Completed(Run run)
    {
        var completed = About(run, "sync.completed", run.EndedAt ?? run.CreatedAt);
        return completed with
        {
            Members = new Dictionary<string, object>(completed.Members, StringComparer.Ordinal)
            {
                ["status"] = run.Status.ToString().ToLowerInvariant(),
                ["recordsProcessed"] = run.Accounts.Sum(static a => a.Counts.Processed),
                ["recordsCreated"] = run.Accounts.Sum(static a => a.Counts.Created),
                ["recordsUpdated"] = run.Accounts.Sum(static a => a.Counts.Updated),
                ["recordsRemoved"] = run.Accounts.Sum(static a => a.Counts.Removed),
                ["issuesFound"] = run.IssuesFound,
                ["accountIds"] = run.Accounts.Select(static a => a.AccountId.ToString()).ToArray(),
            },
        };
    }

    /// <summary>A window of the backfill that was read and committed, for one of its accounts.</summary>
    public static LedgerEvent Backfilled(
        Run run,
        AccountId accountId,
        DateInterval days,
        RunProgress progress,
        DateTimeOffset at
    )
    {
        var backfilled = About(run, "backfill.progress", at);
        return backfilled with
        {
            AccountId = accountId,
            Members = new Dictionary<string, object>(backfilled.Members, StringComparer.Ordinal)
            {
                ["from"] = days.From.ToString("yyyy-MM-dd"),
                ["to"] = days.To.ToString("yyyy-MM-dd"),
                ["done"] = progress.Done,
                ["total"] = progress.Total ?? progress.Done,
            },
        };
    }

    /// <summary>What a commit changes about the connection as people see it; nothing most of the time.</summary>
    public static IEnumerable<LedgerEvent> Connection(Connection before, Connection after, DateTimeOffset at)
    {
        if (
            before.Status != after.Status
            || before.History != after.History
            || before.Problem?.Code != after.Problem?.Code
            || before.Notice?.Code != after.Notice?.Code
        )
        {
            yield return AboutConnection(after, "connection.changed", at);
        }

        if (before.Status != ConnectionStatus.NeedsAttention && after.Status == ConnectionStatus.NeedsAttention)
        {
            yield return AboutConnection(after, "connection.attention", at);
        }

        if (after.Notice is { } notice && before.Notice?.Code != notice.Code)
        {
            yield return Noticed(after, at);
        }

        if (before.Status == ConnectionStatus.NeedsAttention && after.Status == ConnectionStatus.Healthy)
        {
            yield return AboutConnection(after, "connection.healed", at);
        }
    }

    /// <summary>A connection that has just been linked.</summary>
    public static LedgerEvent Linked(Connection connection, DateTimeOffset at) =>
        AboutConnection(connection, "connection.changed", at);

    /// <summary>What the provider wants of the person though the connection works, or that it wants nothing any
    /// more.</summary>
    public static LedgerEvent Noticed(Connection connection, DateTimeOffset at) =>
        connection.Notice is null
            ? AboutConnection(connection, "connection.changed", at)
            : AboutConnection(connection with { Problem = connection.Notice }, "connection.attention", at);

    /// <summary>What people are told, and what is true no more.</summary>
    public static IEnumerable<LedgerEvent> Notifications(
        ConnectionId connectionId,
        NotificationChanges changes,
        DateTimeOffset at
    ) =>
        [
            .. changes.Resolved.Select(id => Notification(connectionId, id, kind: null, at)),
            .. changes.Told.Select(told => Notification(connectionId, told.Id, told.Kind, at)),
        ];

    /// <summary>A notification that is about no connection.</summary>
    public static LedgerEvent Notified(Notification told) =>
        new("notification", told.At)
        {
            Members = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["notificationId"] = told.Id.ToString(),
                ["state"] = "open",
                ["kind"] = told.Kind.ToString().ToLowerInvariant(),
            },
        };

    private static LedgerEvent Notification(
        ConnectionId connectionId,
        NotificationId id,
        NotificationKind? kind,
        DateTimeOffset at
    )
    {
        var members = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["notificationId"] = id.ToString(),
            ["state"] = kind is null ? "resolved" : "open",
        };
        if (kind is { } known)
        {
            members["kind"] = known.ToString().ToLowerInvariant();
        }

        return new LedgerEvent("notification", at) { ConnectionId = connectionId, Members = members };
    }

    private static LedgerEvent AboutConnection(Connection connection, string type, DateTimeOffset at)
    {
        var members = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["status"] = connection.Status switch
            {
                ConnectionStatus.Healthy => "healthy",
                ConnectionStatus.NeedsAttention => "needs_attention",
                _ => "disconnected",
            },
        };
        if (connection.Problem is { } problem)
        {
            members["code"] = problem.Code;
            members["action"] = problem.Action;
        }

        return new LedgerEvent(type, at) { ConnectionId = connection.Id, Members = members };
    }

    private static LedgerEvent About(Run run, string type, DateTimeOffset at) =>
        new(type, at)
        {
            RunId = run.Id,
            ConnectionId = run.ConnectionId,
            AccountId = run.AccountId,
            Members = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["syncType"] = SyncTypes.NameOf(run.Type),
                ["trigger"] = run.Trigger.ToString().ToLowerInvariant(),
            },
        };
}
