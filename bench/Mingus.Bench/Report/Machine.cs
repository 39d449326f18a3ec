using System.Globalization;
using System.Runtime.InteropServices;

namespace Mingus.Bench.Report;

/// <summary>What the figures were taken on.</summary>
internal static class Machine
{
    public static IEnumerable<(string What, string Value)> Describe()
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024 * 1024);
        yield return (
            "machine",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Environment.ProcessorCount} cores ({Processor()}), {memory:0} GB, {RuntimeInformation.OSDescription}"
            )
        );
        yield return (
            "runtime",
            $"{RuntimeInformation.FrameworkDescription}, no dynamic PGO, workstation GC; "
                + $"{DateTime.Now:yyyy-MM-dd HH:mm}"
        );
        if (OtherLoad() is { } load)
        {
            yield return ("other load", load);
        }
    }

    private static string Processor()
    {
        const string Key = "model name";
        var line = OperatingSystem.IsLinux()
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith(Key, StringComparison.Ordinal))
            : null;
        return line?[(line.IndexOf(':') + 2)..] ?? RuntimeInformation.ProcessArchitecture.ToString();
    }

    private static string? OtherLoad() =>
        OperatingSystem.IsLinux()
            ? $"load average {File.ReadAllText("/proc/loadavg").Split(' ')[0]} before the start"
            : null;
}
