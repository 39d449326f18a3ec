using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Mingus.Plaid.Webhooks;

/// <summary>
/// The compact JWT of the <c>Plaid-Verification</c> header, taken apart. Only what Plaid sends is read: ES256 and
/// nothing else, no name twice, no extension that must be understood. Decision 17 says why it is not a library's.
/// </summary>
/// <param name="KeyId">The <c>kid</c> of its head: letters, digits, hyphens and underscores.</param>
/// <param name="IssuedAt">The <c>iat</c>.</param>
/// <param name="BodyHash">The <c>request_body_sha256</c> as it stands, in ASCII.</param>
/// <param name="Signed">The bytes that the signature is over.</param>
/// <param name="Signature">64 bytes, r and s.</param>
internal sealed record SignedToken(
    string KeyId,
    DateTimeOffset IssuedAt,
    byte[] BodyHash,
    byte[] Signed,
    byte[] Signature
)
{
    // Plaid's have some 350 characters.
    private const int LengthMax = 4 * 1024;
    private const int KeyIdLengthMax = 128;
    private const int SignatureBytes = 64;

    // 0001 to 9999, what a moment can be.
    private const long SecondsMax = 253_402_300_799;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    /// <summary>Reads a header's value; when it is no such token, the reason in one word.</summary>
    public static SignedToken? Read(string? text, out string reason)
    {
        reason = string.IsNullOrEmpty(text) ? "unsigned" : "malformed";
        if (text is not { Length: > 0 and <= LengthMax } || text.Split('.') is not [var head, var payload, var mark])
        {
            return null;
        }

        if (Object(head) is not { } header || TextOf(header, "alg") is not { } algorithm)
        {
            return null;
        }

        // Before anything else: no other algorithm may even cause a key to be asked for.
        if (algorithm != "ES256" || header.TryGetProperty("crit", out _))
        {
            reason = "algorithm";
            return null;
        }

        if (
            TextOf(header, "kid") is not { Length: > 0 and <= KeyIdLengthMax } keyId
            || !keyId.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            || Object(payload) is not { } claims
            || !IsMoment(claims, out var issuedAt)
            || TextOf(claims, "request_body_sha256") is not { Length: SHA256.HashSizeInBytes * 2 } hash
        )
        {
            return null;
        }

        if (Decode(mark) is not { Length: SignatureBytes } signature)
        {
            reason = "signature";
            return null;
        }

        reason = "";
        var signed = Encoding.ASCII.GetBytes(text[..(head.Length + 1 + payload.Length)]);
        return new SignedToken(keyId, issuedAt, Encoding.UTF8.GetBytes(hash), signed, signature);
    }

    /// <summary>Whether that key signed it.</summary>
    public bool IsSignedBy(ECParameters key)
    {
        using var verifier = ECDsa.Create(key);
        return verifier.VerifyData(
            Signed,
            Signature,
            HashAlgorithmName.SHA256,
            DSASignatureFormat.IeeeP1363FixedFieldConcatenation
        );
    }

    /// <summary>Whether it was made over these bytes, in a time that does not depend on how nearly.</summary>
    public bool IsOver(ReadOnlySpan<byte> body)
    {
        var hash = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(body)));
        return CryptographicOperations.FixedTimeEquals(hash, BodyHash);
    }

    private static JsonElement? Object(string part)
    {
        // The reader takes bytes that are no text, and fails when they are read as one.
        if (Decode(part) is not { } bytes || !Utf8.IsValid(bytes))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(bytes, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Base64url as the standard has it: no padding, no white space.
    private static byte[]? Decode(string part)
    {
        var isPlain = part.Length > 0 && part.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
        return isPlain && Base64Url.IsValid(part) ? Base64Url.DecodeFromChars(part) : null;
    }

    private static string? TextOf(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static bool IsMoment(JsonElement claims, out DateTimeOffset moment)
    {
        moment = default;
        if (
            !claims.TryGetProperty("iat", out var value)
            || value.ValueKind != JsonValueKind.Number
            || !value.TryGetInt64(out var seconds)
            || seconds is < 0 or > SecondsMax
        )
        {
            return false;
        }

        moment = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return true;
    }
}
