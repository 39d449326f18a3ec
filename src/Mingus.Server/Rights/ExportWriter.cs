using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Mingus.Server.Rights;

/// <summary>Writes an export: a zip of files with a JSON object a line, and CSV beside. Nothing is held but one page of
/// a list.</summary>
internal sealed class ExportWriter(ZipArchive zip, JsonSerializerOptions json)
{
    private static readonly byte[] LineEnd = "\n"u8.ToArray();

    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);

    /// <summary>Lines by file, so far.</summary>
    public IReadOnlyDictionary<string, int> Lines => _lines;

    /// <summary>A file with a JSON object a line.</summary>
    public async Task Add<T>(string name, IAsyncEnumerable<T> items, CancellationToken cancellationToken)
    {
        var type = (JsonTypeInfo<T>)json.GetTypeInfo(typeof(T));
        var count = 0;
        await using (var file = await Open($"{name}.jsonl", cancellationToken))
        {
            await foreach (var item in items.WithCancellation(cancellationToken))
            {
                await file.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(item, type), cancellationToken);
                await file.WriteAsync(LineEnd, cancellationToken);
                count++;
            }
        }

        _lines[$"{name}.jsonl"] = count;
    }

    /// <summary>A file of rows, the header first.</summary>
    public async Task AddRows(
        string name,
        string header,
        IAsyncEnumerable<string> rows,
        CancellationToken cancellationToken
    )
    {
        var count = 0;
        await using (var file = await Open($"{name}.csv", cancellationToken))
        {
            await file.WriteAsync(Encoding.UTF8.GetBytes(header), cancellationToken);
            await foreach (var row in rows.WithCancellation(cancellationToken))
            {
                await file.WriteAsync(Encoding.UTF8.GetBytes(row), cancellationToken);
                count++;
            }
        }

        _lines[$"{name}.csv"] = count;
    }

    private Task<Stream> Open(string name, CancellationToken cancellationToken) =>
        zip.CreateEntry(name, CompressionLevel.Fastest).OpenAsync(cancellationToken);
}
