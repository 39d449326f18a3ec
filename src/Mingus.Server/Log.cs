using Mingus.Ledger;

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

    [LoggerMessage(5008, LogLevel.Warning, "The outbox of webhooks could not be read or written; again in {Delay}")]
    public static partial void OutboxFailed(ILogger logger, Exception failure, TimeSpan delay);

    [LoggerMessage(5009, LogLevel.Debug, "Delivery {Delivery} to {Endpoint}, attempt {Attempt}: {Outcome}")]
    public static partial void WebhookSent(
        ILogger logger,
        WebhookDeliveryId delivery,
        WebhookEndpointId endpoint,
        int attempt,
        string outcome
    );

    [LoggerMessage(5010, LogLevel.Warning, "The address {Endpoint} gets no webhooks any more: {Reason}")]
    public static partial void EndpointDisabled(ILogger logger, WebhookEndpointId endpoint, string reason);

    [LoggerMessage(5011, LogLevel.Information, "Removed {Count} webhook deliveries made before {Before}")]
    public static partial void DeliveriesPruned(ILogger logger, int count, DateTimeOffset before);

    [LoggerMessage(5012, LogLevel.Information, "Analytics {Event} {Properties}")]
    public static partial void Analytics(ILogger logger, string @event, string properties);

    [LoggerMessage(5031, LogLevel.Warning, "The database is away, full or too busy: the request was answered with 503")]
    public static partial void DatabaseAway(ILogger logger, Exception failure);

    [LoggerMessage(5030, LogLevel.Information, "Forgot {Count} of {Kind} from before {Before}")]
    public static partial void Forgotten(ILogger logger, int count, string kind, DateTimeOffset before);

    [LoggerMessage(5007, LogLevel.Information, "Removed {Count} webhooks last received before {Before}")]
    public static partial void WebhooksPruned(ILogger logger, int count, DateTimeOffset before);

    [LoggerMessage(5020, LogLevel.Warning, "API key {Key} of tenant {Tenant} expires at {ExpiresAt}: rotate it")]
    public static partial void KeyExpires(ILogger logger, ApiKeyId key, string tenant, DateTimeOffset expiresAt);

    [LoggerMessage(5021, LogLevel.Warning, "The identity provider {Authority} does not answer")]
    public static partial void IssuerAway(ILogger logger, Exception failure, Uri authority);

    [LoggerMessage(5022, LogLevel.Warning, "The keys of the identity provider {Authority} cannot be read")]
    public static partial void IssuerUnreadable(ILogger logger, Exception failure, Uri authority);
}
