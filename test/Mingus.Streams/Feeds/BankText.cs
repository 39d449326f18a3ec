using System.Text;
using Mingus.Streams.World;

namespace Mingus.Streams.Feeds;

/// <summary>What a bank prints for a transaction. Every bank has a style, decided by its number.</summary>
internal static class BankText
{
    private const int Styles = 5;
    private const int TextWidth = 22;
    private const int CityWidth = 13;

    /// <summary>The text of a posted transaction.</summary>
    /// <param name="one">The transaction.</param>
    /// <param name="mask">Of the account, as some banks print it.</param>
    /// <param name="textWorld">0 for American styles, 1 for others.</param>
    public static string Of(Transaction one, string mask, int textWorld)
    {
        var style = one.Account.Role == AccountRole.Foreign ? 3 : one.Account.Institution % Styles;
        if (textWorld == 0)
            return one.Merchant.Kind.IsCard ? American(one, style, mask) : Core(one);
        return one.Merchant.Kind.IsCard ? Other(one, style, mask) : OtherOwn(one, style);
    }

    /// <summary>The same without repeated spaces and in capitals, as in CSV files.</summary>
    public static string Tight(string text) =>
        string.Join(' ', text.ToUpperInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The second aggregator's version: words with a capital each, no digits, no prefix.</summary>
    public static string Titled(Transaction one)
    {
        var words = new StringBuilder();
        var inWord = false;
        foreach (var letter in $"{one.Merchant.BareText} {one.City} {one.Region}")
        {
            if (char.IsAsciiDigit(letter))
                continue;
            var shown = letter is '*' or '#' or '%' ? ' ' : letter;
            words.Append(inWord ? char.ToLowerInvariant(shown) : char.ToUpperInvariant(shown));
            inWord = char.IsLetter(shown);
        }
        return string.Join(' ', words.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    private static string American(Transaction one, int style, string mask) =>
        style switch
        {
            1 => $"PURCHASE AUTHORIZED ON {one.Authorized:MM/dd} {Core(one)} S{one.Reference} CARD {mask}",
            2 => $"POS DEBIT {Core(one)}",
            3 => Columns(one),
            4 => $"CHECKCARD {one.Authorized:MMdd} {Core(one)}",
            _ => Core(one),
        };

    private static string Other(Transaction one, int style, string mask) =>
        style switch
        {
            1 => $"{Numbered(one)}//{Place(one, "/")} {one.Authorized:yyyy-MM-dd} KARTE {mask}",
            2 => $"{one.Authorized:dd.MM} {Numbered(one)} KAUFUMSATZ {one.Reference}",
            3 => Columns(one),
            4 => $"CB {Numbered(one)} FACT {one.Authorized:ddMMyy}",
            _ => $"{one.Reference[..6]} {Numbered(one)} {Place(one, " ")}".TrimEnd(),
        };

    private static string OtherOwn(Transaction one, int style) =>
        style is 1 or 4 ? $"{Numbered(one)} VOM {one.Authorized:dd.MM.yyyy}" : Core(one);

    private static string Core(Transaction one) => $"{Numbered(one)} {Place(one, " ")}".TrimEnd();

    private static string Numbered(Transaction one) =>
        one.Merchant.Text.EndsWith('#')
            ? one.Merchant.Text + one.StoreNumber
            : $"{one.Merchant.Text} {one.StoreNumber}";

    private static string Place(Transaction one, string between) =>
        one.City is null ? "" : $"{one.City.ToUpperInvariant()}{between}{one.Region}";

    private static string Columns(Transaction one)
    {
        var text = one.Merchant.Text.Length > TextWidth ? one.Merchant.Text[..TextWidth] : one.Merchant.Text;
        return one.City is null
            ? text.TrimEnd()
            : $"{text.PadRight(TextWidth)} {one.City.ToUpperInvariant().PadRight(CityWidth)} {one.Region}";
    }
}
