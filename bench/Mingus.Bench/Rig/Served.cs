using System.Diagnostics;
using Mingus.Bench.Runs;

namespace Mingus.Bench.Rig;

/// <summary>A server in a child process.</summary>
internal sealed class Served : IDisposable
{
    private readonly Process _process;

    private Served(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    /// <summary>Starts a part of this program and returns once it listens.</summary>
    /// <exception cref="InvalidOperationException">It ended before.</exception>
    public static async Task<Served> Start(params string[] part)
    {
        var process = Child.Start(part);
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(ServedApps.Ready, StringComparison.Ordinal))
            {
                return new Served(process, new Uri(line[ServedApps.Ready.Length..]));
            }
        }

        throw new InvalidOperationException($"{part[0]} ended before it listened.");
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit(TimeSpan.FromSeconds(10));
        _process.Dispose();
    }
}
