using Mingus.Server.Setup;
using Mingus.Sync.Ports;

namespace Mingus.Server.Analytics;

/// <summary>The sinks of analytics events that the operator wants; none by default.</summary>
internal static class AnalyticsSetup
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    public static void AddAnalytics(this WebApplicationBuilder builder, ServerConfig config)
    {
        foreach (var sink in config.Analytics.Sinks)
        {
            builder.Services.AddSingleton<IAnalyticsSink>(services =>
                sink switch
                {
                    AnalyticsConfig.Log => new LogSink(services.GetRequiredService<ILogger<LogSink>>()),
                    AnalyticsConfig.OpenTelemetry => new OpenTelemetrySink(),
                    _ => new HttpSink(
                        new HttpClient { Timeout = Timeout },
                        config.Analytics.HttpUrl!,
                        services.GetRequiredService<TimeProvider>()
                    ),
                }
            );
        }

        if (config.Analytics.Sinks.Count > 0)
        {
            builder.Services.AddHostedService<AnalyticsWorker>();
        }
    }
}
