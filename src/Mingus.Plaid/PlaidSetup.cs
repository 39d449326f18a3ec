using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mingus.Plaid.Webhooks;
using Mingus.Sync.Ports;

namespace Mingus.Plaid;

/// <summary>Puts Plaid into a host.</summary>
public static class PlaidSetup
{
    /// <summary>
    /// Adds <see cref="PlaidClient"/>, also as an <see cref="IProvider"/>, and the verifier of its webhooks. The
    /// options are checked when the host starts, so the base URL must be known by then.
    /// </summary>
    public static IServiceCollection AddPlaid(this IServiceCollection services, Action<PlaidOptions> configure)
    {
        services.AddOptions<PlaidOptions>().Configure(configure).ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PlaidOptions>, PlaidOptionsCheck>());
        services.AddSingleton<PlaidLimits>();
        services.AddSingleton<PlaidTransport>();
        services.AddSingleton(provider => new PlaidClient(
            provider.GetRequiredService<PlaidTransport>(),
            provider.GetRequiredService<IOptions<PlaidOptions>>(),
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddSingleton<IProvider>(provider => provider.GetRequiredService<PlaidClient>());
        services.AddSingleton<IWebhookVerifier>(provider => new PlaidWebhooks(
            new WebhookKeyRing(
                provider.GetRequiredService<PlaidClient>().GetWebhookKey,
                provider.GetRequiredService<TimeProvider>()
            ),
            provider.GetRequiredService<TimeProvider>()
        ));
        AddHttpClient(services);
        return services;
    }

    /// <summary>The header that signs Plaid's webhooks.</summary>
    public const string SignatureHeader = "Plaid-Verification";

    // The factory's own loggers are left out: they write addresses and, when asked to, headers.
    private static void AddHttpClient(IServiceCollection services)
    {
        var http = services
            .AddHttpClient(PlaidTransport.ClientName, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(() =>
                new SocketsHttpHandler
                {
                    AllowAutoRedirect = false,
                    AutomaticDecompression = DecompressionMethods.All,
                    UseCookies = false,
                    PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                }
            );
        http.AddResilienceHandler(
                PlaidResilience.PipelineName,
                (builder, context) =>
                    new PlaidResilience(
                        context.ServiceProvider.GetRequiredService<IOptions<PlaidOptions>>().Value,
                        context.ServiceProvider.GetRequiredService<PlaidLimits>(),
                        context.ServiceProvider.GetRequiredService<TimeProvider>(),
                        context.ServiceProvider.GetRequiredService<ILogger<PlaidTransport>>()
                    ).Configure(builder)
            )
            .SelectPipelineBy(_ => PlaidResilience.KeyOf);
        http.AddHttpMessageHandler(provider => new AnswerReader(
            provider.GetRequiredService<IOptions<PlaidOptions>>().Value.AnswerBytesMax
        ));
    }
}

/// <summary>Stops the host when the options make no sense, and says what to set.</summary>
internal sealed class PlaidOptionsCheck : IValidateOptions<PlaidOptions>
{
    public ValidateOptionsResult Validate(string? name, PlaidOptions options)
    {
        var problems = options.Problems().ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
