using Mingus.Sync.Events;

namespace Mingus.Server.Analytics;

/// <summary>Passes analytics events on as long as the process runs.</summary>
internal sealed class AnalyticsWorker(AnalyticsQueue queue) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => queue.Work(stoppingToken);
}
