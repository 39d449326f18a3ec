using System.Globalization;
using Mingus.Bench.Rig;

namespace Mingus.Bench.Runs;

/// <summary>What this program does as a child of itself.</summary>
internal static class ChildParts
{
    public static async Task<int> Run(string part, string[] args)
    {
        switch (part)
        {
            case "ingest":
                await Ingest(args[0], int.Parse(args[1], CultureInfo.InvariantCulture));
                return 0;
            case "serve-product":
                await ServedApps.Product(args[0]);
                return 0;
            case "serve-bare":
                await ServedApps.Bare(args[0]);
                return 0;
            default:
                return 2;
        }
    }

    private static async Task Ingest(string connectionString, int pages)
    {
        foreach (var (name, value) in await IngestRounds.OursAlone(connectionString, pages))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}={value}"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"peak={Child.PeakMemory()}"));
    }
}
