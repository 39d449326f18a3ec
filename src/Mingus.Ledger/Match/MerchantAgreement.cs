using System.Collections.Frozen;
using F23.StringSimilarity;
using Mingus.Ledger.Normalize;

namespace Mingus.Ledger.Match;

/// <summary>Whether two records name the same merchant.</summary>
internal enum Agreement
{
    /// <summary>They do.</summary>
    Agrees,

    /// <summary>They name different ones.</summary>
    Disagrees,

    /// <summary>One of them names none, only words that any transaction may carry.</summary>
    Unknown,
}

/// <summary>
/// Compares what two records say of the merchant, first rule that holds: the same entity id; the same canonical text; a
/// significant word in common; one text within the other; spellings alike by Jaro-Winkler.
/// </summary>
internal static class MerchantAgreement
{
    /// <summary>
    /// From here on two names count as spellings of one: Jaro-Winkler gives 0.94 for "martha" and "marhta", and stays
    /// below 0.8 for different merchants that merely begin alike.
    /// </summary>
    private const double AlikeFrom = 0.9;

    // Shorter texts are part of too many others to prove anything.
    private const int ContainedLengthMin = 4;

    // Words that tell how something was paid, not to whom. "google" agrees with "google"; "pos" agrees with everything.
    private const string GenericWords =
        "ach achat and atm auth authorisation authorization bank carte card cb check checkcard cheque co "
        + "com corp credit de debit deposit der des die direct du for from gmbh hold http https inc "
        + "kartenzahlung la le limited llc ltd mastercard mobile net of on online order org paiement pay "
        + "payment pending plc pos preauth purchase recurring ref sa sale sepa store the to trans "
        + "transaction transfer visa web withdrawal www";

    private static readonly FrozenSet<string> Generic = GenericWords.Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static readonly JaroWinkler Spelling = new();

    /// <summary>Whether the two agree, and why in words.</summary>
    public static (Agreement Agreement, string Reason) Of(RecordContent one, RecordContent other)
    {
        var entity = one.Details.MerchantEntityId;
        if (entity is { Length: > 0 } && entity == other.Details.MerchantEntityId)
        {
            return (Agreement.Agrees, "the provider knows both as the same merchant");
        }

        var ours = NamesOf(one);
        var theirs = NamesOf(other);
        if (ours.Intersect(theirs, StringComparer.Ordinal).Any())
        {
            return (Agreement.Agrees, "merchant or description is the same");
        }

        var ourWords = WordsOf(ours);
        var theirWords = WordsOf(theirs);
        if (ourWords.Overlaps(theirWords))
        {
            return (Agreement.Agrees, "merchant or description share a word");
        }

        if (ourWords.Count == 0 || theirWords.Count == 0)
        {
            return (Agreement.Unknown, "one of them names no merchant");
        }

        return ours.Any(name => theirs.Any(their => AreAlike(name, their)))
            ? (Agreement.Agrees, "merchant or description are spelled alike")
            : (Agreement.Disagrees, "merchant and description differ");
    }

    private static string[] NamesOf(RecordContent content) =>
        [
            .. new[] { content.MerchantName, content.Description, content.OriginalDescription }
                .Select(CanonicalText.Of)
                .Where(name => name.Length > 0)
                .Distinct(StringComparer.Ordinal),
        ];

    private static HashSet<string> WordsOf(string[] names)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            var start = -1;
            for (var i = 0; i <= name.Length; i++)
            {
                // An apostrophe or accent within a word belongs to it.
                var inWord =
                    i < name.Length && (char.IsLetterOrDigit(name[i]) || char.IsSurrogate(name[i]) || IsMark(name[i]));
                if (inWord && start < 0)
                {
                    start = i;
                }
                else if (!inWord && start >= 0)
                {
                    AddSignificant(words, name[start..i]);
                    start = -1;
                }
            }
        }

        return words;
    }

    private static bool IsMark(char letter) => letter is '\'' or '\u2019' or (>= '\u0300' and <= '\u036F');

    // One letter, a number (of a store, a card, a terminal) or a generic word says nothing of the merchant.
    private static void AddSignificant(HashSet<string> words, string word)
    {
        if (word.Length > 1 && word.Any(char.IsLetter) && !Generic.Contains(word))
        {
            words.Add(word);
        }
    }

    private static bool AreAlike(string one, string other)
    {
        var (shorter, longer) = one.Length <= other.Length ? (one, other) : (other, one);
        return (shorter.Length >= ContainedLengthMin && longer.Contains(shorter, StringComparison.Ordinal))
            || Spelling.Similarity(one, other) >= AlikeFrom;
    }
}
