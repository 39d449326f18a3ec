using Microsoft.AspNetCore.WebUtilities;
using Mingus.Ledger;
using Mingus.Server.Contracts;
using Mingus.Sync.Ports;

namespace Mingus.Server.Http;

/// <summary>
/// The one mapping from what went wrong to problem details. An unknown id and another user's id give the same bytes: a
/// problem repeats nothing of the request but the names of its fields.
/// </summary>
internal static class Problems
{
    private const string AboutBlank = "about:blank";

    public static ProblemResult NotFound { get; } =
        Of(404, "not_found", "There is no such thing here for this user.", ProblemActions.FixRequest);

    public static ProblemResult NoRoute { get; } =
        Of(404, "no_such_route", "This API has no such route; /docs lists those it has.", ProblemActions.FixRequest);

    public static ProblemResult InternalError(string? traceId) =>
        new(
            Body(
                500,
                "internal_error",
                "Something failed on our side. It is logged; try again.",
                ProblemActions.Retry
            ) with
            {
                TraceId = traceId,
            }
        );

    public static ProblemResult Of(
        int status,
        string code,
        string detail,
        string action,
        DateTimeOffset? retryAt = null
    ) => new(Body(status, code, detail, action) with { RetryAt = retryAt });

    /// <summary>Fields of the request that are wrong, each with what to do about it.</summary>
    public static ProblemResult Fields(IReadOnlyDictionary<string, string> errors)
    {
        var detail =
            errors.Count == 1 ? $"The request's {errors.Keys.First()} is not valid." : "The request is not valid.";
        return new(Body(400, "invalid_request", detail, ProblemActions.FixRequest) with { Errors = errors });
    }

    public static ProblemResult Field(string field, string error) =>
        Fields(new Dictionary<string, string>(StringComparer.Ordinal) { [field] = error });

    /// <summary>What the engine refused: its code decides the status.</summary>
    public static ProblemResult Refused(Problem problem) =>
        Of(StatusOf(problem), problem.Code, problem.Detail, problem.Action, problem.RetryAt);

    /// <summary>A provider failed while somebody waits for the answer.</summary>
    public static ProblemResult From(ProviderFault fault) =>
        Of(StatusOf(fault), fault.Code, fault.Detail, fault.Action, fault.RetryAt);

    /// <summary>A status the framework set without a body.</summary>
    public static ProblemResult FromStatus(int status, DateTimeOffset now) =>
        status switch
        {
            404 => NoRoute,
            405 => Of(405, "method_not_allowed", "This route has no such method.", ProblemActions.FixRequest),
            413 => TooLarge,
            415 => NotJson,
            // What the time-outs of requests set: of a database, of a bank.
            503 or 504 => Of(
                status,
                "timeout",
                "The request took too long and was stopped.",
                ProblemActions.Retry,
                now.AddSeconds(1)
            ),
            >= 500 => Of(status, "unavailable", "The service cannot answer now.", ProblemActions.Retry),
            _ => Of(status, "bad_request", ReasonPhrases.GetReasonPhrase(status), ProblemActions.FixRequest),
        };

    /// <summary>The database is away, full or too busy.</summary>
    public static ProblemResult Unavailable(DateTimeOffset now) =>
        Of(503, "unavailable", "The service cannot answer now.", ProblemActions.Retry, now.AddSeconds(1));

    public static ProblemResult TooLarge { get; } =
        Of(413, "body_too_large", "A request body has at most 1 MiB.", ProblemActions.FixRequest);

    public static ProblemResult WebhookTooLarge { get; } =
        Of(413, "body_too_large", "A webhook has at most 256 KiB.", ProblemActions.FixRequest);

    public static ProblemResult NotJson { get; } =
        Of(
            415,
            "not_json",
            "A request body is JSON, not compressed, with Content-Type application/json.",
            ProblemActions.FixRequest
        );

    private static int StatusOf(Problem problem) =>
        problem.Code switch
        {
            "no_preview" => 422,
            _ when problem.Action is ProblemActions.Wait || problem.RetryAt is not null => 429,
            _ when problem.Action is ProblemActions.FixRequest => 400,
            _ => 409,
        };

    private static int StatusOf(ProviderFault fault) =>
        fault switch
        {
            { Action: ProblemActions.FixRequest } => 400,
            { Recovery: Recovery.Config } or { Code: "unreadable_answer" or "answer_too_large" } => 502,
            { Code: "timeout" } => 504,
            { Recovery: Recovery.Retry or Recovery.Throttle or Recovery.Wait } => 503,
            { Recovery: Recovery.Relink or Recovery.Stop } => 409,
            _ => 502,
        };

    private static ProblemBody Body(int status, string code, string detail, string action) =>
        new(AboutBlank, ReasonPhrases.GetReasonPhrase(status), status, code, detail, action);
}
