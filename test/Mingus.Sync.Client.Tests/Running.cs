using System.Diagnostics;

namespace Mingus.Sync.Client.Tests;

/// <summary>A program of the repository in a process of its own, built in the configuration of this test.</summary>
internal sealed class Running : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(120);
    private readonly Process _process;
    private readonly string _folder;

    private Running(Process process, string folder, Uri address) =>
        (_process, _folder, Address) = (process, folder, address);

    /// <summary>The address it announced.</summary>
    public Uri Address { get; }

    /// <summary>Memory that it has now.</summary>
    public long WorkingSet
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>The root of the repository.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Starts a program, such as <c>src/Mingus.Server</c>, in an empty folder.</summary>
    /// <param name="project">Its project's folder.</param>
    /// <param name="announces">What the line begins with that tells its address.</param>
    /// <param name="settings">Its environment besides.</param>
    public static async Task<Running> Start(
        string project,
        string announces,
        params (string Name, string Value)[] settings
    )
    {
        var folder = Directory.CreateTempSubdirectory("mingus-client-").FullName;
        var start = new ProcessStartInfo(ProgramFile(project))
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        var announced = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var said = new List<string>();
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            return new Running(process, folder, await announced.Task.WaitAsync(StartLimit));
        }
        catch (TimeoutException late)
        {
            process.Kill();
            throw new InvalidOperationException($"{project} did not start: {string.Join('\n', said)}", late);
        }

        void Hear(string? line)
        {
            if (line?.Trim().StartsWith(announces, StringComparison.Ordinal) == true)
            {
                announced.TrySetResult(new Uri(line.Trim()[announces.Length..].Trim()));
            }

            lock (said)
            {
                said.Add(line ?? "");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string ProgramFile(string project)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(Root, project, "bin", output.Parent!.Name, output.Name, Path.GetFileName(project));
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Mingus.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The repository's root was not found.");
        }

        return folder.FullName;
    }
}
