using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Mingus.Ledger.Normalize;

/// <summary>
/// The content fingerprint. Version 1 is SHA-256 over the UTF-8 of six lines: the version, <c>1</c> or <c>0</c> for an
/// official currency, the minor units, the statement date (<c>yyyy-MM-dd</c>), the currency code, the canonical
/// description. Ids, pending state, category and moments are left out: they differ between two tellings of one
/// transaction. The description comes last and has no line breaks, so that no two contents share a text.
/// </summary>
public static class Fingerprinting
{
    /// <summary>The rule that new fingerprints follow.</summary>
    public const int Version = 1;

    // Version, officialness, minor units, date and the currency's code (at most 12 characters) with their line breaks.
    private const int HeadLength = 64;

    private const int StackLength = 512;

    /// <summary>The fingerprint of a record's content by the newest rule.</summary>
    public static Fingerprint Of(RecordContent content)
    {
        char[]? rented = null;
        var room = HeadLength + CanonicalText.MaxLength(content.Description);
        var text = room <= StackLength ? stackalloc char[StackLength] : (rented = ArrayPool<char>.Shared.Rent(room));
        try
        {
            var length = WriteHead(content, text);
            length += CanonicalText.Write(content.Description, text[length..]);
            return new Fingerprint(Version, Hash(text[..length]));
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<char>.Shared.Return(rented);
            }
        }
    }

    private static int WriteHead(RecordContent content, Span<char> text)
    {
        var currency = content.Amount.Currency;
        var official = currency.IsOfficial ? 1 : 0;
        var culture = CultureInfo.InvariantCulture;
        return text.TryWrite(
            culture,
            $"{Version}\n{official}\n{content.Amount.Minor}\n{content.Date:yyyy-MM-dd}\n{currency.Code}\n",
            out var length
        )
            ? length
            : throw new InvalidOperationException("The head of a fingerprint is longer than its parts can be.");
    }

    private static string Hash(ReadOnlySpan<char> text)
    {
        byte[]? rented = null;
        var room = Encoding.UTF8.GetMaxByteCount(text.Length);
        var bytes =
            room <= 2 * StackLength ? stackalloc byte[2 * StackLength] : (rented = ArrayPool<byte>.Shared.Rent(room));
        try
        {
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(text, bytes)], hash);
            return Convert.ToHexStringLower(hash);
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
    }
}
