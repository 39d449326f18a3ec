using System.Buffers.Text;
using System.Text;

namespace Mingus.Server.Setup;

/// <summary>How keys and their hashes are written in settings.</summary>
internal static class KeyTexts
{
    private const int KeyBytes = 32;

    /// <summary>Every scope there is.</summary>
    public static IReadOnlyList<string> Scopes { get; } =
    ["read", "sync", "connect", "decide", "export", "erase", "webhooks", "keys"];

    /// <summary>A SHA-256 in hexadecimal or base64; null for anything else.</summary>
    public static byte[]? Hash(string? text)
    {
        text = text?.Trim();
        if (text is { Length: KeyBytes * 2 } && text.All(char.IsAsciiHexDigit))
        {
            return Convert.FromHexString(text);
        }

        return FromBase64(text);
    }

    /// <summary><c>id:base64</c> of 32 bytes; null for anything else.</summary>
    public static EncryptionKey? Key(string text)
    {
        var trimmed = text.Trim();
        var colon = trimmed.IndexOf(':');
        if (
            colon is < 1 or > 8
            || !trimmed.AsSpan(0, colon).ToArray().All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
        )
        {
            return null;
        }

        return FromBase64(trimmed[(colon + 1)..]) is { } value ? new(trimmed[..colon], value) : null;
    }

    private static byte[]? FromBase64(string? text)
    {
        if (text is null || !Base64.IsValid(Encoding.UTF8.GetBytes(text)))
        {
            return null;
        }

        var bytes = Convert.FromBase64String(text);
        return bytes.Length == KeyBytes ? bytes : null;
    }
}
