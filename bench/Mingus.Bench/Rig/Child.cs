using System.Diagnostics;

namespace Mingus.Bench.Rig;

/// <summary>This program again as a process of its own: where memory counts, and where servers must not share our threads.</summary>
internal static class Child
{
    /// <summary>First argument of a child; not for people.</summary>
    public const string Word = "--child";

    /// <summary>Runs a part to its end and answers its lines <c>name=value</c>.</summary>
    public static async Task<Dictionary<string, double>> Run(params string[] args)
    {
        using var process = Start(args);
        var numbers = new Dictionary<string, double>(StringComparer.Ordinal);
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Split('=') is [var name, var value])
            {
                numbers[name] = double.Parse(value, System.Globalization.CultureInfo.InvariantCulture);
            }
        }

        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? numbers
            : throw new InvalidOperationException($"{string.Join(' ', args)} ended with {process.ExitCode}.");
    }

    /// <summary>Starts a part; its standard output is ours to read, and it ends when its standard input does.</summary>
    public static Process Start(params string[] args)
    {
        var self = Environment.ProcessPath ?? throw new InvalidOperationException("This process has no path.");
        var isHost = Path.GetFileNameWithoutExtension(self) == "dotnet";
        string[] all = isHost ? [typeof(Child).Assembly.Location, Word, .. args] : [Word, .. args];
        var start = new ProcessStartInfo(self, all) { RedirectStandardOutput = true, RedirectStandardInput = true };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        return Process.Start(start) ?? throw new InvalidOperationException("The child did not start.");
    }

    /// <summary>The most memory this process has had in RAM, in bytes.</summary>
    public static long PeakMemory()
    {
        using var self = Process.GetCurrentProcess();
        return self.PeakWorkingSet64;
    }
}
