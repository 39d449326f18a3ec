namespace Mingus.Ledger.Match.Evidence;

/// <summary>Whether two words are spellings of one: banks cut words off, abbreviate them and fold their
/// accents.</summary>
internal static class Spelling
{
    private const int PrefixLengthMin = 3;
    private const int AbbreviationLengthMin = 3;
    private const int EditedLengthMin = 5;

    /// <summary>Whether one begins the other, abbreviates it, or differs in one letter.</summary>
    public static bool AreAlike(ReadOnlySpan<char> one, ReadOnlySpan<char> other)
    {
        var shorter = one.Length <= other.Length ? one : other;
        var longer = one.Length <= other.Length ? other : one;
        return shorter.Length >= PrefixLengthMin
            && shorter[0] == longer[0]
            && (
                longer.StartsWith(shorter, StringComparison.Ordinal)
                || IsAbbreviation(shorter, longer)
                || DifferInOneLetter(shorter, longer)
            );
    }

    // "amzn" of "amazon": the first letter, then consonants only, in order.
    private static bool IsAbbreviation(ReadOnlySpan<char> shorter, ReadOnlySpan<char> longer)
    {
        if (shorter.Length < AbbreviationLengthMin || shorter[1..].IndexOfAny("aeiou") >= 0)
        {
            return false;
        }

        var at = 0;
        foreach (var letter in longer)
        {
            at += at < shorter.Length && letter == shorter[at] ? 1 : 0;
        }

        return at == shorter.Length;
    }

    // "kasehaus" and "kaesehaus": one letter replaced, or one more.
    private static bool DifferInOneLetter(ReadOnlySpan<char> shorter, ReadOnlySpan<char> longer)
    {
        if (shorter.Length < EditedLengthMin || longer.Length - shorter.Length > 1)
        {
            return false;
        }

        var common = shorter.CommonPrefixLength(longer);
        var rest = shorter.Length == longer.Length ? Math.Min(common + 1, shorter.Length) : common;
        return shorter[rest..].SequenceEqual(longer[Math.Min(common + 1, longer.Length)..]);
    }
}
