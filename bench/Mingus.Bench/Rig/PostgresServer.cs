using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Mingus.Bench.Rig;

/// <summary>A PostgreSQL server of its own with default settings, fsync on; gone afterwards.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private static readonly string[] Places =
    [
        "/usr/lib/postgresql/18/bin",
        "/usr/lib/postgresql/17/bin",
        "/usr/lib/postgresql/16/bin",
        "/usr/lib/postgresql/15/bin",
    ];

    private readonly Process _process;
    private readonly int _port;

    private PostgresServer(Process process, int port) => (_process, _port) = (process, port);

    public string Version { get; private set; } = "";

    /// <summary>Makes a cluster in the folder and starts it.</summary>
    public static async Task<PostgresServer> Start(Scratch scratch)
    {
        var folder = scratch.NewPath("postgres");
        Directory.CreateDirectory(folder);
        string[] user = [];
        if (!OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess)
        {
            // PostgreSQL refuses to run as root.
            user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"];
            File.SetUnixFileMode(scratch.Folder, (UnixFileMode)Convert.ToInt32("755", 8));
            await Run("chown", "postgres", folder);
        }

        var data = Path.Combine(folder, "data");
        await Run([
            .. user,
            Find("initdb"),
            "-D",
            data,
            "-U",
            "mingus",
            "-A",
            "trust",
            "--locale=C.UTF-8",
            "-E",
            "UTF8",
        ]);
        var port = FreePort();
        var process = Launch([
            .. user,
            Find("postgres"),
            "-D",
            data,
            "-p",
            $"{port}",
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            $"unix_socket_directories={folder}",
        ]);
        var server = new PostgresServer(process, port);
        await server.WaitUntilItAnswers();
        return server;
    }

    public string Connection(string database) => $"Host=127.0.0.1;Port={_port};Username=mingus;Database={database}";

    public async Task CreateDatabase(string name) => await Query($"CREATE DATABASE {name}");

    public async Task<string> Query(string sql)
    {
        await using var connection = new NpgsqlConnection(Connection("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return $"{await command.ExecuteScalarAsync()}";
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        // SIGINT ends it quickly but cleanly.
        await Run("kill", "-INT", $"{_process.Id}");
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task WaitUntilItAnswers()
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                Version = await Query("SHOW server_version");
                return;
            }
            catch (NpgsqlException) when (tries < 300 && !_process.HasExited)
            {
                await Task.Delay(100);
            }
        }
    }

    private static string Find(string program)
    {
        var asked = Environment.GetEnvironmentVariable("MINGUS_POSTGRES_BIN");
        var places = asked is null ? Places : [asked, .. Places];
        return places.Select(place => Path.Combine(place, program)).FirstOrDefault(File.Exists) ?? program;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, port: 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task Run(params string[] command)
    {
        using var process = Launch(command);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{string.Join(' ', command)} ended with {process.ExitCode}.");
        }
    }

    private static Process Launch(string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} did not start.");
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
