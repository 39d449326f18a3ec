using System.Collections.Concurrent;
using System.Diagnostics;

namespace Mingus.Crash.Product;

/// <summary>Where a product process finds its bank and its database, and where it leaves its key and its log.</summary>
/// <param name="Folder">Its working directory: the development key survives there from start to start.</param>
/// <param name="ConnectionString">Its database.</param>
/// <param name="Bank">Its provider.</param>
internal sealed record ServerPlace(string Folder, string ConnectionString, Uri Bank)
{
    /// <summary>What all processes of this place write, in the order of their lives.</summary>
    public string LogFile => Path.Combine(Folder, "server.log");

    /// <summary>Whether it works by itself what is due; else only what is asked for.</summary>
    public bool IsScheduled { get; init; }

    /// <summary>Settings besides, as environment variables.</summary>
    public IReadOnlyDictionary<string, string> More { get; init; } = new Dictionary<string, string>();

    /// <summary>The same product in a folder of its own beside; the development key is the first one's, which has
    /// started before.</summary>
    public ServerPlace Beside(string name)
    {
        var beside = this with { Folder = Path.Combine(Path.GetDirectoryName(Folder)!, name) };
        var data = Directory.CreateDirectory(Path.Combine(beside.Folder, "data"));
        File.Copy(Path.Combine(Folder, "data", "dev.key"), Path.Combine(data.FullName, "dev.key"));
        return beside;
    }
}

/// <summary>
/// The product as its users run it: the built program in a process of its own, which signals can kill, stop and
/// continue.
/// </summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_startLimit = TimeSpan.FromSeconds(10);

    private const string AddressLine = "Open ";
    private static readonly HttpClient s_probe = new() { Timeout = TimeSpan.FromSeconds(30) };

    private readonly Process _process;
    private readonly string _logFile;
    private readonly Lock _log = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly TaskCompletionSource<Uri> _announced = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(Process process, string logFile)
    {
        _process = process;
        _logFile = logFile;
        process.OutputDataReceived += (_, line) => Heard(line.Data);
        process.ErrorDataReceived += (_, line) => HeardError(line.Data);
    }

    /// <summary>A start that takes longer is a failure.</summary>
    public static TimeSpan StartLimit => Patience.Of(s_startLimit);

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>What it wrote to standard error.</summary>
    public string Errors => string.Join('\n', _errors);

    /// <summary>Begins a process; it may fail before it is ready.</summary>
    public static ServerProcess Begin(ServerPlace place)
    {
        Directory.CreateDirectory(place.Folder);
        var start = new ProcessStartInfo(ProgramFile())
        {
            WorkingDirectory = place.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in Settings(place).Concat(place.More))
        {
            start.Environment[name] = value;
        }
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        var server = new ServerProcess(process, place.LogFile);
        process.Start();
        server.Write($"--- process {process.Id} begins");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return server;
    }

    /// <summary>Begins a process and waits until it serves.</summary>
    /// <exception cref="ProductException">It ended, or took longer than <see cref="StartLimit"/>.</exception>
    public static async Task<(ServerProcess Process, Uri Address)> StartAsync(ServerPlace place)
    {
        var server = Begin(place);
        try
        {
            return (server, await server.ReadyAsync());
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>The address it serves, once its readiness says so.</summary>
    public async Task<Uri> ReadyAsync()
    {
        var clock = Stopwatch.StartNew();
        var limit = StartLimit;
        var exited = _process.WaitForExitAsync();
        var first = await Task.WhenAny(_announced.Task, exited, Task.Delay(limit));
        if (first == exited)
        {
            throw new ProductException($"The server ended with code {_process.ExitCode}: {Errors}");
        }
        while (first == _announced.Task && clock.Elapsed < limit)
        {
            if (await IsReadyAsync(await _announced.Task))
            {
                return await _announced.Task;
            }
            await Task.Delay(10);
        }
        throw new ProductException($"The server was not ready within {limit.TotalSeconds:0} s. {Errors}");
    }

    /// <summary>SIGKILL, and the wait until it is gone.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: false);
        }
        await _process.WaitForExitAsync();
        Write($"--- process {Id} is gone, code {_process.ExitCode}");
    }

    /// <summary>SIGTERM, and the exit code.</summary>
    public async Task<int> EndAsync()
    {
        await SignalAsync("TERM");
        await WaitForExitAsync();
        return _process.ExitCode;
    }

    /// <summary>Waits until it has ended by itself.</summary>
    public async Task<int> WaitForExitAsync()
    {
        using var limit = new CancellationTokenSource(Patience.Of(TimeSpan.FromSeconds(20)));
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    /// <summary>SIGSTOP: it stands still with all it holds.</summary>
    public Task StopAsync() => SignalAsync("STOP");

    /// <summary>SIGCONT: it goes on as if nothing had been.</summary>
    public Task ContinueAsync() => SignalAsync("CONT");

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    private static Dictionary<string, string> Settings(ServerPlace place) =>
        new(StringComparer.Ordinal)
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
            ["Plaid__BaseUrl"] = place.Bank.AbsoluteUri,
            ["Plaid__ClientId"] = "crash",
            ["Plaid__Secret"] = "crash",
            ["Storage__ConnectionString"] = place.ConnectionString,
            ["Schedule__Enabled"] = place.IsScheduled ? "true" : "false",
        };

    // …/test/Mingus.Crash/bin/<configuration>/net10.0 -> …/src/Mingus.Server/bin/<configuration>/net10.0
    private static string ProgramFile()
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var framework = output.Name;
        var configuration = output.Parent!.Name;
        var root = output.Parent.Parent!.Parent!.Parent!.Parent!.FullName;
        var file = Path.Combine(root, "src", "Mingus.Server", "bin", configuration, framework, "Mingus.Server");
        return File.Exists(file) ? file : throw new ProductException($"The product is not built: {file} is missing.");
    }

    private static async Task<bool> IsReadyAsync(Uri address)
    {
        try
        {
            using var answer = await s_probe.GetAsync(new Uri(address, "/health/ready"));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", Id.ToString()]);
        await kill.WaitForExitAsync();
        Write($"--- process {Id} was sent {signal}");
    }

    private void Heard(string? line)
    {
        if (line is null)
        {
            return;
        }
        Write(line);
        if (line.StartsWith(AddressLine, StringComparison.Ordinal))
        {
            _announced.TrySetResult(new Uri(line[AddressLine.Length..].Trim()));
        }
    }

    private void HeardError(string? line)
    {
        if (line is not null)
        {
            _errors.Enqueue(line);
            Write($"! {line}");
        }
    }

    private void Write(string line)
    {
        lock (_log)
        {
            File.AppendAllText(_logFile, $"{DateTime.UtcNow:HH:mm:ss.fff} {line}\n");
        }
    }
}

/// <summary>The product did what it must not do.</summary>
internal sealed class ProductException(string message) : Exception(message);
