using Microsoft.AspNetCore.Connections;
using Mingus.Server.Analytics;
using Mingus.Server.Api;
using Mingus.Server.Commands;
using Mingus.Server.Metrics;
using Mingus.Server.Outgoing;
using Mingus.Server.Setup;

namespace Mingus.Server;

/// <summary>The product's one program: reads what the operator said, puts the rooms together, serves.</summary>
internal static class Program
{
    private const int CannotStart = 2;

    private static Task<int> Main(string[] args) =>
        CommandLine.IsFor(args) ? CommandLine.Run(args, Serve) : Serve(args);

    private static async Task<int> Serve(string[] args)
    {
        try
        {
            await using var app = await Build(args, RoomsSetup.AddRooms);
            app.AnnounceStart();
            await app.OfferSetup();
            await app.RunAsync();
            return 0;
        }
        catch (ConfigException faults)
        {
            await Console.Error.WriteLineAsync(faults.Message);
        }
        catch (IOException failure) when (failure.InnerException is AddressInUseException)
        {
            await Console.Error.WriteLineAsync(
                $"Mingus Sync cannot start: {failure.Message} Choose another by --urls."
            );
        }

        return CannotStart;
    }

    /// <summary>The whole product, not yet started, over the rooms given.</summary>
    internal static async Task<WebApplication> Build(
        string[] args,
        Func<WebApplicationBuilder, ServerConfig, Task> addRooms
    )
    {
        var builder = HostSetup.CreateBuilder(args);
        var config = await builder.AddConfig();
        await addRooms(builder, config);
        builder.AddApi(config);
        builder.AddDocs();
        builder.AddOutgoing(config);
        builder.AddAnalytics(config);
        builder.AddExport();
        builder.AddWorkers();

        var app = builder.Build();
        app.UseApi();
        app.MapApi();
        app.MapAuth();
        app.MapHealth();
        app.MapScrape();
        app.MapDocs();
        app.MapPage();
        return app;
    }
}
