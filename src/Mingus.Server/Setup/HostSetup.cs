using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Mingus.Plaid;
using Mingus.Sandbox;
using Mingus.Server.Hosting;
using Mingus.Storage;
using Mingus.Sync;
using Mingus.Sync.Events;

namespace Mingus.Server.Setup;

/// <summary>The host: its settings, the rooms it is made of, what it works at in the background.</summary>
internal static class HostSetup
{
    private const string DefaultUrl = "http://127.0.0.1:5080";
    private const long RequestBytesMax = 1024 * 1024;
    private const int HeaderBytesMax = 32 * 1024;

    private static readonly TimeSpan HeadersWithin = TimeSpan.FromSeconds(15);

    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
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
        if (!IsAddressGiven(builder.Configuration))
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }

        return builder;
    }

    /// <summary>Reads and checks the settings.</summary>
    /// <exception cref="ConfigException">They have faults.</exception>
    public static ServerConfig AddConfig(this WebApplicationBuilder builder)
    {
        var config = ConfigReader.Read(
            builder.Configuration,
            builder.Environment.IsDevelopment(),
            Directory.GetCurrentDirectory()
        );
        builder.Services.AddSingleton(config);
        return config;
    }

    /// <summary>Starts the built-in sandbox bank on a free loopback port; null where it is not wanted.</summary>
    /// <exception cref="ConfigException">Its options are out of range.</exception>
    public static async Task<SandboxServer?> StartSandbox(this WebApplicationBuilder builder, ServerConfig config)
    {
        if (!config.IsSandboxEnabled)
        {
            return null;
        }

        try
        {
            var options = new SandboxOptions();
            builder.Configuration.GetSection("Sandbox").Bind(options);
            return await SandboxServer.StartAsync(
                ["http://127.0.0.1:0"],
                options,
                TimeProvider.System,
                CancellationToken.None
            );
        }
        catch (Exception fault) when (fault is ArgumentException or InvalidOperationException or FormatException)
        {
            throw new ConfigException([$"Sandbox__… has a wrong value: {fault.Message}"]);
        }
    }

    /// <summary>The engine, the store, the provider. The database is opened and migrated here.</summary>
    /// <exception cref="ConfigException">The database cannot be used as it is.</exception>
    public static async Task AddRooms(this WebApplicationBuilder builder, ServerConfig config, SandboxServer? sandbox)
    {
        var node = $"{Environment.MachineName}-{Environment.ProcessId}-{Environment.TickCount64:x}";
        var hub = new EventHub();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddStorage(await builder.OpenDatabase(config, hub, node), config.Keys);
        builder.Services.AddSync(
            new SyncOptions
            {
                ScheduleEnabled = config.IsScheduled,
                ForcedPerHour = config.Limits.ForcedPerHour,
                Node = node,
            },
            hub
        );
        builder.Services.AddPlaid(options =>
        {
            builder.Configuration.GetSection("Plaid").Bind(options);
            options.BaseUrl = (config.Plaid.BaseUrl ?? sandbox?.BaseUrl)!.AbsoluteUri;
            options.ClientId = config.Plaid.ClientId;
            options.Secret = config.Plaid.Secret;
        });
        if (sandbox is not null)
        {
            builder.Services.AddSingleton(sandbox);
            builder.Services.AddHostedService<SandboxKeeper>();
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
                  database  {config.Storage.Display}
                  provider  {provider}
                Open {address}
                """
            );
        });

    private static async Task<LedgerDatabase> OpenDatabase(
        this WebApplicationBuilder builder,
        ServerConfig config,
        EventHub hub,
        string node
    )
    {
        var options = new StorageOptions
        {
            ConnectionString = config.Storage.ConnectionString,
            MigrationConnectionString = config.Storage.MigrationConnectionString,
        };
        using var logs = LoggerFactory.Create(log =>
            log.AddConfiguration(builder.Configuration.GetSection("Logging")).AddSimpleConsole()
        );
        var logger = logs.CreateLogger<LedgerDatabase>();
        try
        {
            return await LedgerDatabase.Open(options, hub, node, TimeProvider.System, logger, CancellationToken.None);
        }
        catch (StorageException fault)
        {
            throw new ConfigException([fault.Message]);
        }
    }

    private static bool IsAddressGiven(IConfiguration settings) =>
        settings["urls"] is { Length: > 0 }
        || settings["http_ports"] is { Length: > 0 }
        || settings["https_ports"] is { Length: > 0 }
        || settings.GetSection("Kestrel:Endpoints").Exists();
}
