using Microsoft.Extensions.Logging;

namespace Mingus.Plaid;

/// <summary>What this room logs (event ids 3000 to 3099). Ids only: no token, name, description or amount.</summary>
internal static partial class Log
{
    [LoggerMessage(
        3000,
        LogLevel.Information,
        "Plaid {Path}: HTTP {Status} in {ElapsedMs} ms, {Bytes} B, request {RequestId}, institution {InstitutionId}",
        EventName = "plaid.call"
    )]
    public static partial void Called(
        ILogger logger,
        string path,
        int status,
        long elapsedMs,
        long bytes,
        string requestId,
        string institutionId
    );

    [LoggerMessage(
        3001,
        LogLevel.Warning,
        "Plaid {Path} failed: {Code} ({Recovery}), {ElapsedMs} ms, request {RequestId}, institution {InstitutionId}",
        EventName = "plaid.fault"
    )]
    public static partial void Failed(
        ILogger logger,
        string path,
        string code,
        string recovery,
        long elapsedMs,
        string requestId,
        string institutionId
    );

    [LoggerMessage(
        3002,
        LogLevel.Warning,
        "Plaid {Path}: attempt {Attempt} failed ({Why}), trying again in {DelayMs} ms",
        EventName = "plaid.retry"
    )]
    public static partial void Retrying(ILogger logger, string path, int attempt, string why, long delayMs);

    [LoggerMessage(
        3003,
        LogLevel.Warning,
        "Calls for institution {InstitutionId} are suspended for {PauseMs} ms",
        EventName = "plaid.circuit_opened"
    )]
    public static partial void CircuitOpened(ILogger logger, string institutionId, long pauseMs);

    [LoggerMessage(
        3004,
        LogLevel.Information,
        "Calls for institution {InstitutionId} are resumed",
        EventName = "plaid.circuit_closed"
    )]
    public static partial void CircuitClosed(ILogger logger, string institutionId);
}
