using System.Diagnostics;

namespace Mingus.Server.Tests.Setup;

/// <summary>The program itself, started as a process: what it refuses, what it says.</summary>
public sealed class StartTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mingus-start-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Outside_Development_it_names_everything_that_is_missing_and_stops()
    {
        var (exit, _, error) = await Refused();

        Assert.NotEqual(0, exit);
        Assert.Contains("Auth__ApiKeys__0__Hash", error, StringComparison.Ordinal);
        Assert.Contains("Keys__Active", error, StringComparison.Ordinal);
        Assert.Contains("Plaid__BaseUrl", error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Theory]
    [InlineData("--Limits:RequestsPerSecond=many", "Limits__RequestsPerSecond")]
    [InlineData("--Schedule:Enabled=sometimes", "Schedule__Enabled")]
    [InlineData("--Plaid:BaseUrl=plaid", "Plaid__BaseUrl")]
    [InlineData("--Storage:ConnectionString=nonsense", "Storage__ConnectionString")]
    [InlineData("--Cluster:Enabled=true", "Cluster__Enabled")]
    [InlineData("--Keys:Active=nonsense", "Keys:Active")]
    [InlineData("--Auth:ApiKeys:0:Hash=abc", "Auth__ApiKeys__0__Hash")]
    [InlineData("--Sandbox:TimeFactor=-1", "TimeFactor")]
    [InlineData("--Sandbox:Seed=x", "Seed")]
    public async Task A_wrong_setting_is_named(string setting, string name)
    {
        var (exit, _, error) = await Refused("--environment=Development", setting);

        Assert.NotEqual(0, exit);
        Assert.Contains(name, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_Development_it_says_where_everything_is_and_makes_a_private_key()
    {
        using var process = Start("--environment=Development", "--urls=http://127.0.0.1:0");
        var lines = new List<string>();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            lines.Add(line);
            if (line.StartsWith("Open http://127.0.0.1:", StringComparison.Ordinal))
            {
                break;
            }
        }

        var url = lines[^1]["Open ".Length..];
        using var client = new HttpClient();
        var live = await client.GetStringAsync(new Uri($"{url}/health/live"));
        process.Kill();
        await process.WaitForExitAsync();

        Assert.Contains("live", live, StringComparison.Ordinal);
        Assert.Contains(
            lines,
            line => line.Contains(Path.Combine(_folder, "data", "mingus.db"), StringComparison.Ordinal)
        );
        Assert.Contains(
            lines,
            line => line.Contains("built-in sandbox at http://127.0.0.1:", StringComparison.Ordinal)
        );
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite,
                File.GetUnixFileMode(Path.Combine(_folder, "data", "dev.key"))
            );
        }
    }

    private async Task<(int Exit, string Output, string Error)> Refused(params string[] arguments)
    {
        using var process = Start(arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return (process.ExitCode, await output, await error);
    }

    private Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Mingus.Server.dll"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Remove("ASPNETCORE_ENVIRONMENT");
        start.Environment.Remove("DOTNET_ENVIRONMENT");
        return Process.Start(start)!;
    }
}
