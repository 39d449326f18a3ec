using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Mingus.Conformance;

/// <summary>
/// A real PostgreSQL of a test run's own: made in a temporary folder, on a free port of the loopback address, stopped
/// and removed at the end. The binaries come from MINGUS_POSTGRES_BIN, the PATH, or Debian's folders. As root it runs
/// as the user postgres, since the server refuses to run as root.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private static readonly TimeSpan StartMax = TimeSpan.FromSeconds(60);

    private readonly string[] _serve;
    private readonly string _folder;
    private Process _process;

    private PostgresServer(string[] serve, string folder, int port)
    {
        _serve = serve;
        _process = Begin(serve);
        _folder = folder;
        Port = port;
    }

    public int Port { get; }

    /// <summary>Its process, for tests that stop or kill it.</summary>
    public int ProcessId => _process.Id;

    /// <summary>The connection string of a database of it, as its superuser.</summary>
    public string ConnectionString(string database) =>
        $"Host=127.0.0.1;Port={Port};Username=mingus;Database={database}";

    /// <summary>
    /// Makes a server and waits until it answers. Where a test makes a database for each case and no machine goes
    /// down, it need not wait for the disk: what is written stays in the system's memory, also if the server is killed.
    /// </summary>
    public static async Task<PostgresServer> Start(bool isDurable = true)
    {
        var folder = Directory.CreateTempSubdirectory("mingus-postgres").FullName;
        var data = Path.Combine(folder, "data");
        await GiveFolder(folder);
        string[] init = ["-D", data, "-U", "mingus", "-A", "trust", "--no-sync", "--locale=C.UTF-8", "-E", "UTF8"];
        await RunToEnd(AsServer(Find("initdb"), init));
        var port = FreePort();
        string[] serve =
        [
            "-D",
            data,
            "-p",
            port.ToString(CultureInfo.InvariantCulture),
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            $"unix_socket_directories={folder}",
            "-c",
            "max_connections=200",
            "-c",
            isDurable ? "fsync=on" : "fsync=off",
        ];
        var server = new PostgresServer(AsServer(Find("postgres"), serve), folder, port);
        await server.WaitUntilReady();
        return server;
    }

    /// <summary>What <c>pg_ctl stop -m immediate</c> does: every session breaks, nothing is brought to an end, and the
    /// next start recovers as after a crash of the machine.</summary>
    public async Task StopAtOnce()
    {
        await RunToEnd("kill", "-QUIT", $"{_process.Id}");
        using var patience = new CancellationTokenSource(StartMax);
        await _process.WaitForExitAsync(patience.Token);
    }

    /// <summary>Starts it again where it was.</summary>
    public async Task StartAgain()
    {
        _process.Dispose();
        _process = Begin(_serve);
        await WaitUntilReady();
    }

    /// <summary>It stands still with all its sessions, as behind a network that swallows everything.</summary>
    public Task StandStill() => SignalAll("STOP");

    /// <summary>It goes on as if nothing had been.</summary>
    public Task GoOn() => SignalAll("CONT");

    /// <summary>Makes a folder that the server may write to its own.</summary>
    public static async Task GiveFolder(string folder)
    {
        if (IsRoot)
        {
            await RunToEnd("chown", "postgres", folder);
        }
    }

    /// <summary>Makes an empty database; answers its connection string.</summary>
    public async Task<string> CreateDatabase(string name)
    {
        string[] make = ["-h", "127.0.0.1", "-p", $"{Port}", "-U", "mingus", name];
        await RunToEnd([Find("createdb"), .. make]);
        return ConnectionString(name);
    }

    /// <summary>All that a backup of the database says, as SQL.</summary>
    public async Task<byte[]> Dump(string database)
    {
        var file = Path.Combine(Path.GetTempPath(), $"{database}-{Environment.ProcessId}.sql");
        string[] dump = ["-h", "127.0.0.1", "-p", $"{Port}", "-U", "mingus", "--inserts", "-f", file, database];
        await RunToEnd([Find("pg_dump"), .. dump]);
        var bytes = await File.ReadAllBytesAsync(file);
        File.Delete(file);
        return bytes;
    }

    public async ValueTask DisposeAsync()
    {
        // SIGINT: disconnect everybody and end; by the process id and nothing else.
        if (!_process.HasExited)
        {
            await RunToEnd("kill", "-INT", $"{_process.Id}");
        }

        using var patience = new CancellationTokenSource(StartMax);
        await _process.WaitForExitAsync(patience.Token);
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    // The server's sessions and helpers are its children.
    private async Task SignalAll(string signal)
    {
        var children = await File.ReadAllTextAsync($"/proc/{_process.Id}/task/{_process.Id}/children");
        string[] ids = [$"{_process.Id}", .. children.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        await Run(["kill", $"-{signal}", .. ids]);
    }

    private static bool IsRoot => !OperatingSystem.IsWindows() && Environment.UserName == "root";

    private async Task WaitUntilReady()
    {
        string[] ask = [Find("pg_isready"), "-q", "-h", "127.0.0.1", "-p", $"{Port}"];
        var waited = Stopwatch.StartNew();
        while (await Run(ask) != 0)
        {
            if (_process.HasExited || waited.Elapsed > StartMax)
            {
                throw new InvalidOperationException($"PostgreSQL in {_folder} did not start.");
            }

            await Task.Delay(50);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string[] AsServer(string binary, string[] arguments) =>
        IsRoot
            ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", binary, .. arguments]
            : [binary, .. arguments];

    private static string Find(string binary)
    {
        var debian = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().Select(d => Path.Combine(d, "bin"))
            : [];
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        string?[] folders = [Environment.GetEnvironmentVariable("MINGUS_POSTGRES_BIN"), .. path, .. debian];
        return folders
                .Where(folder => !string.IsNullOrEmpty(folder))
                .Select(folder => Path.Combine(folder!, binary))
                .FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException(
                $"PostgreSQL's {binary} is not here: install postgresql, or name its folder in MINGUS_POSTGRES_BIN."
            );
    }

    private static async Task RunToEnd(params string[] command)
    {
        var code = await Run(command);
        if (code != 0)
        {
            throw new InvalidOperationException($"{command[0]} ended with {code}.");
        }
    }

    private static async Task<int> Run(string[] command)
    {
        using var process = Begin(command);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    private static Process Begin(string[] command)
    {
        // What it prints goes to files or nowhere: a pipe nobody reads would stop it one day.
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = Path.GetTempPath() };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("exec \"$0\" \"$@\" >/dev/null 2>&1");
        foreach (var argument in command)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} did not start.");
    }
}
