using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Mingus.Conformance;
using Mingus.Security.Support;
using Mingus.Server.Setup;
using Mingus.Storage.Keys;
using Npgsql;

namespace Mingus.Security;

/// <summary>Outside Development it does not start with what is only good enough for a try.</summary>
public sealed class StartRefusalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mingus-refusals-").FullName;

    /// <summary>Settings that start.</summary>
    private Dictionary<string, string?> Settings { get; }

    public StartRefusalTests() =>
        Settings = new(StringComparer.OrdinalIgnoreCase)
        {
            ["Storage:ConnectionString"] = "Data Source=mingus.db",
            ["Plaid:BaseUrl"] = "https://production.plaid.com",
            ["Plaid:ClientId"] = "5f0e1d2c3b4a",
            ["Plaid:Secret"] = "0a1b2c3d4e5f6a7b",
            ["Plaid:WebhookUrl"] = "https://mingus.example.com/api/data-sync/webhooks/plaid",
            ["Keys:Active"] = VaultKeys.Generate(),
            ["Auth:ApiKeys:0:Hash"] = SafeStack.Hash("a key"),
            ["Auth:ApiKeys:0:Tenant"] = "acme",
            ["Cors:Origins:0"] = "https://app.example.com",
            ["urls"] = "http://0.0.0.0:5080",
        };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("http://127.0.0.1:5090", "sandbox")]
    [InlineData("http://bank:5090", "0a1b2c3d4e5f6a7b")]
    [InlineData("http://10.1.2.3:5090", "0a1b2c3d4e5f6a7b")]
    [InlineData("https://production.plaid.com", "0a1b2c3d4e5f6a7b")]
    public void What_is_in_order_starts(string provider, string secret)
    {
        (Settings["Plaid:BaseUrl"], Settings["Plaid:Secret"]) = (provider, secret);
        Write("mingus.db", "", "640");

        Assert.Empty(Faults());
    }

    [Theory]
    // No key, or none that only we know.
    [InlineData("Keys:Active", null, "Keys__Active is not set")]
    [InlineData("Keys:Active", "k:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "Keys__Active is no random key")]
    [InlineData("Keys:Active", "k:AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=", "Keys__Active is no random key")]
    [InlineData("Keys:Active", "k:MTIzNDU2NzgxMjM0NTY3ODEyMzQ1Njc4MTIzNDU2Nzg=", "Keys__Active is no random key")]
    // The sandbox's secret at a real provider.
    [InlineData("Plaid:Secret", "sandbox", "Plaid__Secret is one of the sandbox bank")]
    [InlineData("Plaid:Secret", "Secret", "Plaid__Secret is one of the sandbox bank")]
    [InlineData("Plaid:Secret", null, "Plaid__Secret are needed")]
    // The internet without TLS.
    [InlineData("Plaid:BaseUrl", "http://production.plaid.com", "Plaid__BaseUrl is an http address")]
    [InlineData("Plaid:WebhookUrl", "http://mingus.example.com/hooks", "Plaid__WebhookUrl is an http address")]
    [InlineData("urls", "http://mingus.example.com:80", "ASPNETCORE_URLS listens by http")]
    [InlineData("urls", "https://127.0.0.1:5081;http://9.9.9.9", "ASPNETCORE_URLS listens by http")]
    // Passwords that everybody tries first.
    [InlineData("Storage:ConnectionString", "Host=db;Username=app;Password=postgres", "Storage__ConnectionString has")]
    [InlineData("Storage:ConnectionString", "Host=db;Username=app_1;Password=app_1", "Storage__ConnectionString has")]
    [InlineData(
        "Storage:MigrationConnectionString",
        "Host=db;Username=owner;Pwd=ChangeMe",
        "Storage__MigrationConnectionString has"
    )]
    // Every page of the world.
    [InlineData("Cors:Origins:0", "*", "Cors__Origins__0 is not an origin")]
    [InlineData("Cors:Tenants:acme:0", "null", "Cors__Tenants__acme__0 is not an origin")]
    // Nobody in particular.
    [InlineData("Auth:ApiKeys:0:Tenant", null, "Auth__ApiKeys__0__Tenant is not set")]
    [InlineData("Auth:Oidc:Audience", "mingus", "Auth__Oidc__Authority is not set")]
    public void Each_is_refused_by_name(string name, string? value, string fault)
    {
        Settings[name] = value;

        var said = Assert.Single(Faults());

        Assert.StartsWith(
            fault,
            said.Replace("Plaid__ClientId and ", "", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("http://login.example.com", "mingus", "acme", null, "Auth__Oidc__Authority is not an https")]
    [InlineData("login.example.com", "mingus", "acme", null, "Auth__Oidc__Authority is not an https")]
    [InlineData("https://login.example.com/?x=1", "mingus", "acme", null, "Auth__Oidc__Authority is not an https")]
    [InlineData("https://login.example.com", null, "acme", null, "Auth__Oidc__Audience is not set")]
    [InlineData("https://login.example.com", "mingus", null, null, "Auth__Oidc__Tenant or Auth__Oidc__TenantClaim")]
    [InlineData("https://login.example.com", "mingus", "acme", "org", "Auth__Oidc__Tenant or Auth__Oidc__TenantClaim")]
    [InlineData(null, "mingus", "acme", null, "Auth__Oidc__Authority is not set")]
    public void An_issuer_that_is_named_by_half_is_refused(
        string? authority,
        string? audience,
        string? tenant,
        string? tenantClaim,
        string fault
    )
    {
        (string Name, string? Value)[] settings =
        [
            ("Authority", authority),
            ("Audience", audience),
            ("Tenant", tenant),
            ("TenantClaim", tenantClaim),
        ];
        foreach (var (name, value) in settings)
        {
            Settings[$"Auth:Oidc:{name}"] = value;
        }

        Assert.StartsWith(fault, Assert.Single(Faults()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Keys:Active", "604")]
    [InlineData("Keys:Active", "644")]
    [InlineData("Keys:Retired:0", "606")]
    [InlineData("Storage:ConnectionString", "644")]
    public void A_file_that_everybody_reads_is_refused(string name, string mode)
    {
        var isDatabase = name.StartsWith("Storage", StringComparison.Ordinal);
        var path = Write("a file", isDatabase ? "" : VaultKeys.Generate(), mode);
        Settings[name] = isDatabase ? "Data Source=a file" : path;

        var said = Assert.Single(Faults());

        Assert.StartsWith(name.Replace(":", "__", StringComparison.Ordinal), said, StringComparison.Ordinal);
        Assert.Contains($"chmod 600 {path}", said, StringComparison.Ordinal);
        SetMode(path, "600");
        Assert.Empty(Faults());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_key_that_Development_made_is_refused(bool isByPath)
    {
        var path = Path.Combine(_folder, "data", "dev.key");
        var text = DevelopmentKey.LoadOrCreate(path);
        Settings["Keys:Active"] = isByPath ? path : text;

        Assert.StartsWith(
            "Keys__Active is the key that Development made",
            Assert.Single(Faults()),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task All_are_said_in_one_message_the_role_of_the_database_among_them()
    {
        await using var postgres = await PostgresServer.Start(isDurable: false);
        var owner = await postgres.CreateDatabase("refused");
        await using (var source = NpgsqlDataSource.Create(owner))
        await using (var make = source.CreateCommand("create role reader login bypassrls password 'reader'"))
        {
            await make.ExecuteNonQueryAsync();
        }

        var reader = new NpgsqlConnectionStringBuilder(owner) { Username = "reader", Password = "reader" };
        Settings["Storage:ConnectionString"] = reader.ConnectionString;
        Settings["Storage:MigrationConnectionString"] = owner;
        Settings["Keys:Active"] = $"k:{Convert.ToBase64String(new byte[32])}";
        Settings["Keys:Retired:0"] = Write("old.key", VaultKeys.Generate(), "644");
        Settings["Plaid:Secret"] = "sandbox";
        Settings["Plaid:WebhookUrl"] = "http://mingus.example.com/";
        Settings["Cors:Origins:0"] = "*";
        Settings["Auth:ApiKeys:0:Hash"] = "a password";

        var (exit, error) = await Start();

        Assert.Equal(2, exit);
        string[] all =
        [
            "Mingus Sync cannot start:",
            "Storage__ConnectionString has a password",
            "connects as reader, which row-level security does not",
            "Keys__Active is no random key",
            "Keys__Retired__0 names a file",
            "Plaid__Secret is one of",
            "Plaid__WebhookUrl is an http address",
            "Cors__Origins__0 is not an origin",
            "Auth__ApiKeys__0__Hash is not a SHA-256",
        ];
        Assert.All(all, said => Assert.Contains(said, error, StringComparison.Ordinal));
        Assert.Equal(all.Length, error.Trim().Split('\n').Length);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_that_policies_do_not_narrow_is_refused_alone()
    {
        await using var postgres = await PostgresServer.Start(isDurable: false);
        var owner = await postgres.CreateDatabase("refused");
        await using (var source = NpgsqlDataSource.Create(owner))
        await using (var make = source.CreateCommand("create role reader login bypassrls"))
        {
            await make.ExecuteNonQueryAsync();
        }

        Settings["Storage:ConnectionString"] = new NpgsqlConnectionStringBuilder(owner)
        {
            Username = "reader",
        }.ToString();
        Settings["Storage:MigrationConnectionString"] = owner;

        var (exit, error) = await Start();

        Assert.Equal(2, exit);
        Assert.Contains("connects as reader, which row-level security does not", error, StringComparison.Ordinal);
        Assert.Equal(2, error.Trim().Split('\n').Length);
    }

    private IReadOnlyList<string> Faults()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(Settings.Where(one => one.Value is not null));
        try
        {
            ConfigReader.Read(settings.Build(), isDevelopment: false, _folder);
            return [];
        }
        catch (ConfigException faults)
        {
            return faults.Faults;
        }
    }

    private string Write(string name, string text, string mode)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        SetMode(path, mode);
        return path;
    }

    private static void SetMode(string path, string mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32(mode, 8));
        }
    }

    /// <summary>The program as an operator starts it; how it ended and what it said.</summary>
    private async Task<(int Exit, string Error)> Start()
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = _folder,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Mingus.Server.dll"));
        foreach (var (name, value) in Settings.Append(new("environment", "Production")))
        {
            start.ArgumentList.Add($"--{name}={value}");
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(60));
        await process.WaitForExitAsync();
        await output;
        return (process.ExitCode, error);
    }
}
