using System.Diagnostics;
using Mingus.Sync.Ports;

namespace Mingus.Server.Analytics;

/// <summary>Tells analytics events to OpenTelemetry: a span of the event's name with its properties, which whatever
/// exporter listens to <see cref="SourceName"/> takes.</summary>
internal sealed class OpenTelemetrySink : IAnalyticsSink
{
    /// <summary>The source to listen to.</summary>
    public const string SourceName = "Mingus.Analytics";

    private static readonly ActivitySource Source = new(SourceName);

    public string Name => "otel";

    public Task Send(IReadOnlyList<AnalyticsEvent> events, CancellationToken cancellationToken)
    {
        foreach (var one in events)
        {
            using var span = Source.StartActivity(
                one.Name,
                ActivityKind.Internal,
                parentContext: default,
                one.Properties.Select(static p => KeyValuePair.Create<string, object?>(p.Key, Plain(p.Value))),
                startTime: one.At
            );
        }

        return Task.CompletedTask;
    }

    // OpenTelemetry knows no decimal.
    private static object Plain(object value) => value is decimal seconds ? (double)seconds : value;
}
