// Normalize: what does a record say, apart from how it is written?
//   CanonicalText   a description without case, width, accents' encoding, control characters and stray white space
//   LetterFolds     the frozen table of letters it takes apart
//   Fingerprinting  SHA-256 over the fields that do not drift, with the version of the rule
// A fingerprint is the fast exact path: never a unique key (twins are real) and never the judge (text drifts).

using System.Buffers;
using System.Globalization;

namespace Mingus.Ledger.Normalize;

/// <summary>
/// Canonical text, version 1: lower case (invariant), letters of <see cref="LetterFolds"/> and full-width forms taken
/// apart, control and format characters dropped, runs of white space folded to one space, trimmed. Composed and
/// decomposed spellings of one text come out the same.
/// </summary>
public static class CanonicalText
{
    // The longest decomposition of one character in the table.
    private const int Growth = 4;

    // Most descriptions fit; more would cost more to clear than to write.
    private const int StackMax = 256;

    /// <summary>The canonical form; empty for null or blank text.</summary>
    public static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        char[]? rented = null;
        var room = text.Length * Growth;
        var target = room <= StackMax ? stackalloc char[StackMax] : (rented = ArrayPool<char>.Shared.Rent(room));
        try
        {
            return new string(target[..Write(text, target)]);
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<char>.Shared.Return(rented);
            }
        }
    }

    /// <summary>How many characters <see cref="Write"/> may need for a text.</summary>
    internal static int MaxLength(string text) => text.Length * Growth;

    /// <summary>Writes the canonical form and answers its length.</summary>
    internal static int Write(ReadOnlySpan<char> text, Span<char> target)
    {
        var length = 0;
        var spaceBefore = false;
        foreach (var raw in text)
        {
            if (char.IsWhiteSpace(raw))
            {
                spaceBefore = length > 0;
                continue;
            }

            if (IsDropped(raw))
            {
                continue;
            }

            var letter = char.ToLowerInvariant(raw);
            var fold = char.IsAscii(letter) ? null : LetterFolds.Of(letter);
            length = fold is null
                ? Append([letter], target, length, ref spaceBefore)
                : Append(fold, target, length, ref spaceBefore);
        }

        return length;
    }

    private static int Append(ReadOnlySpan<char> letters, Span<char> target, int length, ref bool spaceBefore)
    {
        foreach (var letter in letters)
        {
            // A decomposition may bring a space of its own, for instance that of a free-standing accent.
            if (letter == ' ')
            {
                spaceBefore = length > 0;
                continue;
            }

            if (spaceBefore)
            {
                target[length++] = ' ';
                spaceBefore = false;
            }

            target[length++] = letter;
        }

        return length;
    }

    private static bool IsDropped(char letter) =>
        char.IsAscii(letter)
            ? char.IsControl(letter)
            : CharUnicodeInfo.GetUnicodeCategory(letter) is UnicodeCategory.Control or UnicodeCategory.Format;
}
