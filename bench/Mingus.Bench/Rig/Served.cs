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

    /// <summary>SIGKILL, and the wait until it is gone.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>SIGSTOP: it stands still with all it holds.</summary>
    public void Stop()
    {
        using var kill = Process.Start("kill", ["-STOP", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>The processor time it has taken, and the memory it has now, in bytes.</summary>
    public (TimeSpan Processor, long Memory) Taken()
    {
        _process.Refresh();
        return (_process.TotalProcessorTime, _process.WorkingSet64);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.StandardInput.Close();
            if (!_process.WaitForExit(TimeSpan.FromSeconds(10)))
            {
                Kill();
            }
        }

        _process.Dispose();
    }
}
