using Mingus.Ledger;
using Mingus.Sync.Backfill;
using Mingus.Sync.Ports;

namespace Mingus.Sync.Decide;

/// <summary>Whether a request needs doing at all.</summary>
internal static class SkipRule
{
    public const string Fresh = "fresh";
    public const string Throttled = "throttled";

    /// <summary>Whether the provider asked to wait until later than now.</summary>
    public static bool IsThrottled(Connection connection, DateTimeOffset now) =>
        connection
            is { Status: ConnectionStatus.Healthy, Problem: { Action: ProblemActions.Wait, RetryAt: { } retryAt } }
        && retryAt > now;

    /// <summary>Why an unforced run is skipped; null when it is to be done.</summary>
    public static string? ReasonToSkip(ConnectionContext context, SyncWork work, TimeSpan freshFor, DateTimeOffset now)
    {
        // To look again costs no call.
        if (work == SyncWork.Validate)
        {
            return null;
        }

        var connection = context.Connection;
        if (IsThrottled(connection, now))
        {
            return Throttled;
        }

        var isSettled =
            connection is { Status: ConnectionStatus.Healthy, Problem: null }
            && connection.History is HistoryStatus.Complete or HistoryStatus.Unknown;
        return isSettled && SyncTypes.Parts.All(part => !work.HasFlag(part) || IsFresh(context, part, work))
            ? Fresh
            : null;

        bool IsFresh(ConnectionContext seen, SyncWork part, SyncWork wanted)
        {
            var counted =
                part == SyncWork.Transactions && wanted.HasFlag(SyncWork.WholeStream) ? SyncWork.Historical : part;
            // A validation beside other work follows that: what is not read again need not be checked again.
            return part == SyncWork.Validate
                || seen.States.Any(s => s.Work == counted && s.LastSuccessAt + freshFor > now)
                || (part == SyncWork.Backfill && wanted != part && !BackfillRule.NeedsStream(seen));
        }
    }
}
