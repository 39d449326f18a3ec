using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;
using Mingus.Streams.Feeds;

namespace Mingus.Streams.Output;

/// <summary>Writes a stream as the folder of files that replay.py, drive.py and score.py read.</summary>
public static class LabelledFolder
{
    internal static readonly JsonWriterOptions Relaxed = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Reads the stream to its end and writes it. Files of an earlier stream are replaced.</summary>
    /// <param name="stream">A stream that was not read yet.</param>
    /// <param name="folder">Made where it is not there.</param>
    /// <param name="compressed">Whether the files are .gz.</param>
    /// <returns>How many pages and records were delivered.</returns>
    public static (int Pages, int Records) Write(LabelledStream stream, string folder, bool compressed)
    {
        Directory.CreateDirectory(folder);
        var (pages, records) = (0, 0);
        using (var truthFile = Open(folder, "truth.json", compressed))
        using (var truth = new TruthWriter(truthFile))
        {
            Lines(
                folder,
                "stream.jsonl",
                compressed,
                stream.Pages(),
                (json, page) =>
                {
                    PageWriter.Page(json, page);
                    truth.Take(page);
                    pages++;
                    records += page.Added.Count;
                }
            );
            truth.Finish(stream);
        }
        var shown = stream.Connections.SelectMany(from => from.Shown.Select(account => (account, from.Plan))).ToList();
        Lines(
            folder,
            "accounts.jsonl",
            compressed,
            shown,
            (json, one) => PageWriter.AccountLine(json, one.account, one.Plan)
        );
        Lines(
            folder,
            "account_links.jsonl",
            compressed,
            shown,
            (json, one) => PageWriter.LinkLine(json, one.account, one.Plan)
        );
        return (pages, records);
    }

    private static void Lines<T>(
        string folder,
        string name,
        bool compressed,
        IEnumerable<T> items,
        Action<Utf8JsonWriter, T> write
    )
    {
        using var file = Open(folder, name, compressed);
        using var json = new Utf8JsonWriter(file, Relaxed);
        foreach (var item in items)
        {
            write(json, item);
            json.Flush();
            file.WriteByte((byte)'\n');
            json.Reset();
        }
    }

    private static Stream Open(string folder, string name, bool compressed)
    {
        var path = Path.Combine(folder, name);
        // The tools prefer the plain file where both are there.
        File.Delete(compressed ? path : path + ".gz");
        return compressed
            ? new GZipStream(File.Create(path + ".gz"), CompressionLevel.Optimal)
            : new BufferedStream(File.Create(path), 1 << 16);
    }
}
