using System.Diagnostics;
using Mingus.Storage.Keys;

namespace Mingus.Server.Tests.Operate;

/// <summary>What docs/operate/install.md says to publish starts from another folder, and serves.</summary>
[Trait("Category", "Long")]
public sealed class PublishTests
{
    private static readonly TimeSpan PublishesWithin = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan StartsWithin = TimeSpan.FromMinutes(1);

    private static readonly string[] OneFile =
    [
        "-r",
        "linux-x64",
        "--self-contained",
        "-p:PublishSingleFile=true",
        "-p:EnableSingleFileAnalyzer=false",
        "-p:IncludeNativeLibrariesForSelfExtract=true",
    ];

    [Fact]
    public Task A_folder_runs_from_anywhere() => PublishAndServe("--use-current-runtime", "--self-contained", "false");

    [Fact]
    public Task One_file_without_a_runtime_runs_from_anywhere() => PublishAndServe(OneFile);

    private static async Task PublishAndServe(params string[] options)
    {
        var folder = Directory.CreateTempSubdirectory("mingus-publish");
        try
        {
            var output = Path.Combine(folder.FullName, "published");
            string[] publish =
            [
                "publish",
                Path.Combine(Checkout.Root, "src", "Mingus.Server"),
                "-c",
                "Release",
                "-p:RunAnalyzers=false",
                // The lock files hold what it restores.
                "-p:RestoreLockedMode=true",
                "--artifacts-path",
                Path.Combine(folder.FullName, "build"),
                "-o",
                output,
                .. options,
            ];
            using var publishing = Start("dotnet", folder.FullName, publish);
            var said = await publishing.StandardOutput.ReadToEndAsync();
            await publishing.WaitForExitAsync(new CancellationTokenSource(PublishesWithin).Token);
            Assert.True(publishing.ExitCode == 0, said);

            var elsewhere = folder.CreateSubdirectory("elsewhere").FullName;
            using var serving = Start(
                Path.Combine(output, "Mingus.Server"),
                elsewhere,
                "--urls=http://127.0.0.1:0",
                "--Sandbox:Enabled=true",
                $"--Keys:Active={VaultKeys.Generate()}",
                $"--Auth:ApiKeys:0:Hash={new string('a', 64)}",
                "--Auth:ApiKeys:0:Tenant=t"
            );
            try
            {
                var address = await Address(serving);
                using var client = new HttpClient { BaseAddress = address };
                Assert.True((await client.GetAsync(new Uri("/health/ready", UriKind.Relative))).IsSuccessStatusCode);
                Assert.True((await client.GetAsync(new Uri("/", UriKind.Relative))).IsSuccessStatusCode);
                Assert.True(File.Exists(Path.Combine(elsewhere, "data", "mingus.db")));
            }
            finally
            {
                serving.Kill();
                await serving.WaitForExitAsync();
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<Uri> Address(Process serving)
    {
        using var patience = new CancellationTokenSource(StartsWithin);
        while (await serving.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith("Open ", StringComparison.Ordinal))
            {
                return new Uri(line["Open ".Length..]);
            }
        }

        throw new InvalidOperationException(await serving.StandardError.ReadToEndAsync());
    }

    private static Process Start(string program, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment.Remove("ASPNETCORE_ENVIRONMENT");
        return Process.Start(start)!;
    }
}
