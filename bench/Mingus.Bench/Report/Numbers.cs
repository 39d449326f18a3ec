using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mingus.Bench.Report;

/// <summary>Everything a benchmark measured, for programs.</summary>
internal sealed class Numbers(string name, string goal, bool isQuick)
{
    public string Name { get; } = name;

    public string Goal { get; } = goal;

    public bool IsQuick { get; } = isQuick;

    public OrderedDictionary<string, string> Settings { get; } = new(StringComparer.Ordinal);

    public OrderedDictionary<string, double> Values { get; } = new(StringComparer.Ordinal);

    /// <summary>Writes what was measured so far; nothing without a file.</summary>
    public static void Save(string? file, List<Numbers> all)
    {
        if (file is not null)
        {
            File.WriteAllText(file, JsonSerializer.Serialize(all, NumbersJson.Default.ListNumbers));
        }
    }
}

/// <summary>The shape of the JSON file.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(List<Numbers>))]
internal sealed partial class NumbersJson : JsonSerializerContext;
