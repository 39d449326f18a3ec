using System.Globalization;
using Mingus.Server.Setup;
using Mingus.Sync;

namespace Mingus.Stage;

/// <summary>
/// <c>Mingus.Stage MOMENT [settings of the server]</c>: the whole product with its sandbox bank, where it is MOMENT
/// until a line on its standard input says another; each is answered by the same line. It ends with its input.
/// </summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        if (args is not [var first, .. var settings] || !TryMoment(first, out var start))
        {
            await Console.Error.WriteLineAsync("Mingus.Stage MOMENT [settings], with MOMENT as 2026-03-14T09:30:00Z");
            return 2;
        }

        var clock = new StageClock(start);
        await using var app = await Server.Program.Build(
            settings,
            async (builder, config) =>
            {
                builder.Services.AddSingleton<IStartupFilter>(new ClockHeader(clock));
                await RoomsSetup.AddRooms(builder, config, clock);
                builder.Services.AddSingleton(new RunIds(clock, new StageIds(clock).Fill));
            }
        );
        app.AnnounceStart();
        await app.StartAsync();
        while (await Console.In.ReadLineAsync() is { } line)
        {
            if (TryMoment(line, out var now))
            {
                clock.Set(now);
                Console.WriteLine(line);
            }
        }

        await app.StopAsync();
        return 0;
    }

    private static bool TryMoment(string text, out DateTimeOffset moment) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out moment);
}
