using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Sync.Decide;

/// <summary>When a connection is checked next by itself, and why then.</summary>
/// <param name="At">The moment; null when nothing is due until somebody acts.</param>
/// <param name="Reason">One sentence for a person.</param>
internal readonly record struct Due(DateTimeOffset? At, string Reason);

/// <summary>
/// Due times of a connection: quick while its history is still arriving, backing off while the provider fails, else a
/// regular check, whose time <see cref="Schedule.RegularCheck"/> plans by what it has learned.
/// </summary>
internal static class NextDue
{
    // Should nothing plan it otherwise.
    private static readonly TimeSpan Regular = TimeSpan.FromHours(6);

    /// <summary>The reason of a regular check, before the schedule plans it.</summary>
    public const string RegularReason = "Regular check.";

    private static readonly TimeSpan LongestBackoff = TimeSpan.FromHours(1);
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMinutes(1);

    // The webhook beside which an older one came has brought a run by then, and that has moved the due time on.
    private static readonly TimeSpan BesidePause = TimeSpan.FromSeconds(10);

    /// <summary>After a sync that went well.</summary>
    public static Due AfterSuccess(Connection connection, DateTimeOffset now) =>
        connection.History is HistoryStatus.Complete or HistoryStatus.Unknown
            ? new Due(now + Jittered(Regular, connection), RegularReason)
            : new Due(
                now + HistoryPoll(now - connection.CreatedAt),
                "The bank's history is still arriving at the provider."
            );

    /// <summary>After a fault that time may mend.</summary>
    public static Due AfterFault(Connection connection, ProviderFault fault, DateTimeOffset now)
    {
        var backoff = Backoff(connection.FailuresInRow);
        return fault.Recovery switch
        {
            Recovery.Throttle => new Due(
                fault.RetryAt ?? now + Jittered(FirstBackoff, connection),
                "The provider asked to wait before the next call."
            ),
            Recovery.Wait => new Due(
                now + HistoryPoll(now - connection.CreatedAt),
                "The provider is still preparing this connection."
            ),
            Recovery.Relink => new Due(null, "Waits for the person to sign in at the bank again."),
            Recovery.Stop => new Due(fault.RetryAt, "Waits for the person to act."),
            Recovery.Config => new Due(now + LongestBackoff, "Waits for the operator; looked at again every hour."),
            _ => new Due(
                Latest(fault.RetryAt, now + Jittered(backoff, connection)),
                "The last check failed; tried again with growing pauses."
            ),
        };
    }

    /// <summary>After linking: a first run that is cancelled, or never comes about, must not be the last.</summary>
    public static Due AfterLink(DateTimeOffset now) => new(now + SyncLimits.FirstCheck, "First check after linking.");

    /// <summary>While the provider has not got the history yet.</summary>
    public static Due WhileWaiting(Connection connection, DateTimeOffset now) =>
        new(
            now + HistoryPoll(now - connection.CreatedAt),
            "The bank's history is still arriving at the provider; the backfill goes on then."
        );

    /// <summary>When days of the history are left to verify.</summary>
    public static Due ToVerify(DateTimeOffset now) =>
        new(now + SyncLimits.BackfillPause, "Days of the history are left to verify.");

    /// <summary>After a webhook: at once, but not before the provider's own time, nor for changes straight after a run
    /// that found none. Null when nothing is due because of it.</summary>
    public static Due? AfterWebhook(Connection connection, WebhookMeaning meaning, DateTimeOffset now)
    {
        var isSynced = connection.Cursor is not null;
        var isWhole = connection.History is HistoryStatus.Complete or HistoryStatus.Unknown;
        switch (meaning)
        {
            case WebhookMeaning.Nothing or WebhookMeaning.NewAccounts:
            case WebhookMeaning.History when isSynced && isWhole:
                return null;
            case WebhookMeaning.ChangesBeside when isSynced:
                return new Due(Latest(HeldBack(connection, now), now + BesidePause), ReasonOf(meaning));
            // History is what a provider that asked to wait was waiting for; a limit of calls is not over by it.
            case WebhookMeaning.History
                when connection.Problem?.Code.Contains("limit", StringComparison.Ordinal) != true:
                return new Due(now, ReasonOf(meaning));
            // A person sees these, or waits for them.
            case WebhookMeaning.Trouble or WebhookMeaning.Repaired or WebhookMeaning.ConsentEnds:
                return new Due(HeldBack(connection with { QuietUntil = null }, now), ReasonOf(meaning));
            default:
                return new Due(HeldBack(connection, now), ReasonOf(meaning));
        }
    }

    /// <summary>Whether a run must begin after such a webhook, whatever is under way. The older codes come beside one
    /// that says the same.</summary>
    public static bool WantsRun(Connection connection, WebhookMeaning meaning) =>
        meaning != WebhookMeaning.ChangesBeside || connection.Cursor is null;

    /// <summary>The pause after so many failures in a row: 1, 2, 4 … minutes, an hour at most.</summary>
    public static TimeSpan Backoff(int failuresInRow)
    {
        var doublings = Math.Clamp(failuresInRow - 1, 0, 6);
        var pause = FirstBackoff * (1 << doublings);
        return pause < LongestBackoff ? pause : LongestBackoff;
    }

    private static DateTimeOffset HeldBack(Connection connection, DateTimeOffset now)
    {
        var at = Latest(connection.QuietUntil, now);
        return SkipRule.IsThrottled(connection, now) ? Latest(connection.Problem!.RetryAt, at) : at;
    }

    private static string ReasonOf(WebhookMeaning meaning) =>
        meaning switch
        {
            WebhookMeaning.History => "The provider announced that the bank's history has arrived.",
            WebhookMeaning.Trouble => "The provider announced trouble with this connection; it is looked at.",
            WebhookMeaning.Repaired => "The provider announced that this connection works again.",
            WebhookMeaning.ConsentEnds => "The provider announced that access to this bank will end.",
            _ => "The provider announced changes.",
        };

    // History comes 10 s to some minutes after linking (plaid-contract 4.10): look often at first, then ever less.
    private static TimeSpan HistoryPoll(TimeSpan age) =>
        age switch
        {
            { TotalMinutes: < 2 } => TimeSpan.FromSeconds(3),
            { TotalMinutes: < 10 } => TimeSpan.FromSeconds(15),
            { TotalHours: < 1 } => TimeSpan.FromMinutes(2),
            { TotalDays: < 1 } => TimeSpan.FromMinutes(30),
            _ => Regular,
        };

    // Spread by the connection's id, so that a restart does not bring them all at one moment: 90 to 110 percent.
    private static TimeSpan Jittered(TimeSpan pause, Connection connection) =>
        pause * (90 + (unchecked((uint)connection.Id.Value.GetHashCode()) % 21)) / 100;

    private static DateTimeOffset Latest(DateTimeOffset? one, DateTimeOffset other) => one > other ? one.Value : other;
}
