using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Plaid;

/// <summary>Facts about a failed answer besides its body.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="IsAddOn">Whether the endpoint is bought apart.</param>
/// <param name="Now">When it came.</param>
/// <param name="RetryAfter">What its Retry-After header asks for; null without one.</param>
/// <param name="Jitter">0 to 1, spreads those who come again.</param>
internal sealed record FailedAnswer(int Status, bool IsAddOn, DateTimeOffset Now, TimeSpan? RetryAfter, double Jitter);

/// <summary>
/// Failures of Plaid as faults: by code, then type, then HTTP status, in that order, because nearly all of them come as
/// 400, outages of banks too. Pure.
/// </summary>
internal static class PlaidFaults
{
    /// <summary>Plaid's code for an answer of the bank it cannot read: final for now, looked at again daily.</summary>
    public const string UnsupportedResponse = "UNSUPPORTED_RESPONSE";

    /// <summary>Plaid's code for being closed for a while.</summary>
    public const string PlannedMaintenance = "PLANNED_MAINTENANCE";

    // The one INVALID_FIELD that is not a fault of ours (webhookdb#646, plaid-sdk-php#70).
    private const string ForeignCursor = "cursor not associated with access_token";

    private static readonly TimeSpan RetryAfterMax = TimeSpan.FromDays(7);

    // Limits are per minute; those who were refused together come back spread over this time.
    private static readonly TimeSpan ThrottleSpread = TimeSpan.FromSeconds(15);

    /// <summary>The fault of an answer that carries an error of Plaid's.</summary>
    public static ProviderFault Of(PlaidError error, string? requestId, FailedAnswer answer)
    {
        var row = RowOf(error, answer);
        return new ProviderFault(
            row.Recovery,
            error.SafeCode,
            row.Detail,
            row.Action,
            error.RequestId ?? requestId,
            RetryAt(row, error, answer)
        );
    }

    /// <summary>The error a connection is in, as /item/get or a webhook tells it: there is no answer around
    /// it.</summary>
    public static ProviderFault OfItem(PlaidError error, string? requestId)
    {
        var row = RowOf(error, answer: null);
        return new ProviderFault(row.Recovery, error.SafeCode, row.Detail, row.Action, error.RequestId ?? requestId);
    }

    /// <summary>The fault of a failed answer without an error of Plaid's: a proxy's, or Plaid's own before it got that
    /// far.</summary>
    public static ProviderFault OfStatus(string? requestId, FailedAnswer answer) =>
        answer.Status == 429
            ? new ProviderFault(
                Recovery.Throttle,
                "rate_limit",
                PlaidFaultTable.ByType["RATE_LIMIT_EXCEEDED"].Detail,
                ProblemActions.Wait,
                requestId,
                Throttled(answer)
            )
            : UnreadableAnswer($"HTTP {answer.Status} without an error of Plaid's", requestId) with
            {
                RetryAt = Asked(answer),
            };

    /// <summary>An answer came, but not one that can be read.</summary>
    public static ProviderFault UnreadableAnswer(string what, string? requestId) =>
        Passing("unreadable_answer", $"Plaid's answer could not be read ({what}); it is tried again by itself.") with
        {
            RequestId = requestId,
        };

    /// <summary>An answer came that is larger than we read.</summary>
    public static ProviderFault TooLarge(int bytesMax, string? requestId) =>
        Passing(
            "answer_too_large",
            $"Plaid's answer is larger than {bytesMax / 1024 / 1024} MiB and was not read; it is tried again by itself."
        ) with
        {
            RequestId = requestId,
        };

    /// <summary>No answer in time.</summary>
    public static ProviderFault Timeout() =>
        Passing("timeout", "Plaid did not answer in time; it is tried again by itself.");

    /// <summary>No connection, or one that broke off.</summary>
    public static ProviderFault Unreachable() =>
        Passing(
            "unreachable",
            "Plaid could not be reached; it is tried again by itself. If it stays, check the network."
        );

    /// <summary>The bank failed too often just now; it is left alone for a while.</summary>
    public static ProviderFault CircuitOpen(DateTimeOffset retryAt) =>
        Passing("circuit_open", "The bank failed several times just now and is left alone for a moment.") with
        {
            RetryAt = retryAt,
        };

    /// <summary>Our own count says that Plaid would refuse the call.</summary>
    public static ProviderFault OwnLimit(DateTimeOffset retryAt) =>
        new(
            Recovery.Throttle,
            "client_rate_limit",
            PlaidFaultTable.ByType["RATE_LIMIT_EXCEEDED"].Detail,
            ProblemActions.Wait,
            RetryAt: retryAt
        );

    private static ProviderFault Passing(string code, string detail) =>
        new(Recovery.Retry, code, detail, ProblemActions.Wait);

    private static FaultRow RowOf(PlaidError error, FailedAnswer? answer)
    {
        if (error.Code == "INVALID_FIELD" && error.Message.Contains(ForeignCursor, StringComparison.OrdinalIgnoreCase))
        {
            return CursorLost;
        }

        if (answer is { IsAddOn: true } && (error.Code is "NOT_FOUND" or "NO_LONGER_AVAILABLE"))
        {
            return PlaidFaultTable.ByCode["PRODUCTS_NOT_SUPPORTED"];
        }

        if (PlaidFaultTable.ByCode.TryGetValue(error.Code, out var row))
        {
            return row;
        }

        // Plaid names its limits by endpoint and adds some: the type is what counts.
        return PlaidFaultTable.ByType.TryGetValue(error.Type, out var byType) ? byType : ByStatus(answer?.Status ?? 0);
    }

    private static FaultRow ByStatus(int status) =>
        status switch
        {
            429 => PlaidFaultTable.ByType["RATE_LIMIT_EXCEEDED"],
            >= 400 and < 500 => PlaidFaultTable.ByType["INVALID_REQUEST"],
            _ => PlaidFaultTable.ByType["API_ERROR"],
        };

    private static readonly FaultRow CursorLost = new(
        Recovery.Reset,
        "Plaid does not know our position in the stream any more; the whole stream is read again by itself.",
        ProblemActions.Wait
    );

    private static DateTimeOffset? RetryAt(FaultRow row, PlaidError error, FailedAnswer answer) =>
        row.Recovery == Recovery.Throttle ? Throttled(answer)
        : error.Code == UnsupportedResponse ? answer.Now.AddDays(1)
        : Asked(answer);

    private static DateTimeOffset? Asked(FailedAnswer answer) =>
        answer.RetryAfter is { } wait ? answer.Now + Bound(wait) : null;

    // Plaid documents no Retry-After: without one, the next minute, spread.
    private static DateTimeOffset Throttled(FailedAnswer answer)
    {
        if (Asked(answer) is { } asked)
        {
            return asked;
        }

        var toNextMinute = TimeSpan.TicksPerMinute - answer.Now.Ticks % TimeSpan.TicksPerMinute;
        return answer.Now.AddTicks(toNextMinute) + ThrottleSpread * answer.Jitter;
    }

    private static TimeSpan Bound(TimeSpan wait) =>
        wait < TimeSpan.Zero ? TimeSpan.Zero
        : wait > RetryAfterMax ? RetryAfterMax
        : wait;
}
