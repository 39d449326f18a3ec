using Mingus.Sync;

namespace Mingus.Server.Hosting;

/// <summary>Takes up what a crash cut off before the host listens, then keeps the engine working as long as it
/// runs.</summary>
internal sealed class EngineWorker(SyncEngine engine, TimeProvider time, ILogger<EngineWorker> logger)
    : BackgroundService,
        IHostedLifecycleService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    public Task StartingAsync(CancellationToken cancellationToken) => engine.TakeUp(cancellationToken);

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

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
