using System.Diagnostics;

namespace Mingus.Server.Tests.Commands;

/// <summary>One run of the program as an operator's shell starts it: its own process, its own folder.</summary>
internal sealed record ProgramRun(int ExitCode, string Out, string Error)
{
    private static readonly TimeSpan EndsWithin = TimeSpan.FromMinutes(2);

    /// <summary>Runs it to its end.</summary>
    public static Task<ProgramRun> Of(string folder, params string[] arguments) => Of(folder, [], arguments);

    /// <summary>Runs it with further settings in its environment.</summary>
    public static async Task<ProgramRun> Of(
        string folder,
        Dictionary<string, string> environment,
        params string[] arguments
    )
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Mingus.Server"))
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment.Remove("ASPNETCORE_ENVIRONMENT");
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEndAsync();
        var failed = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(EndsWithin);
        await process.WaitForExitAsync(patience.Token);
        return new ProgramRun(process.ExitCode, await said, await failed);
    }
}
