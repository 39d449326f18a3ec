using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Mingus.Scenarios.Support;

/// <summary>
/// A throw-away PostgreSQL server for this process, started by the first who needs it and stopped at the end of all tests. Its
/// files are worth nothing after that, so it does not wait for the disk.
/// </summary>
internal sealed class PostgresServer
{
    private const string Owner = "postgres";
    private static readonly SemaphoreSlim s_gate = new(1);
    private static PostgresServer? s_running;
    private static int s_databases;

    private readonly string _folder;
    private readonly Process _process;
    private readonly int _port;

    private PostgresServer(string folder, Process process, int port) =>
        (_folder, _process, _port) = (folder, process, port);

    public static async Task<string> CreateDatabase()
    {
        var server = await Running();
        var name = $"scenario_{Interlocked.Increment(ref s_databases)}";
        await server.Execute($"CREATE DATABASE {name}");
        return server.ConnectionTo(name);
    }

    public static async Task DropDatabase(string name)
    {
        var server = await Running();
        NpgsqlConnection.ClearAllPools();
        await server.Execute($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
    }

    /// <summary>Stops the server that ran; called once, after the last test.</summary>
    public static async Task Stop()
    {
        if (s_running is { } server)
        {
            s_running = null;
            NpgsqlConnection.ClearAllPools();
            server._process.Kill(entireProcessTree: true);
            await server._process.WaitForExitAsync();
            server._process.Dispose();
            Directory.Delete(server._folder, recursive: true);
        }
    }

    private static async Task<PostgresServer> Running()
    {
        await s_gate.WaitAsync();
        try
        {
            return s_running ??= await Start();
        }
        finally
        {
            s_gate.Release();
        }
    }

    private static async Task<PostgresServer> Start()
    {
        var folder = Directory.CreateTempSubdirectory("mingus-postgres-").FullName;
        if (Environment.IsPrivilegedProcess)
        {
            await Run("chown", [Owner, folder]);
        }

        var data = Path.Combine(folder, "data");
        var init = AsOwner("initdb", ["-D", data, "-U", Owner, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]);
        await Run(init.FileName, init.ArgumentList);
        var port = FreePort();
        string[] settings =
        [
            $"port={port}",
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "fsync=off",
            "max_connections=200",
        ];
        var start = AsOwner("postgres", ["-D", data, .. settings.SelectMany(s => new[] { "-c", s })]);
        var server = new PostgresServer(folder, Process.Start(start)!, port);
        _ = server._process.StandardOutput.ReadToEndAsync();
        _ = server._process.StandardError.ReadToEndAsync();
        await server.UntilItAnswers();
        return server;
    }

    private string ConnectionTo(string database) =>
        $"Host=127.0.0.1;Port={_port};Username={Owner};Database={database};Timeout=30";

    private async Task Execute(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionTo(Owner) + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task UntilItAnswers()
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                await Execute("SELECT 1");
                return;
            }
            catch (NpgsqlException) when (tries < 300 && !_process.HasExited)
            {
                await Task.Delay(50);
            }
        }
    }

    // PostgreSQL refuses to run as root.
    private static ProcessStartInfo AsOwner(string program, IReadOnlyList<string> arguments)
    {
        var path = Path.Combine(BinFolder(), program);
        IEnumerable<string> command = Environment.IsPrivilegedProcess
            ? ["setpriv", $"--reuid={Owner}", $"--regid={Owner}", "--clear-groups", path, .. arguments]
            : [path, .. arguments];
        return Info(command.First(), command.Skip(1));
    }

    private static ProcessStartInfo Info(string program, IEnumerable<string> arguments) =>
        new(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };

    private static async Task Run(string program, IEnumerable<string> arguments)
    {
        using var process = Process.Start(Info(program, arguments))!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program}: {await output}{errors}");
    }

    private static string BinFolder()
    {
        if (Environment.GetEnvironmentVariable("MINGUS_POSTGRES_BIN") is { Length: > 0 } folder)
        {
            return folder;
        }

        const string Installed = "/usr/lib/postgresql";
        var newest = Directory.Exists(Installed)
            ? Directory.GetDirectories(Installed).OrderByDescending(f => f, StringComparer.Ordinal).FirstOrDefault()
            : null;
        Assert.True(newest is not null, "MINGUS_POSTGRES_BIN names no folder of PostgreSQL's programs.");
        return Path.Combine(newest, "bin");
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
