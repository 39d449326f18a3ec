using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Mingus.Streams.Output;

namespace Mingus.Streams.Tests;

/// <summary>A generated stream in a folder of its own, read back as a tool would: from the files alone.</summary>
internal sealed class Folder : IDisposable
{
    private readonly string path = Directory.CreateTempSubdirectory("mingus-streams-").FullName;

    public Folder(string mix, ulong seed, int records, bool compressed = false)
        : this(new StreamOrder(Mixes.Of(mix), seed, records) { Mix = mix }, compressed) { }

    public Folder(StreamOrder order, bool compressed = false) =>
        (Pages, Records) = LabelledFolder.Write(new LabelledStream(order), path, compressed);

    public int Pages { get; }

    public int Records { get; }

    public IReadOnlyList<string> Files => [.. Directory.GetFiles(path).Select(file => Path.GetFileName(file)).Order()];

    public IEnumerable<JsonElement> Lines(string name)
    {
        using var file = Open(name);
        using var reader = new StreamReader(file);
        while (reader.ReadLine() is { } line)
        {
            using var document = JsonDocument.Parse(line);
            yield return document.RootElement.Clone();
        }
    }

    public Truth Truth()
    {
        using var file = Open("truth.json");
        using var document = JsonDocument.Parse(file);
        return new Truth(document.RootElement.Clone());
    }

    public string Hash() =>
        string.Join(
            ' ',
            Files.Select(name => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Path.Combine(path, name)))))
        );

    public void Dispose() => Directory.Delete(path, recursive: true);

    private Stream Open(string name)
    {
        var plain = Path.Combine(path, name);
        return File.Exists(plain)
            ? File.OpenRead(plain)
            : new GZipStream(File.OpenRead(plain + ".gz"), CompressionMode.Decompress);
    }
}

/// <summary>What really happened, by the names that truth.json uses.</summary>
internal sealed class Truth
{
    public Truth(JsonElement json)
    {
        Meta = json.GetProperty("meta");
        Records = json.GetProperty("records")
            .EnumerateObject()
            .ToDictionary(one => one.Name, one => (one.Value[0].GetString()!, one.Value[1].GetString()!));
        Reals = json.GetProperty("reals").EnumerateObject().ToDictionary(one => one.Name, one => new Real(one.Value));
        Accounts = json.GetProperty("accounts").EnumerateObject().ToDictionary(one => one.Name, one => one.Value);
    }

    public JsonElement Meta { get; }

    public Dictionary<string, (string Real, string Role)> Records { get; }

    public Dictionary<string, Real> Reals { get; }

    public Dictionary<string, JsonElement> Accounts { get; }
}

/// <summary>A real transaction of the truth.</summary>
internal sealed record Real(JsonElement Fields)
{
    public string Account => Fields[0].GetString()!;
    public long Minor => Fields[1].GetInt64();
    public string Authorized => Fields[2].GetString()!;
    public string? Posted => Fields[3].GetString();
    public string Status => Fields[4].GetString()!;
    public string TwinClass => Fields[5].GetString()!;
    public string Kind => Fields[6].GetString()!;
    public IReadOnlyList<string> Tags => [.. Fields[7].EnumerateArray().Select(tag => tag.GetString()!)];
}
