using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Mingus.Ledger;

namespace Mingus.Server.Identity;

/// <summary>
/// What credentials look like. A key: <c>mgs_live_&lt;12&gt;_&lt;43&gt;_&lt;6&gt;</c> (<c>mgs_test_</c> for the
/// sandbox): public part, 32 random bytes in base64url, checksum. A user token: <c>mgt_&lt;43&gt;_&lt;6&gt;</c>. The
/// beginning lets scanners of leaked secrets find them; the checksum lets us tell a mistyped one without asking the
/// database. </summary>
internal static class CredentialText
{
    public const string KeyStart = "mgs_";
    public const string TokenStart = "mgt_";

    private const string LiveKey = "mgs_live_";
    private const string TestKey = "mgs_test_";
    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int PublicLength = 12;
    private const int IdBytes = 10;
    private const int SecretBytes = 32;
    private const int SecretLength = 43;
    private const int ChecksumLength = 6;

    /// <summary>A new key and the beginning of it that may be shown.</summary>
    public static (string Key, string Prefix) NewKey(bool isSandbox)
    {
        var prefix = (isSandbox ? TestKey : LiveKey) + RandomNumberGenerator.GetString(Digits, PublicLength);
        return (WithChecksum($"{prefix}_{NewSecret()}"), prefix);
    }

    /// <summary>What a credential is called: by when it was made, and by chance.</summary>
    public static Guid NewId(DateTimeOffset now) => PrefixedId.Compose(now, RandomNumberGenerator.GetBytes(IdBytes));

    public static string NewToken() => WithChecksum(TokenStart + NewSecret());

    /// <summary>32 random bytes in base64url, 43 characters.</summary>
    public static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>The public part of a well-formed key; null for any other text.</summary>
    public static string? PrefixOf(string shown)
    {
        var prefixLength = LiveKey.Length + PublicLength;
        var isKey =
            (shown.StartsWith(LiveKey, StringComparison.Ordinal) || shown.StartsWith(TestKey, StringComparison.Ordinal))
            && shown.Length == prefixLength + 1 + SecretLength + 1 + ChecksumLength
            && HasChecksum(shown);
        return isKey ? shown[..prefixLength] : null;
    }

    /// <summary>Whether it is a well-formed user token.</summary>
    public static bool IsToken(string shown) =>
        shown.StartsWith(TokenStart, StringComparison.Ordinal)
        && shown.Length == TokenStart.Length + SecretLength + 1 + ChecksumLength
        && HasChecksum(shown);

    /// <summary>SHA-256 of the whole text: 32 random bytes need no slow hash.</summary>
    public static byte[] Hash(string shown) => SHA256.HashData(Encoding.UTF8.GetBytes(shown));

    private static string WithChecksum(string text) => $"{text}_{Checksum(text)}";

    private static bool HasChecksum(string shown)
    {
        var end = shown.Length - ChecksumLength - 1;
        return shown[end] == '_' && shown.AsSpan(end + 1).SequenceEqual(Checksum(shown[..end]));
    }

    private static string Checksum(string text)
    {
        var rest = Crc32(Encoding.UTF8.GetBytes(text));
        Span<char> digits = stackalloc char[ChecksumLength];
        for (var i = digits.Length - 1; i >= 0; i--)
        {
            digits[i] = Digits[(int)(rest % (uint)Digits.Length)];
            rest /= (uint)Digits.Length;
        }

        return new string(digits);
    }

    /// <summary>CRC-32 as in ISO 3309: polynomial 0x04C11DB7, reflected.</summary>
    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320u;
            }
        }

        return ~crc;
    }
}
