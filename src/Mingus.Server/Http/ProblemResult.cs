using System.Globalization;
using Mingus.Server.Contracts;

namespace Mingus.Server.Http;

/// <summary>An answer that says what is wrong and what to do.</summary>
internal sealed class ProblemResult(ProblemBody body) : IResult, IStatusCodeHttpResult
{
    public const string ContentType = "application/problem+json";

    public ProblemBody Value => body;

    public int? StatusCode => body.Status;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = body.Status;
        response.Headers.CacheControl = "no-store";
        if (body.RetryAt is { } retryAt)
        {
            var now = httpContext.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
            var seconds = Math.Max(1, (long)Math.Ceiling((retryAt - now).TotalSeconds));
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        return response.WriteAsJsonAsync(body, options: null, ContentType, httpContext.RequestAborted);
    }
}
