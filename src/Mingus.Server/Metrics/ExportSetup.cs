using Mingus.Server.Analytics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Mingus.Server.Metrics;

/// <summary>
/// Pushes traces and metrics by OTLP where OpenTelemetry's own variable <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says where
/// to; its other variables say how. Nothing of it is loaded otherwise.
/// </summary>
internal static class ExportSetup
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Service = "mingus-sync";

    public static void AddExport(this WebApplicationBuilder builder)
    {
        if (builder.Configuration[Endpoint] is { Length: > 0 })
        {
            Export(builder.Services);
        }
    }

    private static void Export(IServiceCollection services)
    {
        var version = typeof(ExportSetup).Assembly.GetName().Version?.ToString(fieldCount: 3);
        services
            .AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(Service, serviceVersion: version))
            .WithTracing(traces => traces.AddSource("Mingus.Sync", OpenTelemetrySink.SourceName).AddOtlpExporter())
            .WithMetrics(metrics =>
                metrics.AddMeter("Mingus.*", "System.Runtime", "Microsoft.AspNetCore.Hosting").AddOtlpExporter()
            );
    }
}
