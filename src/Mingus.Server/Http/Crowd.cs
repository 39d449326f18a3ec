using System.Threading.RateLimiting;
using Mingus.Ledger;
using Mingus.Server.Setup;

namespace Mingus.Server.Http;

/// <summary>
/// How many requests are worked at once. As many more wait; the rest is told at once to come again, before it costs
/// anything. Health and webhooks have lanes of their own; streams and waits, which last, are counted elsewhere.
/// </summary>
internal sealed class Crowd : IDisposable
{
    private const int HealthAtOnce = 16;

    /// <summary>As many as the intake works. The rest waits at its sender, which comes again.</summary>
    private const int WebhooksAtOnce = 256;

    private static readonly TimeSpan ComeAgain = TimeSpan.FromSeconds(1);

    /// <summary>Who waits longer for their turn is told to come again: a late answer helps nobody, and its sender has
    /// asked once more by then.</summary>
    private static readonly TimeSpan TurnWithin = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrencyLimiter? _requests;
    private readonly ConcurrencyLimiter _health = Lane(HealthAtOnce, HealthAtOnce);
    private readonly ConcurrencyLimiter _webhooks = Lane(WebhooksAtOnce, waitingMax: 0);

    public Crowd(ServerConfig config)
    {
        var atOnce = config.Limits.RequestsAtOnce;
        _requests = atOnce == 0 ? null : Lane(atOnce, atOnce);
    }

    /// <summary>Works a request in its lane, or answers 503.</summary>
    public async Task Pass(HttpContext context, RequestDelegate next, TimeProvider time)
    {
        var lane = LaneOf(context.Request);
        if (lane is null)
        {
            await next(context);
            return;
        }

        using var lease = await Turn(lane, context.RequestAborted);
        await (
            lease.IsAcquired
                ? next(context)
                : Problems
                    .Of(
                        503,
                        "overloaded",
                        "More requests than the service can work at once. Come again.",
                        ProblemActions.Retry,
                        time.GetUtcNow() + ComeAgain
                    )
                    .ExecuteAsync(context)
        );
    }

    public void Dispose()
    {
        _requests?.Dispose();
        _health.Dispose();
        _webhooks.Dispose();
    }

    /// <summary>The request's turn; not acquired when all waiting places are taken, or it does not come in
    /// time.</summary>
    private static async ValueTask<RateLimitLease> Turn(ConcurrencyLimiter lane, CancellationToken isGone)
    {
        var lease = lane.AttemptAcquire(permitCount: 1);
        if (lease.IsAcquired)
        {
            return lease;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(isGone);
        limit.CancelAfter(TurnWithin);
        try
        {
            return await lane.AcquireAsync(permitCount: 1, limit.Token);
        }
        catch (OperationCanceledException) when (!isGone.IsCancellationRequested)
        {
            return lease;
        }
    }

    private ConcurrencyLimiter? LaneOf(HttpRequest request) =>
        request switch
        {
            _ when request.IsHealth() => _health,
            _ when request.IsWebhook() => _webhooks,
            _ when request.IsStream() || request.Headers.ContainsKey(Headers.Prefer) => null,
            _ => _requests,
        };

    private static ConcurrencyLimiter Lane(int atOnce, int waitingMax) =>
        new(
            new ConcurrencyLimiterOptions
            {
                PermitLimit = atOnce,
                QueueLimit = waitingMax,
                QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
            }
        );
}

/// <summary>The first thing a request meets: is there room, and is its body one that we read?</summary>
internal sealed class CrowdMiddleware(RequestDelegate next, Crowd crowd, TimeProvider time)
{
    public Task InvokeAsync(HttpContext context) =>
        // Nothing is decompressed here: a small body that unpacks to a huge one is nobody's need.
        context.Request.Headers.ContentEncoding.Count > 0
            ? Problems.NotJson.ExecuteAsync(context)
            : crowd.Pass(context, next, time);
}
