using Mingus.Server.Commands;
using Mingus.Storage.Keys;

namespace Mingus.Server.Tests.Commands;

/// <summary>What an operator types, and what comes of it.</summary>
public sealed class CommandLineTests : IDisposable
{
    private static readonly string[] Commands =
    [
        "serve",
        "migrate",
        "doctor",
        "keys",
        "backup",
        "restore",
        "export",
        "users",
        "audit",
        "connections",
        "sync",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("mingus-commands").FullName;

    private Dictionary<string, string> Production { get; } =
        new()
        {
            ["Plaid__BaseUrl"] = "http://127.0.0.1:9",
            ["Plaid__ClientId"] = "id",
            ["Plaid__Secret"] = "secret",
            ["Keys__Active"] = VaultKeys.Generate(),
            ["Auth__ApiKeys__0__Hash"] = new string('a', 64),
            ["Auth__ApiKeys__0__Tenant"] = "t",
        };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("")]
    [InlineData("--urls http://127.0.0.1:0")]
    [InlineData("--Storage:ConnectionString=x migrate")]
    [InlineData("/Storage:ConnectionString=x")]
    [InlineData("Storage:ConnectionString=x")]
    [InlineData("--environment Development")]
    public void Settings_alone_serve(string line) => Assert.False(CommandLine.IsFor(Words(line)));

    [Theory]
    [InlineData("migrate")]
    [InlineData("backup file --Storage:ConnectionString=x")]
    [InlineData("--help")]
    [InlineData("--version")]
    [InlineData("nonsense")]
    public void A_word_is_a_command(string line) => Assert.True(CommandLine.IsFor(Words(line)));

    [Fact]
    public void Settings_are_told_from_a_commands_own_words()
    {
        string[] line =
        [
            "sync",
            "--user",
            "a:b",
            "--Storage:ConnectionString",
            "Data Source=x",
            "--Keys:Active=y",
            "--all",
        ];

        var (words, settings) = CommandLine.Split(line);

        Assert.Equal(["sync", "--user", "a:b", "--all"], words);
        Assert.Equal(["--Storage:ConnectionString", "Data Source=x", "--Keys:Active=y"], settings);
    }

    [Fact]
    public async Task Help_names_every_command_and_each_explains_itself()
    {
        var help = await ProgramRun.Of(_folder, "--help");

        Assert.Equal(0, help.ExitCode);
        Assert.All(Commands, command => Assert.Contains($"  {command} ", help.Out, StringComparison.Ordinal));
        var rotate = await ProgramRun.Of(_folder, "keys", "rotate", "--help");
        Assert.Contains("To retire a key", rotate.Out, StringComparison.Ordinal);
        var wrong = await ProgramRun.Of(_folder, "bakcup");
        Assert.NotEqual(0, wrong.ExitCode);
        Assert.Contains("backup", wrong.Out + wrong.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public async Task An_operators_round_on_sqlite()
    {
        var sick = await ProgramRun.Of(_folder, "doctor");
        Assert.Equal(1, sick.ExitCode);
        Assert.Contains("BROKEN  settings", sick.Out, StringComparison.Ordinal);
        Assert.Contains("Keys__Active", sick.Out, StringComparison.Ordinal);

        var lacking = await ProgramRun.Of(_folder, Production, "users");
        Assert.Equal(1, lacking.ExitCode);
        Assert.Contains("migrate", lacking.Error, StringComparison.Ordinal);

        var migrated = await ProgramRun.Of(_folder, Production, "migrate");
        Assert.Equal(0, migrated.ExitCode);
        Assert.Contains("applied  0001_ledger", migrated.Out, StringComparison.Ordinal);
        Assert.Contains(
            "up to date",
            (await ProgramRun.Of(_folder, Production, "migrate")).Out,
            StringComparison.Ordinal
        );

        var doctor = await ProgramRun.Of(_folder, Production, "doctor");
        Assert.Contains("ok      schema", doctor.Out, StringComparison.Ordinal);
        // Nothing listens at the provider's address.
        Assert.Contains("BROKEN  provider", doctor.Out, StringComparison.Ordinal);
        Assert.Equal(1, doctor.ExitCode);

        Assert.Contains("0 users", (await ProgramRun.Of(_folder, Production, "users")).Out, StringComparison.Ordinal);
        Assert.Contains(
            "0 of 0 connections",
            (await ProgramRun.Of(_folder, Production, "connections")).Out,
            StringComparison.Ordinal
        );
        Assert.NotEqual(0, (await ProgramRun.Of(_folder, Production, "sync")).ExitCode);

        Assert.Equal(0, (await ProgramRun.Of(_folder, Production, "keys", "rotate")).ExitCode);
        var trail = await ProgramRun.Of(_folder, Production, "audit");
        Assert.Matches(@"^\d{4}-\d\d-\d\d \S+Z  operator +keys\.rotated +-  \S+\n$", trail.Out);
        Assert.Equal(1, (await ProgramRun.Of(_folder, Production, "audit", "--limit", "0")).ExitCode);

        Assert.Equal(0, (await ProgramRun.Of(_folder, Production, "backup", "copy.db")).ExitCode);
        Assert.Equal(1, (await ProgramRun.Of(_folder, Production, "backup", "copy.db")).ExitCode);
        var restored = await ProgramRun.Of(_folder, Production, "restore", "copy.db");
        Assert.Contains("before-restore-1", restored.Out, StringComparison.Ordinal);
        Assert.Equal(0, restored.ExitCode);
    }

    [Fact]
    public async Task Production_without_its_settings_says_all_that_is_missing_and_does_not_serve()
    {
        var run = await ProgramRun.Of(_folder, "serve");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Keys__Active", run.Error, StringComparison.Ordinal);
        Assert.Contains("Plaid__BaseUrl", run.Error, StringComparison.Ordinal);
    }

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
