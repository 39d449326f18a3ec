using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Polly.RateLimiting;
using Polly.Retry;
using Polly.Timeout;

namespace Mingus.Plaid;

/// <summary>
/// The pipeline of the HttpClient, one for each bank, from the outside in: time for all attempts, repetition, the
/// bank's circuit, our own count of calls, time for one attempt. Only what cannot do harm twice is repeated.
/// </summary>
internal sealed class PlaidResilience(
    PlaidOptions options,
    PlaidLimits limits,
    TimeProvider time,
    ILogger<PlaidTransport> logger
)
{
    /// <summary>Name of the pipeline.</summary>
    public const string PipelineName = "plaid";

    /// <summary>Which pipeline a request takes: its bank's, or one beside it for what Plaid answers by itself. The
    /// library tries this out with an empty request.</summary>
    public static string KeyOf(HttpRequestMessage request) =>
        PlaidCall.TryOf(request) is not { InstitutionId.Length: > 0 } call ? "-"
        : call.Endpoint.TellsOfBank ? call.InstitutionId
        : $"{call.InstitutionId}-item";

    /// <summary>What a Retry-After header asks for, as a wait from now; null without one.</summary>
    public static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider time) =>
        response.Headers.RetryAfter switch
        {
            { Delta: { } wait } => wait,
            { Date: { } at } => at - time.GetUtcNow(),
            _ => null,
        };

    /// <summary>Builds the pipeline.</summary>
    public void Configure(ResiliencePipelineBuilder<HttpResponseMessage> builder)
    {
        builder.TimeProvider = time;
        builder.AddTimeout(Timeout(call => call.Endpoint.IsSlow ? options.Timeouts.Slow : options.Timeouts.Normal));
        if (options.Retries.Attempts > 1)
        {
            builder.AddRetry(Retry());
        }

        if (options.Circuit.Failures > 0)
        {
            builder.AddCircuitBreaker(Circuit());
        }

        builder.AddRateLimiter(
            new RateLimiterStrategyOptions
            {
                RateLimiter = arguments => ValueTask.FromResult(limits.Acquire(CallOf(arguments.Context))),
            }
        );
        builder.AddTimeout(Timeout(call => call.Endpoint.IsSlow ? options.Timeouts.Slow : options.Timeouts.Attempt));
    }

    private static TimeoutStrategyOptions Timeout(Func<PlaidCall, TimeSpan> limit) =>
        new() { TimeoutGenerator = arguments => ValueTask.FromResult(limit(CallOf(arguments.Context))) };

    private RetryStrategyOptions<HttpResponseMessage> Retry() =>
        new()
        {
            MaxRetryAttempts = options.Retries.Attempts - 1,
            Delay = options.Retries.Delay,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            ShouldHandle = arguments =>
                ValueTask.FromResult(IsWorthRepeating(CallOf(arguments.Context), arguments.Outcome)),
            DelayGenerator = arguments =>
                ValueTask.FromResult(arguments.Outcome.Result is { } answer ? RetryAfter(answer, time) : null),
            OnRetry = arguments =>
            {
                var path = CallOf(arguments.Context).Endpoint.Path;
                var delayMs = (long)arguments.RetryDelay.TotalMilliseconds;
                Log.Retrying(logger, path, arguments.AttemptNumber + 1, Why(arguments.Outcome), delayMs);
                return default;
            },
        };

    private CircuitBreakerStrategyOptions<HttpResponseMessage> Circuit() =>
        new()
        {
            FailureRatio = 0.5,
            MinimumThroughput = options.Circuit.Failures,
            SamplingDuration = options.Circuit.Within,
            BreakDuration = options.Circuit.Pause,
            ShouldHandle = arguments =>
                ValueTask.FromResult(IsFailureOfBank(CallOf(arguments.Context), arguments.Outcome)),
            OnOpened = arguments =>
            {
                var institution = CallOf(arguments.Context).InstitutionId;
                Log.CircuitOpened(logger, institution, (long)arguments.BreakDuration.TotalMilliseconds);
                return default;
            },
            OnClosed = arguments =>
            {
                Log.CircuitClosed(logger, CallOf(arguments.Context).InstitutionId);
                return default;
            },
        };

    // No answer, or a server's failure, or a short wait that was asked for. What Plaid answers with a reason is the
    // engine's.
    private bool IsWorthRepeating(PlaidCall call, Outcome<HttpResponseMessage> outcome)
    {
        if (!call.Endpoint.MayRepeat)
        {
            return false;
        }

        if (outcome.Result is not { } answer)
        {
            return IsNoAnswer(outcome.Exception);
        }

        if (RetryAfter(answer, time) is { } wait)
        {
            return (int)answer.StatusCode is 429 or >= 500 && wait <= options.Retries.RetryAfterMax;
        }

        return (int)answer.StatusCode >= 500 && ErrorOf(answer)?.Code != PlaidFaults.PlannedMaintenance;
    }

    // A bank's outage comes as 400 with its code. Without a known bank it says nothing about the others.
    private static bool IsFailureOfBank(PlaidCall call, Outcome<HttpResponseMessage> outcome)
    {
        if (outcome.Result is not { } answer)
        {
            return IsNoAnswer(outcome.Exception);
        }

        var isOutage =
            ErrorOf(answer)?.Code is "INSTITUTION_DOWN" or "INSTITUTION_NOT_RESPONDING" or "INSTITUTION_NOT_AVAILABLE";
        return (int)answer.StatusCode >= 500 || (isOutage && call.InstitutionId.Length > 0);
    }

    private static bool IsNoAnswer(Exception? exception) =>
        exception is HttpRequestException or IOException or TimeoutRejectedException;

    private static string Why(Outcome<HttpResponseMessage> outcome) =>
        outcome.Result is { } answer
            ? $"HTTP {(int)answer.StatusCode}"
            : outcome.Exception?.GetType().Name ?? "no answer";

    private static PlaidError? ErrorOf(HttpResponseMessage answer) => (answer.Content as AnswerContent)?.Error;

    private static PlaidCall CallOf(ResilienceContext context) => PlaidCall.Of(context.GetRequestMessage());
}
