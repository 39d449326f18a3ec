using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Mingus.Bench.Report;
using Mingus.Bench.Rig;

namespace Mingus.Bench.Runs;

/// <summary>From the start of the published program to its first answer, and what it holds in memory when
/// idle.</summary>
internal static class Start
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan GiveUp = TimeSpan.FromSeconds(60);

    public static async Task Measure(BenchReport report, Scratch scratch)
    {
        var (known, fresh) = report.Settings.IsQuick ? (3, 1) : (7, 3);
        report.Setting(
            "build",
            "dotnet publish as install.md says, framework-dependent; ASPNETCORE_ENVIRONMENT=Development"
        );
        report.Setting("rounds", $"{known} starts on a database that is there, {fresh} in an empty folder; medians");
        report.Setting("first answer", "GET /api/data-sync/accounts, 200; with the built-in sandbox bank running");
        var program = await Published.Build(scratch.NewPath("published"));

        var onFresh = new List<double>();
        for (var i = 0; i < fresh; i++)
        {
            onFresh.Add((await Once(program, NewFolder(scratch))).Seconds);
        }

        var folder = NewFolder(scratch);
        await Once(program, folder);
        var onKnown = new List<double>();
        for (var i = 0; i < known; i++)
        {
            onKnown.Add((await Once(program, folder)).Seconds);
        }

        var idle = (await Once(program, folder, Idle)).MegaBytes;
        BenchReport.Table(
            ["published build", "ours", "goal"],
            [
                ["start to first answer, database there, s", Stats.Number(Stats.Median(onKnown), "0.00"), "<= 1.5"],
                ["start to first answer, empty folder, s", Stats.Number(Stats.Median(onFresh), "0.00"), ""],
                [$"memory after {Idle.TotalSeconds:0} s idle, MB", Stats.Count(idle), "<= 150"],
            ]
        );
        report.Number("freshSeconds", Stats.Median(onFresh));
        report.Number("idleMegaBytes", idle);
        report.Figure(Stats.Median(onKnown), "0.00", "s");
    }

    private static string NewFolder(Scratch scratch) => Directory.CreateDirectory(scratch.NewPath("empty")).FullName;

    private static async Task<(double Seconds, double MegaBytes)> Once(
        string program,
        string folder,
        TimeSpan idle = default
    )
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo(program, ["--urls", address.ToString()])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(start) ?? throw new InvalidOperationException("It did not start.");
        process.OutputDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await UntilAnswered(process, address, began);
            var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            await Task.Delay(idle);
            return (seconds, Resident(process));
        }
        finally
        {
            await Stop(process);
        }
    }

    private static async Task UntilAnswered(Process process, Uri address, long began)
    {
        using var http = new HttpClient { BaseAddress = address };
        foreach (var path in (string[])["/health/live", "/api/data-sync/accounts"])
        {
            while (!await IsAnswered(http, path))
            {
                if (process.HasExited || Stopwatch.GetElapsedTime(began) > GiveUp)
                {
                    throw new InvalidOperationException($"{path} was never answered.");
                }

                await Task.Delay(5);
            }
        }
    }

    private static async Task<bool> IsAnswered(HttpClient http, string path)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static double Resident(Process process)
    {
        process.Refresh();
        return process.WorkingSet64 / (1024.0 * 1024);
    }

    // Asked to stop as an operator would, so that the next start finds what a clean stop leaves.
    private static async Task Stop(Process process)
    {
        if (!OperatingSystem.IsWindows() && !process.HasExited)
        {
            using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();
        }
        else if (!process.HasExited)
        {
            process.Kill();
        }

        await process.WaitForExitAsync();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, port: 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
