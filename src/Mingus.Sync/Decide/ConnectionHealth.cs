using Mingus.Sync.Ports;

namespace Mingus.Sync.Decide;

/// <summary>What an attempt says about its connection. Passing faults never make it unhealthy; a good call heals it.</summary>
internal static class ConnectionHealth
{
    /// <summary>After an attempt that went well.</summary>
    public static Connection AfterSuccess(Connection connection, DateTimeOffset now)
    {
        var due = NextDue.AfterSuccess(connection, now);
        return connection with
        {
            Status = ConnectionStatus.Healthy,
            Problem = null,
            FailuresInRow = 0,
            NextDueAt = due.At,
            NextDueReason = due.Reason,
        };
    }

    /// <summary>After an attempt that the provider failed.</summary>
    public static Connection AfterFault(Connection connection, ProviderFault fault, DateTimeOffset now)
    {
        var failed = connection with { FailuresInRow = connection.FailuresInRow + 1 };
        var due = NextDue.AfterFault(failed, fault, now);
        return failed with
        {
            Status = NeedsAttention(fault.Recovery) ? ConnectionStatus.NeedsAttention : connection.Status,
            Problem = fault.ToProblem(due.At),
            NextDueAt = due.At,
            NextDueReason = due.Reason,
        };
    }

    /// <summary>After good data came although the provider says that the person must act.</summary>
    public static Connection WithProvidersError(Connection connection, ProviderFault? error) =>
        error is not null && NeedsAttention(error.Recovery)
            ? connection with
            {
                Status = ConnectionStatus.NeedsAttention,
                Problem = error.ToProblem(),
                NextDueAt = null,
                NextDueReason = "Waits for the person to sign in at the bank again.",
            }
            : connection;

    private static bool NeedsAttention(Recovery recovery) =>
        recovery is Recovery.Relink or Recovery.Stop or Recovery.Config;
}
