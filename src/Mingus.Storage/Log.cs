using Microsoft.Extensions.Logging;

namespace Mingus.Storage;

/// <summary>What this room logs. Event ids 3000 to 3099.</summary>
internal static partial class Log
{
    [LoggerMessage(3000, LogLevel.Information, "Database is {Description}.", EventName = "storage.opened")]
    public static partial void Opened(this ILogger logger, string description);

    [LoggerMessage(3001, LogLevel.Information, "Schema step {Step} was applied.", EventName = "storage.migrated")]
    public static partial void Migrated(this ILogger logger, string step);

    [LoggerMessage(
        3002,
        LogLevel.Warning,
        "The session that shows this node as alive was lost; taking its lock again.",
        EventName = "storage.node_lock_lost"
    )]
    public static partial void NodeLockLost(this ILogger logger, Exception failure);

    [LoggerMessage(
        3003,
        LogLevel.Warning,
        "What other processes committed could not be seen; open streams hear of it at the next look.",
        EventName = "storage.other_nodes_unseen"
    )]
    public static partial void OtherNodesUnseen(this ILogger logger, Exception failure);

    [LoggerMessage(
        3004,
        LogLevel.Warning,
        "The database has schema step {Newer}, one more than this program knows ({Known}): it works on, as the older "
            + "half of an upgrade. Replace it soon.",
        EventName = "storage.schema_one_ahead"
    )]
    public static partial void SchemaOneAhead(this ILogger logger, string newer, string known);
}
