using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Mingus.Bench.Rig;

/// <summary>The product as an operator gets it: published, and started in a folder of its own.</summary>
internal sealed partial class Published : IDisposable
{
    private static readonly TimeSpan GiveUp = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private Published(Process process, Uri address, Uri bank) => (_process, Address, Bank) = (process, address, bank);

    public Uri Address { get; }

    /// <summary>Where its built-in sandbox bank is.</summary>
    public Uri Bank { get; }

    /// <summary>The checkout that this program was built from.</summary>
    public static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Mingus.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("Run it from a checkout: it publishes the server.");
    }

    /// <summary>Publishes the server as docs/operate/install.md says; returns its program.</summary>
    public static async Task<string> Build(string folder)
    {
        var project = Path.Combine(Root(), "src", "Mingus.Server", "Mingus.Server.csproj");
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        string[] kind = ["-c", "Release", "--use-current-runtime", "--self-contained", "false"];
        await Tool.Run(Root(), dotnet, ["publish", project, .. kind, "-o", folder, "--nologo", "-v", "quiet"]);
        return Path.Combine(folder, OperatingSystem.IsWindows() ? "Mingus.Server.exe" : "Mingus.Server");
    }

    /// <summary>Starts a published program with its sandbox bank; nothing runs but what is asked for.</summary>
    public static async Task<Published> Start(string program, string folder)
    {
        string[] settings =
        [
            "--urls=http://127.0.0.1:0",
            "--Schedule:Enabled=false",
            "--Sandbox:HistoryDelay=00:00:01",
        ];
        var start = new ProcessStartInfo(program, settings)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        var process = Process.Start(start) ?? throw new InvalidOperationException("It did not start.");
        using var patience = new CancellationTokenSource(GiveUp);
        Uri? bank = null;
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (BankLine().Match(line) is { Success: true } found)
            {
                bank = new Uri(found.Groups["address"].Value);
            }
            else if (OpenLine().Match(line) is { Success: true } open && bank is not null)
            {
                _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return new Published(process, new Uri(open.Groups["address"].Value), bank);
            }
        }

        throw new InvalidOperationException("It ended before it listened.");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    [GeneratedRegex(@"sandbox at (?<address>http\S+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex BankLine();

    [GeneratedRegex(@"^Open (?<address>http\S+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex OpenLine();
}

/// <summary>A program of somebody else's that is run to its end.</summary>
internal static class Tool
{
    /// <summary>What it wrote to its standard output; its standard error goes to ours.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task<string> Run(string folder, string program, params string[] args)
    {
        var start = new ProcessStartInfo(program, args)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? said
            : throw new InvalidOperationException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{program} {args[0]} ended with {process.ExitCode}:\n{said}"
                )
            );
    }
}
