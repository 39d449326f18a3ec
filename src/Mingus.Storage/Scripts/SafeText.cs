using System.Buffers;
using System.Globalization;
using System.Text;

namespace Mingus.Storage.Scripts;

/// <summary>
/// Keeps any .NET string verbatim where a database cannot: PostgreSQL refuses NUL, and UTF-8 has no lone surrogates.
/// Each such
/// character, and the escape itself (U+0010), rests as U+0010 and four hexadecimal digits. All other text rests as it
/// is.
/// </summary>
internal static class SafeText
{
    private const char Escape = '\u0010';

    private static readonly SearchValues<char> Suspects = SearchValues.Create([
        '\0',
        Escape,
        .. Enumerable.Range(0xD800, 0x800).Select(i => (char)i),
    ]);

    public static string Encode(string text)
    {
        var first = text.AsSpan().IndexOfAny(Suspects);
        return first < 0 ? text : EncodeFrom(text, first);
    }

    public static string Decode(string text) => text.Contains(Escape) ? DecodeAll(text) : text;

    private static string EncodeFrom(string text, int first)
    {
        // Emoji are pairs of surrogates and rest as they are: mostly there is nothing to escape after all.
        StringBuilder? encoded = null;
        for (var i = first; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                encoded?.Append(c).Append(text[i + 1]);
                i++;
            }
            else if (c is '\0' or Escape || char.IsSurrogate(c))
            {
                encoded ??= new StringBuilder(text.Length + 16).Append(text, 0, i);
                encoded.Append(Escape).Append(((int)c).ToString("X4", CultureInfo.InvariantCulture));
            }
            else
            {
                encoded?.Append(c);
            }
        }

        return encoded?.ToString() ?? text;
    }

    private static string DecodeAll(string text)
    {
        var decoded = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (
                text[i] == Escape
                && i + 4 < text.Length
                && int.TryParse(
                    text.AsSpan(i + 1, 4),
                    NumberStyles.AllowHexSpecifier,
                    CultureInfo.InvariantCulture,
                    out var code
                )
            )
            {
                decoded.Append((char)code);
                i += 4;
            }
            else
            {
                decoded.Append(text[i]);
            }
        }

        return decoded.ToString();
    }
}
