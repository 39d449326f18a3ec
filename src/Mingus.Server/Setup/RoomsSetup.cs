using Mingus.Plaid;
using Mingus.Sandbox;
using Mingus.Server.Hosting;
using Mingus.Storage;
using Mingus.Sync;
using Mingus.Sync.Events;

namespace Mingus.Server.Setup;

/// <summary>The rooms behind the API: the engine, the store, the provider, and the sandbox bank where it is
/// wanted.</summary>
internal static class RoomsSetup
{
    public static Task AddRooms(WebApplicationBuilder builder, ServerConfig config) =>
        AddRooms(builder, config, TimeProvider.System);

    /// <summary>The same by another clock, which every room of this process then goes by.</summary>
    public static async Task AddRooms(WebApplicationBuilder builder, ServerConfig config, TimeProvider time)
    {
        var sandbox = StartSandbox(builder, config, time);
        var engine = EngineOptions(config);
        var hub = new EventHub();
        builder.AddEngine(engine, hub, time);
        await builder.AddDatabase(config, hub, engine.Node, time);
        builder.AddProvider(config, await sandbox);
    }

    public static SyncOptions EngineOptions(ServerConfig config) =>
        new()
        {
            ScheduleEnabled = config.IsScheduled,
            ChecksPerDay = config.ChecksPerDay,
            ForcedPerHour = config.Limits.ForcedPerHour,
            // Unlike any earlier process of this machine, even one that had the same number.
            Node = $"{Environment.MachineName}-{Environment.ProcessId}-{Environment.TickCount64:x}",
        };

    public static void AddEngine(
        this WebApplicationBuilder builder,
        SyncOptions options,
        EventHub hub,
        TimeProvider? time = null
    )
    {
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.Services.AddSync(options, hub);
    }

    /// <summary>Opens the database and brings its schema up to date, before anything can ask for it.</summary>
    /// <exception cref="ConfigException">It cannot be used as it is.</exception>
    private static async Task AddDatabase(
        this WebApplicationBuilder builder,
        ServerConfig config,
        EventHub hub,
        string node,
        TimeProvider time
    )
    {
        using var logs = LoggerFactory.Create(log =>
            log.AddConfiguration(builder.Configuration.GetSection("Logging")).AddSimpleConsole()
        );
        try
        {
            var database = await LedgerDatabase.Open(
                config.Storage.ToOptions(),
                hub,
                node,
                time,
                logs.CreateLogger<LedgerDatabase>(),
                CancellationToken.None
            );
            builder.Services.AddStorage(database, config.Keys);
        }
        catch (StorageException fault)
        {
            throw new ConfigException([fault.Message]);
        }
    }

    private static void AddProvider(this WebApplicationBuilder builder, ServerConfig config, SandboxServer? sandbox)
    {
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
            if (config.Plaid.BaseUrl is null)
            {
                builder.Services.AddHostedService<SandboxWebhooks>();
            }
        }
    }

    /// <summary>On a free loopback port; null where it is not wanted.</summary>
    /// <exception cref="ConfigException">Its options are out of range.</exception>
    private static async Task<SandboxServer?> StartSandbox(
        WebApplicationBuilder builder,
        ServerConfig config,
        TimeProvider time
    )
    {
        if (!config.IsSandboxEnabled)
        {
            return null;
        }

        try
        {
            var options = new SandboxOptions();
            builder.Configuration.GetSection("Sandbox").Bind(options);
            return await SandboxServer.StartAsync(["http://127.0.0.1:0"], options, time, CancellationToken.None);
        }
        catch (Exception fault) when (fault is ArgumentException or InvalidOperationException or FormatException)
        {
            throw new ConfigException([$"Sandbox__… has a wrong value: {fault.Message}"]);
        }
    }
}
