using System.Diagnostics;

namespace Mingus.Server.Tests.Operate;

/// <summary>What is under deploy/ is what its programs take, as far as they are here to ask.</summary>
public sealed class DeployTests
{
    private static readonly TimeSpan EndsWithin = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Systemd_takes_the_unit()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/systemd-analyze"), "systemd is not installed here.");
        var folder = Directory.CreateTempSubdirectory("mingus-unit");
        try
        {
            // The program and its user are not on this machine; everything else of the unit is checked as it is.
            var unit = Checkout
                .Read("deploy/mingus-sync.service")
                .Replace("/opt/mingus-sync/Mingus.Server", "/bin/true", StringComparison.Ordinal);
            var file = Path.Combine(folder.FullName, "mingus-sync.service");
            await File.WriteAllTextAsync(file, unit);

            var (code, said) = await Run("/usr/bin/systemd-analyze", "verify", file);

            // It tells of other units of the machine, too.
            var ours = said.Split('\n').Where(line => line.Contains("mingus-sync", StringComparison.Ordinal)).ToList();
            Assert.True(code == 0 || ours.Count == 0, said);
            Assert.Empty(ours);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task The_shell_takes_the_script_of_roles()
    {
        var (code, said) = await Run("/bin/sh", "-n", Path.Combine(Checkout.Root, "deploy", "postgres-roles.sh"));

        Assert.True(code == 0, said);
    }

    [Fact]
    public void The_image_runs_as_nobody_special_and_starts_the_program_itself()
    {
        var lines = Checkout.Read("deploy/Dockerfile").Split('\n', StringSplitOptions.TrimEntries);

        Assert.Contains("USER app", lines);
        Assert.Contains("ENTRYPOINT [\"/opt/mingus-sync/Mingus.Server\"]", lines);
        Assert.DoesNotContain(lines, line => line.EndsWith(":latest", StringComparison.Ordinal));
        string[] words =
        [
            "FROM",
            "WORKDIR",
            "COPY",
            "RUN",
            "USER",
            "VOLUME",
            "ENV",
            "EXPOSE",
            "STOPSIGNAL",
            "ENTRYPOINT",
            "#",
        ];
        Assert.All(lines.Where(static line => line.Length > 0), line => Assert.Contains(line.Split(' ')[0], words));
    }

    [Fact]
    public void The_settings_of_unit_and_compose_file_are_settings()
    {
        var reference = Checkout.Read("docs/operate/configuration.md");
        var named = new[] { "deploy/mingus-sync.env", "deploy/compose.yaml" }
            .SelectMany(static path => Checkout.Read(path).Split('\n', StringSplitOptions.TrimEntries))
            .Where(static line => line.Contains("__", StringComparison.Ordinal) && !line.StartsWith('#'))
            .Select(static line => line.Split('=', ':')[0])
            .Select(static name =>
                name.StartsWith("Auth__ApiKeys__0__", StringComparison.Ordinal) ? "Auth__ApiKeys__0__Hash" : name
            )
            .ToList();

        Assert.True(named.Count >= 10, $"only {named.Count}");
        Assert.All(named, name => Assert.Contains($"`{name}`", reference, StringComparison.Ordinal));
    }

    private static async Task<(int Code, string Said)> Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        var (said, failed) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(EndsWithin);
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, await said + await failed);
    }
}
