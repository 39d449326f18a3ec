using System.Text.Json.Serialization;
using Mingus.Ledger;
using Mingus.Ledger.Match;
using Mingus.Sync.Ports;

namespace Mingus.Server.Contracts;

/// <summary>What is going on with an account, in one word.</summary>
internal enum SyncPhase
{
    Idle,
    Queued,
    Running,
    WaitingForProvider,
    Throttled,
    NeedsAttention,
}

/// <summary>What is known of one sync type.</summary>
internal sealed record TypeStatusBody(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] DateTimeOffset? LastAttemptAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] DateTimeOffset? LastSuccessAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] RunStatus? LastOutcome,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] DateTimeOffset? NextDueAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? NextDueReason,
    RunBody? Running
)
{
    // A full run leaves its mark on each part it does, so it has none of its own.
    private static readonly (SyncType Type, string Name, SyncWork Work)[] Types =
    [
        (SyncType.Balance, "balance", SyncWork.Balance),
        (SyncType.Transactions, "transactions", SyncWork.Transactions),
        (SyncType.Historical, "historical", SyncWork.Historical),
        (SyncType.Backfill, "backfill", SyncWork.Backfill),
        (SyncType.Validate, "validate", SyncWork.Validate),
        (SyncType.Full, "full", SyncWork.Full),
    ];

    public static IReadOnlyDictionary<string, TypeStatusBody> ByType(
        IReadOnlyList<SyncState> states,
        Connection? connection,
        Run? activeRun,
        DateTimeOffset now
    ) =>
        Types.ToDictionary(
            type => type.Name,
            type =>
            {
                var body = From(type.Type, type.Work, states, activeRun, now);
                // A connection is due for its transactions; other work goes with that when it is its time.
                return type.Type == SyncType.Transactions && connection is not null
                    ? body with
                    {
                        NextDueAt = connection.NextDueAt,
                        NextDueReason = connection.NextDueReason,
                    }
                    : body;
            }
        );

    private static TypeStatusBody From(
        SyncType type,
        SyncWork work,
        IReadOnlyList<SyncState> states,
        Run? activeRun,
        DateTimeOffset now
    )
    {
        var state = states.FirstOrDefault(state => state.Work == work);
        var running = activeRun is not null && (activeRun.Type == type || activeRun.Work.HasFlag(work));
        return new(
            state?.LastAttemptAt,
            state?.LastSuccessAt,
            state?.LastOutcome,
            state?.NextDueAt,
            state?.NextDueReason,
            running ? RunBody.From(activeRun!, now) : null
        );
    }
}

/// <summary>Whether balances and transactions agree.</summary>
internal sealed record ReconciliationBody(BalanceState State, string? Difference, DateOnly? Since, string? Why)
{
    public static ReconciliationBody From(Mingus.Ledger.Reconcile.Reconciliation found) =>
        new(found.State, found.Difference?.ToText(), found.Since, found.Why);
}

/// <summary>Everything about how an account is kept up to date.</summary>
internal sealed record SyncStatusBody(
    string AccountId,
    SyncPhase Phase,
    AccountState Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] ConnectionBody? Connection,
    FreshnessBody Freshness,
    long Sequence,
    IReadOnlyDictionary<string, TypeStatusBody> Types,
    CoveragePartBody Coverage,
    ReconciliationBody Reconciliation,
    int OpenFindings
)
{
    public static SyncStatusBody From(
        AccountView view,
        ConnectionView? connection,
        AccountMatchState? matched,
        long sequence,
        DateTimeOffset now
    )
    {
        var feed = view.BalanceFeed();
        return new(
            view.Account.Id.ToString(),
            PhaseOf(view.ActiveRun, feed?.Connection, now),
            AccountStates.Of(view, now).State,
            connection is null ? null : ConnectionBody.From(connection),
            FreshnessBody.From(view, now),
            sequence,
            TypeStatusBody.ByType(feed?.States ?? [], feed?.Connection, view.ActiveRun, now),
            CoveragePartBody.Of(view),
            ReconciliationBody.From(Mingus.Ledger.Reconcile.Reconciliation.Of(matched, view.Account.Currency)),
            view.OpenFindings
        );
    }

    private static SyncPhase PhaseOf(Run? active, Connection? connection, DateTimeOffset now) =>
        (active, connection) switch
        {
            ({ Status: RunStatus.Running }, _) => SyncPhase.Running,
            ({ Status: RunStatus.Queued }, _) => SyncPhase.Queued,
            (_, { Status: ConnectionStatus.NeedsAttention }) => SyncPhase.NeedsAttention,
            (_, { Status: ConnectionStatus.Disconnected } or null) => SyncPhase.Idle,
            (_, { Problem: { Action: ProblemActions.Wait, RetryAt: { } at } }) when at > now => SyncPhase.Throttled,
            (_, { History: HistoryStatus.NotReady or HistoryStatus.Initial }) => SyncPhase.WaitingForProvider,
            _ => SyncPhase.Idle,
        };
}
