using Microsoft.AspNetCore.Http.Timeouts;

namespace Mingus.Server.Http;

/// <summary>
/// How long a request may take. What only asks the database is told within ten seconds that the database does not
/// answer, its wait for a turn included; what asks a bank may take longer. Exports, streams and preferred waits last.
/// </summary>
internal static class Patience
{
    private const string BankPolicy = "bank";

    private static readonly TimeSpan OfDatabase = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan OfBank = TimeSpan.FromSeconds(30);

    public static void Describe(RequestTimeoutOptions options)
    {
        options.DefaultPolicy = new() { Timeout = OfDatabase, TimeoutStatusCode = 503 };
        options.AddPolicy(BankPolicy, new RequestTimeoutPolicy { Timeout = OfBank, TimeoutStatusCode = 504 });
    }

    /// <summary>The route asks a bank.</summary>
    public static TBuilder AsksBank<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder
    {
        route.WithRequestTimeout(BankPolicy);
        return route;
    }

    /// <summary>A filter: a route that has its answer is cut off no more. Cut off while it was written, the part in the
    /// buffer came before the problem, two JSON values in one body.</summary>
    public static async ValueTask<object?> UntilAnswered(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        var answer = await next(context);
        context.HttpContext.Lasts();
        context.HttpContext.RequestAborted.ThrowIfCancellationRequested();
        return answer;
    }

    /// <summary>From here on this request takes as long as it takes.</summary>
    public static void Lasts(this HttpContext context) =>
        context.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
}
