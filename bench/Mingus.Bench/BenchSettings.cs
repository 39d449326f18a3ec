using System.Globalization;

namespace Mingus.Bench;

/// <summary>What was asked for on the command line.</summary>
/// <param name="Names">Benchmarks to run, in order; empty: list them.</param>
/// <param name="Records">Size asked for; null for the benchmark's own.</param>
/// <param name="IsQuick">Smaller sizes, for a first look.</param>
/// <param name="JsonFile">Where all numbers go besides the console; null for nowhere.</param>
internal sealed record BenchSettings(IReadOnlyList<string> Names, int? Records, bool IsQuick, string? JsonFile)
{
    /// <summary>The settings, or what is wrong with the arguments.</summary>
    public static (BenchSettings? Settings, string Problem) Read(string[] args)
    {
        var names = new List<string>();
        int? records = null;
        string? json = null;
        var isQuick = false;
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--quick":
                    isQuick = true;
                    break;
                case "--json" when i + 1 < args.Length:
                    json = args[++i];
                    break;
                case "--records" when i + 1 < args.Length && TryCount(args[i + 1], out var count):
                    records = count;
                    i++;
                    break;
                case "all":
                    names.AddRange(Benchmarks.ByName.Keys);
                    break;
                case var name when Benchmarks.ByName.ContainsKey(name):
                    names.Add(name);
                    break;
                case var other:
                    return (null, $"'{other}' is not understood.\n\n{Benchmarks.Listing()}");
            }
        }

        return (new BenchSettings(names, records, isQuick, json), "");
    }

    /// <summary>The size to measure at: what was asked for, else the benchmark's own.</summary>
    public int Size(int full, int quick) => Records ?? (IsQuick ? quick : full);

    private static bool TryCount(string text, out int count) =>
        int.TryParse(text.Replace(",", ""), NumberStyles.None, CultureInfo.InvariantCulture, out count) && count > 0;
}
