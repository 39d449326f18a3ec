using Mingus.Sync;

namespace Mingus.Server.Hosting;

/// <summary>Keeps the engine working as long as the host runs.</summary>
internal sealed class EngineWorker(SyncEngine engine, TimeProvider time, ILogger<EngineWorker> logger)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await engine.Work(stoppingToken);
                return;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                Log.EngineFailed(logger, failure, Pause);
            }

            await Task.Delay(Pause, time, stoppingToken);
        }
    }
}
