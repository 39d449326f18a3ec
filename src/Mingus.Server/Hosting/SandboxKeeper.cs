using Mingus.Sandbox;

namespace Mingus.Server.Hosting;

/// <summary>Ends the built-in sandbox bank with the host.</summary>
internal sealed class SandboxKeeper(SandboxServer sandbox) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => sandbox.DisposeAsync().AsTask();
}
