using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.StaticFiles;

namespace Mingus.Server.Setup;

/// <summary>The type of a file is that of what it unpacks to: <c>app.js.br</c> is script.</summary>
internal sealed class PackedContentTypes : IContentTypeProvider
{
    /// <summary>Encodings that the build prepares, the smaller first.</summary>
    public static readonly IReadOnlyList<(string Name, string Ending)> Encodings = [("br", ".br"), ("gzip", ".gz")];

    private readonly FileExtensionContentTypeProvider _known = new();

    public static bool IsPacked(string path) =>
        Encodings.Any(encoding => path.EndsWith(encoding.Ending, StringComparison.Ordinal));

    public bool TryGetContentType(string subpath, [MaybeNullWhen(false)] out string contentType)
    {
        var packed = Encodings.FirstOrDefault(one => subpath.EndsWith(one.Ending, StringComparison.Ordinal)).Ending;
        var path = packed is null ? subpath : subpath[..^packed.Length];
        if (!_known.TryGetContentType(path, out contentType))
        {
            return false;
        }

        // Texts are UTF-8; a script without the word is read as the page's encoding, whatever that is.
        if (contentType is "text/html" or "text/javascript" or "text/css")
        {
            contentType += "; charset=utf-8";
        }

        return true;
    }
}
