using System.Diagnostics;
using System.Text.Json;
using Mingus.Storage;
using Mingus.Sync.Ports;

namespace Mingus.Server.Http;

/// <summary>
/// The outermost edge of a request: whatever is thrown below becomes a problem, and so does a bare status of the
/// framework.
/// Nothing of an exception's text reaches the caller.
/// </summary>
internal sealed class ProblemMiddleware(RequestDelegate next, TimeProvider time, ILogger<ProblemMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller is gone: nobody reads an answer. Of a stream it has begun.
            if (!context.Response.HasStarted)
            {
                context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            }

            return;
        }
        catch (Exception failure)
        {
            var problem = Explain(failure);
            if (StorageFaults.IsAway(failure))
            {
                Log.DatabaseAway(logger, failure);
            }
            else if (problem.Value.Status >= 500 && failure is not ProviderException)
            {
                problem = Problems.InternalError(Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier);
                Log.RequestFailed(logger, failure, problem.Value.TraceId!);
            }

            if (context.Response.HasStarted)
            {
                context.Abort();
                return;
            }

            context.Response.Clear();
            await problem.ExecuteAsync(context);
            return;
        }

        if (IsBareFailure(context))
        {
            await Problems.FromStatus(context.Response.StatusCode, time.GetUtcNow()).ExecuteAsync(context);
        }
    }

    private static bool IsBareFailure(HttpContext context) =>
        context.Response is { HasStarted: false, StatusCode: >= 400, ContentLength: null, ContentType: null }
        && (context.Request.IsApi() || context.Request.IsAuth());

    private ProblemResult Explain(Exception failure) =>
        failure switch
        {
            BadHttpRequestException { StatusCode: 413 } => Problems.TooLarge,
            BadHttpRequestException { StatusCode: 415 } => Problems.NotJson,
            BadHttpRequestException { InnerException: JsonException json } => Unreadable(json),
            BadHttpRequestException bad => Problems.Of(
                bad.StatusCode,
                "bad_request",
                "The request could not be read. If this route takes a body, send it as a JSON object.",
                Ledger.ProblemActions.FixRequest
            ),
            BadPageKeyException => Problems.Field("after", "Take it from the 'next' of this list's last answer."),
            ProviderException provider => Problems.From(provider.Fault),
            _ when StorageFaults.IsAway(failure) => Problems.Unavailable(time.GetUtcNow()),
            _ => Problems.InternalError(traceId: null),
        };

    /// <summary>Names the member of the body that is wrong, where the parser got that far.</summary>
    private static ProblemResult Unreadable(JsonException failure)
    {
        if (JsonFaults.Field(failure) is { } field)
        {
            return Problems.Field(field, JsonFaults.Advice(failure));
        }

        return Problems.Of(
            400,
            "malformed_json",
            "The body is not a JSON object that can be read.",
            Ledger.ProblemActions.FixRequest
        );
    }
}
