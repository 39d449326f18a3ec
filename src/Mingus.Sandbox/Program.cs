using System.Runtime.InteropServices;

namespace Mingus.Sandbox;

/// <summary>
/// The sandbox as a program of its own. A named class, since the product's tests know another Program.
/// </summary>
internal static class SandboxProgram
{
    private const string DefaultUrl = "http://127.0.0.1:5090";

    private static async Task<int> Main(string[] args)
    {
        var settings = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build();
        var options = new SandboxOptions();
        var urls = settings["urls"] ?? settings["ASPNETCORE_URLS"] ?? DefaultUrl;
        using var stop = new CancellationTokenSource();
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            settings.GetSection("Sandbox").Bind(options, b => b.ErrorOnUnknownConfiguration = true);
            await using var server = await SandboxServer.StartAsync(
                urls.Split(';'),
                options,
                TimeProvider.System,
                stop.Token
            );
            await Console.Out.WriteLineAsync($"Sandbox bank listening on {server.BaseUrl}");
            await Task.Delay(Timeout.Infinite, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return 0;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or IOException or FormatException)
        {
            await Console.Error.WriteLineAsync($"The sandbox cannot start: {e.Message}");
            return 2;
        }
    }
}
