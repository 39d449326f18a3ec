using System.Globalization;

namespace Mingus.Bench.Runs;

/// <summary>The two servers of the reads benchmark, each in a process of its own: the product, and the bare
/// handler.</summary>
internal static class ServedApps
{
    /// <summary>What a server prints, with its address after it, when it listens.</summary>
    public const string Ready = "ready ";

    /// <summary>The product as it is, on that database, without anything that works in the background.</summary>
    public static async Task Product(string path)
    {
        Environment.CurrentDirectory = Path.GetDirectoryName(path)!;
        await using var app = await Server.Program.Build(
            [
                "--urls=http://127.0.0.1:0",
                $"--Storage:ConnectionString=Data Source={path}",
                "--Plaid:BaseUrl=http://127.0.0.1:9",
                "--Schedule:Enabled=false",
            ],
            Server.Setup.RoomsSetup.AddRooms
        );
        await Serve(app);
    }

    /// <summary>The product as it is, in that folder, on that database, at that bank, its schedule at work.</summary>
    public static async Task Live(string folder, string database, string bank)
    {
        Environment.CurrentDirectory = folder;
        await using var app = await Server.Program.Build(
            [
                "--urls=http://127.0.0.1:0",
                $"--Storage:ConnectionString={database}",
                $"--Plaid:BaseUrl={bank}",
                "--Logging:LogLevel:Default=Warning",
            ],
            Server.Setup.RoomsSetup.AddRooms
        );
        await Serve(app);
    }

    public static async Task Bare(string path)
    {
        await using var app = BareApp.Build(path);
        await Serve(app);
    }

    private static async Task Serve(WebApplication app)
    {
        await app.StartAsync();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Ready}{app.Urls.First()}"));
        // The parent closes our input when it has measured, or when it dies.
        await Console.In.ReadToEndAsync();
        await app.StopAsync();
    }
}
