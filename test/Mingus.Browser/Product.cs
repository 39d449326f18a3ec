using System.Diagnostics;

namespace Mingus.Browser;

/// <summary>The built product in a process of its own, in an empty folder, with its built-in sandbox bank.</summary>
internal sealed class Product : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly string _folder;

    private Product(Process process, string folder, Uri address)
    {
        _process = process;
        _folder = folder;
        Address = address;
    }

    /// <summary>The address it announced.</summary>
    public Uri Address { get; }

    /// <summary>The root of the repository.</summary>
    public static string Root { get; } = FindRoot();

    public static async Task<Product> Start()
    {
        var folder = Directory.CreateTempSubdirectory("mingus-browser-").FullName;
        var start = new ProcessStartInfo(ProgramFile())
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        var announced = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.StartsWith("Open ", StringComparison.Ordinal) == true)
            {
                announced.TrySetResult(new Uri(line.Data["Open ".Length..]));
            }
        };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new Product(process, folder, await announced.Task.WaitAsync(StartLimit));
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    // Built in the same configuration as this test, beside it.
    private static string ProgramFile()
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var tail = Path.Combine("bin", output.Parent!.Name, output.Name, "Mingus.Server");
        return Path.Combine(Root, "src", "Mingus.Server", tail);
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
