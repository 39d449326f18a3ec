using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Mingus.Sandbox;
using Mingus.Server.Hosting;
using Mingus.Server.Identity;
using Mingus.Storage;
using Mingus.Storage.Upkeep;

namespace Mingus.Server.Setup;

/// <summary>The host: its settings, what it works at in the background, what it says when it starts.</summary>
internal static class HostSetup
{
    private const string DefaultUrl = "http://127.0.0.1:5080";
    private const long RequestBytesMax = 1024 * 1024;
    private const int HeaderBytesMax = 32 * 1024;
    private const int ThreadsMin = 8;

    private static readonly TimeSpan HeadersWithin = TimeSpan.FromSeconds(15);

    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        WaitForDisks();
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions
            {
                // Settings are read once: no file is watched.
                Args = ["--hostBuilder:reloadConfigOnChange=false", .. args],
                ContentRootPath = AppContext.BaseDirectory,
            }
        );
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddFilter("System", LogLevel.Warning);
        builder.Logging.AddFilter("Polly", LogLevel.Warning);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RequestBytesMax;
            kestrel.Limits.MaxRequestHeadersTotalSize = HeaderBytesMax;
            kestrel.Limits.RequestHeadersTimeout = HeadersWithin;
        });
        builder.Services.Configure<SocketTransportOptions>(DeadPeers.Describe);
        if (!IsAddressGiven(builder.Configuration))
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }

        return builder;
    }

    // The pool begins with a thread a processor and is slow to add one. Some of ours wait for the disk: a write that
    // finds SQLite's writer idle is made by whoever brings it. With two threads, requests waited for that as well.
    private static void WaitForDisks()
    {
        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(Math.Max(workers, ThreadsMin), ports);
    }

    /// <summary>Reads and checks the settings.</summary>
    /// <exception cref="ConfigException">They have faults: it names all, the database role's too.</exception>
    public static async Task<ServerConfig> AddConfig(this WebApplicationBuilder builder)
    {
        var here = Directory.GetCurrentDirectory();
        try
        {
            var config = ConfigReader.Read(builder.Configuration, builder.Environment.IsDevelopment(), here);
            builder.Services.AddSingleton(config);
            return config;
        }
        catch (ConfigException faults) when (!builder.Environment.IsDevelopment())
        {
            // Opening the database would say it; but whoever mends the settings wants to hear all at once.
            var role = await RoleFault(builder.Configuration, here);
            throw role is null ? faults : new ConfigException([.. faults.Faults, role]);
        }
    }

    private static async Task<string?> RoleFault(IConfiguration settings, string here)
    {
        try
        {
            var storage = ConfigReader.ReadStorage(settings, here).ToOptions();
            return await DatabaseChecks.RoleFault(storage, CancellationToken.None);
        }
        catch (ConfigException)
        {
            // Among the faults already.
            return null;
        }
    }

    public static void AddWorkers(this WebApplicationBuilder builder)
    {
        builder.Services.AddHostedService<EngineWorker>();
        builder.Services.AddHostedService<Pruning>();
    }

    /// <summary>Says on the console where everything is, once it listens.</summary>
    public static void AnnounceStart(this WebApplication app) =>
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            var addresses = app
                .Services.GetRequiredService<IServer>()
                .Features.Get<IServerAddressesFeature>()
                ?.Addresses;
            var address = addresses?.FirstOrDefault() ?? DefaultUrl;
            var config = app.Services.GetRequiredService<ServerConfig>();
            var sandbox = app.Services.GetService<SandboxServer>();
            var provider = config.Plaid.BaseUrl?.AbsoluteUri ?? $"built-in sandbox at {sandbox?.BaseUrl.AbsoluteUri}";
            var version = typeof(HostSetup).Assembly.GetName().Version?.ToString(fieldCount: 3);
            Console.Out.WriteLine(
                $"""
                Mingus Sync {version} ({app.Environment.EnvironmentName})
                  address   {string.Join(", ", addresses ?? [])}
                  database  {app.Services.GetRequiredService<LedgerDatabase>().Description}
                  provider  {provider}
                Open {address}
                """
            );
        });

    /// <summary>Says on the console how to set the first password, where nobody has.</summary>
    public static async Task OfferSetup(this WebApplication app)
    {
        var secret = await app.Services.GetRequiredService<Operators>().OfferSetup(CancellationToken.None);
        if (secret is not null)
        {
            await Console.Out.WriteLineAsync(
                $"""
                Nobody can log in to the dashboard yet. Set a password there within 30 minutes, with this secret, once:
                  {secret}
                """
            );
        }
    }

    private static bool IsAddressGiven(IConfiguration settings) =>
        settings["urls"] is { Length: > 0 }
        || settings["http_ports"] is { Length: > 0 }
        || settings["https_ports"] is { Length: > 0 }
        || settings.GetSection("Kestrel:Endpoints").Exists();
}
