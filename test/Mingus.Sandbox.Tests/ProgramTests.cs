using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;

namespace Mingus.Sandbox.Tests;

/// <summary>The sandbox as a program of its own.</summary>
public sealed partial class ProgramTests
{
    [Fact]
    public async Task It_starts_alone_prints_its_address_and_answers_there()
    {
        var stop = TestContext.Current.CancellationToken;
        using var process = Start("--urls", "http://127.0.0.1:0", "--Sandbox:Seed=7", "--Sandbox:Today=2026-08-22");
        try
        {
            var line = await process.StandardOutput.ReadLineAsync(stop);
            var address = new Uri(Address().Match(line ?? "").Value);
            using var http = new HttpClient { BaseAddress = address };
            using var alive = await http.GetAsync("/health/live", stop);
            Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
            Assert.Contains(
                "\"today\":\"2026-08-22\"",
                await http.GetStringAsync("/control/clock", stop),
                StringComparison.Ordinal
            );
        }
        finally
        {
            process.Kill();
        }
    }

    [Theory]
    [InlineData("--Sandbox:MaxHistoryDays=5000", "MaxHistoryDays")]
    [InlineData("--Sandbox:Sead=5", "Sead")]
    [InlineData("--Sandbox:Seed=five", "Seed")]
    public async Task A_bad_setting_stops_it_with_a_word_of_help(string setting, string word)
    {
        var stop = TestContext.Current.CancellationToken;
        using var process = Start("--urls", "http://127.0.0.1:0", setting);
        var errors = await process.StandardError.ReadToEndAsync(stop);
        await process.WaitForExitAsync(stop);
        Assert.Equal(2, process.ExitCode);
        Assert.Contains(word, errors, StringComparison.Ordinal);
    }

    private static Process Start(params string[] arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Mingus.Sandbox.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Settings of a web server around it must not reach it.
        start.Environment["Kestrel__Endpoints__Http__Url"] = "http://127.0.0.1:1";
        start.Environment["URLS"] = "http://127.0.0.1:2";
        return Process.Start(start)!;
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();
}
