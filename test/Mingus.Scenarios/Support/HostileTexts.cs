using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mingus.Scenarios.Support;

/// <summary>A text that somebody puts into a bank's record to harm whoever shows it.</summary>
/// <param name="Wire">As JSON, which can carry what no text is: halves of surrogate pairs.</param>
/// <param name="Shown">What is shown of it: halves became U+FFFD, and of a long one the beginning.</param>
internal sealed record HostileText(string Wire, string Shown)
{
    private const int FieldBytesMax = 8 * 1024;

    /// <summary>All of <c>test/Mingus.Testing/hostile.json</c>.</summary>
    public static IReadOnlyList<HostileText> All { get; } = Read();

    private static List<HostileText> Read()
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "hostile.json"));
        using var json = JsonDocument.Parse(file);
        return [.. json.RootElement.EnumerateArray().Select(Of)];
    }

    private static HostileText Of(JsonElement entry)
    {
        if (entry.ValueKind == JsonValueKind.Object)
        {
            var text = string.Concat(
                Enumerable.Repeat(entry.GetProperty("repeat").GetString(), entry.GetProperty("times").GetInt32())
            );
            return new(JsonValue.Create(text).ToJsonString(), Cut(text));
        }

        var wire = entry.GetRawText();
        return new(wire, Text(wire));
    }

    // Reads the escapes by itself: .NET's reader refuses halves of pairs.
    private static string Text(string wire)
    {
        try
        {
            return JsonSerializer.Deserialize<string>(wire)!;
        }
        catch (JsonException)
        {
            var units = wire[1..^1].Split(@"\u");
            var text = units[0] + string.Concat(units[1..].Select(u => $"{(char)Convert.ToInt32(u[..4], 16)}{u[4..]}"));
            return string.Concat(text.EnumerateRunes().Select(rune => rune.ToString()));
        }
    }

    private static string Cut(string text)
    {
        var bytes = 0;
        var runes = text.EnumerateRunes().TakeWhile(rune => (bytes += rune.Utf8SequenceLength) <= FieldBytesMax);
        return string.Concat(runes.Select(rune => rune.ToString()));
    }
}
