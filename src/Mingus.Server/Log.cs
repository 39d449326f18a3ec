namespace Mingus.Server;

/// <summary>What the server logs; event ids 5000 to 5999. Ids and addresses only, nothing of people.</summary>
internal static partial class Log
{
    [LoggerMessage(5001, LogLevel.Error, "A request failed; trace {TraceId}")]
    public static partial void RequestFailed(ILogger logger, Exception failure, string traceId);

    [LoggerMessage(5002, LogLevel.Error, "The engine stopped working and begins again in {Delay}")]
    public static partial void EngineFailed(ILogger logger, Exception failure, TimeSpan delay);

    [LoggerMessage(5003, LogLevel.Information, "Removed {Count} events older than {Before}")]
    public static partial void EventsPruned(ILogger logger, int count, DateTimeOffset before);

    [LoggerMessage(5004, LogLevel.Error, "Removing old events and keys failed; tried again in {Delay}")]
    public static partial void PruningFailed(ILogger logger, Exception failure, TimeSpan delay);

    [LoggerMessage(5005, LogLevel.Information, "A stream was closed: its reader took longer than {Seconds} s")]
    public static partial void StreamTooSlow(ILogger logger, int seconds);

    [LoggerMessage(5006, LogLevel.Information, "The built-in sandbox sends its webhooks to {Address}")]
    public static partial void WebhooksHere(ILogger logger, string address);

    [LoggerMessage(5007, LogLevel.Information, "Removed {Count} webhooks last received before {Before}")]
    public static partial void WebhooksPruned(ILogger logger, int count, DateTimeOffset before);
}
