using System.Net;
using System.Net.Sockets;
using Mingus.Sandbox;

namespace Mingus.Scenarios.Support;

/// <summary>The schedule runs, and the bank knows where the product takes its webhooks.</summary>
public sealed class LiveStacks : SharedStacks
{
    protected override string[] Settings => LiveSettings();

    protected override SandboxOptions Bank => QuickBank();

    /// <summary>Settings of a product on a port that is known before it starts.</summary>
    internal static string[] LiveSettings(bool isScheduled = true)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        return
        [
            $"--urls={address}",
            $"--Plaid:WebhookUrl={address}/api/data-sync/webhooks/plaid",
            "--Plaid:Circuit:Failures=0",
            $"--Schedule:Enabled={isScheduled}",
        ];
    }

    /// <summary>A bank that announces and repeats soon.</summary>
    internal static SandboxOptions QuickBank()
    {
        var options = Stack.StillBank();
        options.TickInterval = TimeSpan.FromMilliseconds(20);
        options.WebhookFirstRetry = TimeSpan.FromMilliseconds(100);
        options.WebhookRetries = 2;
        return options;
    }

    protected override Task Ended() => Task.CompletedTask;
}
