using Mingus.Ledger;
using Mingus.Storage.Scripts;
using Mingus.Sync.Ports;

namespace Mingus.Storage.Rows;

/// <summary>Events of what the store itself writes: runs it ends or queues, and what people edit.</summary>
internal static class StoreEvents
{
    public static LedgerEvent RunQueued(Run run, DateTimeOffset now) => OfRun("sync.queued", run, run.Status, now);

    public static LedgerEvent RunEnded(Run run, RunStatus status, DateTimeOffset now) =>
        OfRun("sync.completed", run, status, now);

    public static LedgerEvent ConnectionChanged(ConnectionId id, DateTimeOffset now, params string[] flags) =>
        new("connection.changed", now)
        {
            ConnectionId = id,
            Members = flags.ToDictionary(flag => flag, _ => (object)true, StringComparer.Ordinal),
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

    private static LedgerEvent OfRun(string type, Run run, RunStatus status, DateTimeOffset now) =>
        new(type, now)
        {
            AccountId = run.AccountId,
            ConnectionId = run.ConnectionId,
            RunId = run.Id,
            Members = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["syncType"] = Words<SyncType>.Of(run.Type),
                ["status"] = Words<RunStatus>.Of(status),
            },
        };
}
