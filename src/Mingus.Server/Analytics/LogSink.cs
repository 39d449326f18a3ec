using Mingus.Sync.Ports;

namespace Mingus.Server.Analytics;

/// <summary>Writes analytics events into the log, one line each.</summary>
internal sealed class LogSink(ILogger<LogSink> logger) : IAnalyticsSink
{
    public string Name => "log";

    public Task Send(IReadOnlyList<AnalyticsEvent> events, CancellationToken cancellationToken)
    {
        foreach (var one in events)
        {
            Log.Analytics(logger, one.Name, string.Join(' ', one.Properties.Select(p => $"{p.Key}={p.Value}")));
        }

        return Task.CompletedTask;
    }
}
