using Mingus.Ledger;
using Mingus.Storage.Scripts;
using Mingus.Sync.Ports;

namespace Mingus.Storage.Rows;

/// <summary>Events of what the store itself writes: runs it ends or queues, and what people edit.</summary>
internal static class StoreEvents
{
    public static LedgerEvent RunQueued(Run run) => OfRun("sync.queued", run, run.CreatedAt);

    public static LedgerEvent RunEnded(Run run, RunStatus status, DateTimeOffset now) =>
        OfRun("sync.completed", run, now, ("status", Words<RunStatus>.Of(status)));

    public static LedgerEvent ConnectionChanged(ConnectionId id, string status, DateTimeOffset now) =>
        new("connection.changed", now)
        {
            ConnectionId = id,
            Members = new Dictionary<string, object>(StringComparer.Ordinal) { ["status"] = status },
        };

    public static LedgerEvent AccountChanged(AccountId id, DateTimeOffset now) =>
        new(LedgerEvents.AccountChanged, now) { AccountId = id };

    public static LedgerEvent Annotated(AccountId? account, TransactionId id, DateTimeOffset now) =>
        new(LedgerEvents.TransactionsChanged, now)
        {
            AccountId = account,
            Members = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["count"] = 1,
                ["transactionIds"] = new List<string> { PrefixedId.Format(id) },
            },
        };

    public static LedgerEvent FindingClosed(Finding finding, FindingState state, DateTimeOffset now) =>
        new(LedgerEvents.FindingResolved, now)
        {
            AccountId = finding.AccountId,
            ConnectionId = finding.ConnectionId,
            Members = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["findingId"] = PrefixedId.Format(finding.Id),
                ["state"] = Words<FindingState>.Of(state),
            },
        };

    public static LedgerEvent NotificationRead(Notification read, DateTimeOffset now) =>
        new("notification", now)
        {
            AccountId = read.AccountId,
            ConnectionId = read.ConnectionId,
            Members = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["notificationId"] = PrefixedId.Format(read.Id),
                ["state"] = "read",
            },
        };

    private static LedgerEvent OfRun(
        string type,
        Run run,
        DateTimeOffset now,
        params ReadOnlySpan<(string Name, object Value)> more
    )
    {
        var members = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["syncType"] = Words<SyncType>.Of(run.Type),
            ["trigger"] = Words<RunTrigger>.Of(run.Trigger),
        };
        foreach (var (name, value) in more)
        {
            members.Add(name, value);
        }

        return new(type, now)
        {
            AccountId = run.AccountId,
            ConnectionId = run.ConnectionId,
            RunId = run.Id,
            Members = members,
        };
    }
}
