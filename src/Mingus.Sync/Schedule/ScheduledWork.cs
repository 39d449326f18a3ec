using Mingus.Ledger;
using Mingus.Ledger.Reconcile.Checks;
using Mingus.Sync.Decide;
using Mingus.Sync.Ports;

namespace Mingus.Sync.Schedule;

/// <summary>What a run that nobody asked for does by the settings, and whether it may run now.</summary>
internal static class ScheduledWork
{
    /// <summary>The reason of a run that the settings do not want.</summary>
    public const string SwitchedOff = "switched_off";

    /// <summary>The reason of a run that fell into quiet hours.</summary>
    public const string QuietHours = "quiet_hours";

    /// <summary>Why such a run is not to be done now; null when it is. Settings may have changed since it became
    /// due.</summary>
    public static (string Reason, Due Due)? ReasonToWait(ConnectionContext context, Run run, DateTimeOffset now)
    {
        var settings = context.Settings;
        var isSettled = context.Connection.History is HistoryStatus.Complete or HistoryStatus.Unknown;
        if (run.Trigger is not (RunTrigger.Schedule or RunTrigger.Webhook) || !isSettled)
        {
            return null;
        }

        if (!settings.SyncsTransactions && (!settings.SyncsBalance || run.Trigger == RunTrigger.Webhook))
        {
            var at = settings.SyncsBalance ? BalanceDue(context) : (DateTimeOffset?)null;
            return (SwitchedOff, new Due(at, "Automatic sync is switched off in the settings."));
        }

        return settings.QuietHours?.After(now) is { } end && end > now
            ? (QuietHours, new Due(end, "Moved to the end of the quiet hours."))
            : null;
    }

    /// <summary>The connection after such a run. The webhooks that brought it are followed by the run that comes
    /// then.</summary>
    public static Connection Postponed(Connection connection, Due due) =>
        connection with
        {
            NextDueAt = due.At,
            NextDueReason = due.Reason,
            WebhooksServed = connection.Webhooks,
        };

    /// <summary>The run's work with what is due beside it: a live balance, a validation.</summary>
    public static SyncWork Of(ConnectionContext context, Run run, SyncWork work, DateTimeOffset now)
    {
        var settings = context.Settings;
        if (run.Trigger != RunTrigger.Schedule || !work.HasFlag(SyncWork.Transactions))
        {
            return work;
        }

        var isSettled = context.Connection.History is HistoryStatus.Complete or HistoryStatus.Unknown;
        if (isSettled && settings.SyncsBalance && BalanceDue(context) <= now)
        {
            work |= SyncWork.Balance;
        }

        if (isSettled && !settings.SyncsTransactions)
        {
            work &= ~SyncWork.Transactions;
        }

        var validation = settings.ValidationDays * TimeSpan.FromDays(1);
        return settings.ValidationDays > 0 && LastOf(context, SyncWork.Validate) + validation <= now
            ? work | SyncWork.Validate
            : work;
    }

    /// <summary>How strictly the run validates: as asked for, else by the settings.</summary>
    public static ValidationLevel LevelOf(ConnectionContext context, Run run) =>
        run.Trigger == RunTrigger.Person ? run.Level : context.Settings.ValidationLevel;

    private static DateTimeOffset BalanceDue(ConnectionContext context) =>
        LastOf(context, SyncWork.Balance) + context.Settings.BalanceInterval;

    private static DateTimeOffset LastOf(ConnectionContext context, SyncWork work) =>
        context.States.FirstOrDefault(state => state.Work == work)?.LastSuccessAt ?? context.Connection.CreatedAt;
}
