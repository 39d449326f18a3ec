using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Mingus.Plaid.Wire;

/// <summary>
/// Text from outside that need not be text: JSON may carry broken UTF-8 and halves of surrogate pairs, which no string
/// of ours and no database holds. They become U+FFFD once, before anything is read.
/// </summary>
internal static class WireText
{
    /// <summary>Bytes of UTF-8 kept of one field (security.md, input limits).</summary>
    public const int FieldBytesMax = 8 * 1024;

    /// <summary>Bytes of UTF-8 kept of a payload in quarantine.</summary>
    public const int PayloadBytesMax = 64 * 1024;

    /// <summary>Nesting read; deeper answers are refused.</summary>
    public const int DepthMax = 64;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = DepthMax };

    /// <summary>Parses an answer or a payload after repairing its text.</summary>
    /// <exception cref="JsonException">It is not JSON, or nested deeper than we read.</exception>
    public static JsonDocument Parse(byte[] body) => JsonDocument.Parse(Repaired(body), Options);

    /// <summary>The JSON of an element as it came, cut to what quarantine keeps.</summary>
    public static string PayloadOf(JsonElement element) => Cut(element.GetRawText(), PayloadBytesMax);

    /// <summary>The longest beginning of the text that has at most so many bytes in UTF-8, never half a
    /// character.</summary>
    public static string Cut(string text, int bytesMax)
    {
        if (text.Length <= bytesMax / 3 || Encoding.UTF8.GetByteCount(text) <= bytesMax)
        {
            return text;
        }

        var buffer = new byte[bytesMax];
        Utf8.FromUtf16(text, buffer, out var read, out _);
        return text[..read];
    }

    private static byte[] Repaired(byte[] body)
    {
        var repaired = Utf8.IsValid(body) ? body : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body));
        RepairEscapes(repaired);
        return repaired;
    }

    // A backslash stands in strings only, so escapes can be found without parsing. The replacement has the same length.
    private static void RepairEscapes(Span<byte> json)
    {
        var at = json.IndexOf((byte)'\\');
        while (at >= 0 && at + 1 < json.Length)
        {
            var length = 2;
            if (TryReadUnit(json[at..], out var unit))
            {
                length = 6;
                if (
                    char.IsHighSurrogate(unit)
                    && TryReadUnit(json[(at + 6)..], out var next)
                    && char.IsLowSurrogate(next)
                )
                {
                    length = 12;
                }
                else if (char.IsSurrogate(unit))
                {
                    @"\uFFFD"u8.CopyTo(json[at..]);
                }
            }

            var rest = json[(at + length)..].IndexOf((byte)'\\');
            at = rest < 0 ? -1 : at + length + rest;
        }
    }

    private static bool TryReadUnit(ReadOnlySpan<byte> escape, out char unit)
    {
        unit = default;
        if (escape.Length < 6 || escape[0] != '\\' || escape[1] != 'u')
        {
            return false;
        }

        var value = 0;
        foreach (var digit in escape[2..6])
        {
            if (!char.IsAsciiHexDigit((char)digit))
            {
                return false;
            }

            value = (value << 4) | Convert.ToInt32(((char)digit).ToString(), 16);
        }

        unit = (char)value;
        return true;
    }
}
