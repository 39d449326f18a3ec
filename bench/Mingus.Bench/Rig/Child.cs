using System.Diagnostics;

namespace Mingus.Bench.Rig;

/// <summary>This program again as a process of its own: where memory counts, and where others must not share our
/// threads.</summary>
internal static class Child
{
    /// <summary>First argument of a child; not for people.</summary>
    public const string Word = "--child";

    /// <summary>Starts a part; it hears us on its standard input, ends with it, and answers on its standard
    /// output.</summary>
    public static Process Start(params string[] args)
    {
        var self = Environment.ProcessPath ?? throw new InvalidOperationException("This process has no path.");
        var isHost = Path.GetFileNameWithoutExtension(self) == "dotnet";
        string[] all = isHost ? [typeof(Child).Assembly.Location, Word, .. args] : [Word, .. args];
        var start = new ProcessStartInfo(self, all)
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
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
