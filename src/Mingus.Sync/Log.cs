using Microsoft.Extensions.Logging;
using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Sync;

/// <summary>What the engine logs, event ids 2000 to 2999. Ids only: no token, name, description or amount.</summary>
internal static partial class Log
{
    [LoggerMessage(
        2001,
        LogLevel.Warning,
        "Run {RunId} of {ConnectionId} failed: {Code} ({Recovery}), request {RequestId}"
    )]
    public static partial void RunFailed(
        this ILogger logger,
        RunId runId,
        ConnectionId connectionId,
        string code,
        Recovery recovery,
        string? requestId
    );

    [LoggerMessage(2020, LogLevel.Information, "Feed {FeedId} shows account {AccountId}: {Outcome}")]
    public static partial void AccountRecognised(
        this ILogger logger,
        FeedId feedId,
        AccountId accountId,
        CommitResult outcome
    );

    [LoggerMessage(2021, LogLevel.Warning, "Run {RunId}: the accounts of {ConnectionId} could not be looked at")]
    public static partial void RecognitionFailed(
        this ILogger logger,
        RunId runId,
        ConnectionId connectionId,
        Exception failure
    );

    [LoggerMessage(2002, LogLevel.Error, "Run {RunId}: the token of {ConnectionId} does not open: {Reason}")]
    public static partial void SecretDoesNotOpen(
        this ILogger logger,
        RunId runId,
        ConnectionId connectionId,
        string reason
    );

    [LoggerMessage(2003, LogLevel.Warning, "Run {RunId} of {ConnectionId} reads from the beginning: {Code}")]
    public static partial void CursorGivenUp(this ILogger logger, RunId runId, ConnectionId connectionId, string code);

    [LoggerMessage(2004, LogLevel.Error, "Run {RunId} of {ConnectionId} broke off")]
    public static partial void RunBroke(
        this ILogger logger,
        RunId runId,
        ConnectionId connectionId,
        Exception exception
    );

    [LoggerMessage(2005, LogLevel.Information, "Taking up {Count} runs that a crash cut off")]
    public static partial void Recovered(this ILogger logger, int count);

    [LoggerMessage(2006, LogLevel.Error, "Looking for due connections and dead nodes failed; tried again")]
    public static partial void DueLoopFailed(this ILogger logger, Exception exception);

    [LoggerMessage(
        2007,
        LogLevel.Warning,
        "Linking: {Code} ({Recovery}) while reading the new connection {ConnectionId}"
    )]
    public static partial void LinkedWithoutAccounts(
        this ILogger logger,
        ConnectionId connectionId,
        string code,
        Recovery recovery
    );

    [LoggerMessage(
        2008,
        LogLevel.Warning,
        "Run {RunId}: the webhook address of {ConnectionId} could not be registered: {Code}"
    )]
    public static partial void WebhookNotRegistered(
        this ILogger logger,
        RunId runId,
        ConnectionId connectionId,
        string code
    );

    [LoggerMessage(2009, LogLevel.Information, "Webhook {Type} {Code}: {Connections} connections")]
    public static partial void WebhookReceived(this ILogger logger, string type, string code, int connections);

    [LoggerMessage(2010, LogLevel.Warning, "A webhook was refused as forged: {Reason}")]
    public static partial void WebhookForged(this ILogger logger, string reason);

    [LoggerMessage(2012, LogLevel.Warning, "{Count} analytics events were dropped: a sink takes them too slowly")]
    public static partial void AnalyticsDropped(this ILogger logger, long count);

    [LoggerMessage(2013, LogLevel.Warning, "The analytics sink {Sink} did not take {Count} events")]
    public static partial void AnalyticsFailed(this ILogger logger, string sink, int count, Exception failure);

    [LoggerMessage(
        2014,
        LogLevel.Warning,
        "Runs at {InstitutionId} ({Institution}) fail far more often than the usual {UsualRate:P1}",
        EventName = "schedule.institution_failing"
    )]
    public static partial void InstitutionFails(
        this ILogger logger,
        string institutionId,
        string institution,
        double usualRate
    );

    [LoggerMessage(
        2015,
        LogLevel.Information,
        "Runs at {InstitutionId} ({Institution}) go well again",
        EventName = "schedule.institution_answering"
    )]
    public static partial void InstitutionAnswers(this ILogger logger, string institutionId, string institution);

    [LoggerMessage(
        2016,
        LogLevel.Warning,
        "Calls to {InstitutionId} ({Institution}) take far longer than usual",
        EventName = "schedule.institution_slow"
    )]
    public static partial void InstitutionSlow(this ILogger logger, string institutionId, string institution);

    [LoggerMessage(
        2017,
        LogLevel.Information,
        "Calls to {InstitutionId} ({Institution}) take their usual time again",
        EventName = "schedule.institution_quick"
    )]
    public static partial void InstitutionQuick(this ILogger logger, string institutionId, string institution);

    [LoggerMessage(2011, LogLevel.Warning, "A webhook could not be verified: {Code}")]
    public static partial void WebhookNotVerified(this ILogger logger, string code);

    [LoggerMessage(
        2022,
        LogLevel.Warning,
        "A webhook is to come again: its connection moved {Tries} times while it was recorded"
    )]
    public static partial void WebhookOvertaken(this ILogger logger, int tries);
}
