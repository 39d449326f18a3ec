using System.Buffers.Text;
using System.Text;

namespace Mingus.Server.Setup;

/// <summary>How API keys' hashes are written in settings.</summary>
internal static class ApiKeyTexts
{
    private const int HashBytes = 32;

    /// <summary>A SHA-256 in hexadecimal or base64; null for anything else.</summary>
    public static byte[]? Hash(string? text)
    {
        text = text?.Trim();
        if (text is { Length: HashBytes * 2 } && text.All(char.IsAsciiHexDigit))
        {
            return Convert.FromHexString(text);
        }

        return FromBase64(text);
    }

    private static byte[]? FromBase64(string? text)
    {
        if (text is null || !Base64.IsValid(Encoding.UTF8.GetBytes(text)))
        {
            return null;
        }

        var bytes = Convert.FromBase64String(text);
        return bytes.Length == HashBytes ? bytes : null;
    }
}
