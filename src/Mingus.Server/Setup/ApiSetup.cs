using Mingus.Server.Api;
using Mingus.Server.Contracts;
using Mingus.Server.Http;
using Mingus.Server.Identity;
using Mingus.Server.Metrics;
using Mingus.Server.Streams;

namespace Mingus.Server.Setup;

/// <summary>What the HTTP side needs of the container, and the order of its middleware.</summary>
internal static class ApiSetup
{
    public static void AddApi(this WebApplicationBuilder builder, ServerConfig config)
    {
        builder.Services.ConfigureHttpJsonOptions(options => ApiJson.Apply(options.SerializerOptions));
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        builder.Services.AddRequestTimeouts(Patience.Describe);
        builder.Services.AddSingleton(new MetricsBook());
        builder.Services.AddSingleton<Users>();
        builder.Services.AddSingleton<Rates>();
        builder.Services.AddSingleton<Crowd>();
        builder.Services.AddSingleton<Credentials>();
        builder.Services.AddSingleton<IssuerKeys>();
        builder.Services.AddSingleton<SignedTokens>();
        builder.Services.AddSingleton<Operators>();
        builder.Services.AddSingleton<LoginDelays>();
        builder.Services.AddSingleton<ProviderLogin>();
        builder.Services.AddSingleton<LoginTrail>();
        builder.Services.AddSingleton<CredentialWatch>();
        builder.Services.AddSingleton<Origins>();
        builder.Services.AddCors(options => Origins.Describe(options, config.Cors));
        builder.Services.AddSingleton<EventStreams>();
        builder.Services.AddSingleton<Asking>();
        builder.Services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = ["application/json", ProblemResult.ContentType];
        });
    }

    public static void UseApi(this WebApplication app)
    {
        app.UseMiddleware<ProblemMiddleware>();
        app.UseMiddleware<SafetyHeaders>();
        // Before anything refuses: a page of another origin may read why it was refused.
        app.UseWhen(
            context => (context.Request.IsApi() && !context.Request.IsWebhook()) || context.Request.IsEmbed(),
            pages => pages.UseCors(Origins.Policy)
        );
        app.UseWhen(IsPacked, reads => reads.UseResponseCompression());
        app.UseMiddleware<CrowdMiddleware>();
        app.UseRouting();
        app.UseWhen(
            context => context.Request.IsApi() && !context.Request.IsWebhook(),
            api => api.UseMiddleware<CallerMiddleware>()
        );
        app.UseRequestTimeouts();
    }

    /// <summary>
    /// Reads of the API, as brotli or gzip where the caller takes it. Not a stream, whose events must not wait; not the
    /// login, whose answer holds a secret that its length could betray (decision 42).
    /// </summary>
    private static bool IsPacked(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method) && context.Request.IsApi() && !context.Request.IsStream();
}
