// Evidence: what do two records say for and against being one transaction?
//   RecordTraits     the words, numbers and days that can be read from one record
//   TextDay          the days that banks write into texts
//   PairComparison   how two records compare: levels, no weights
//   PairRates        how often each level occurs among matches: priors, and what the data taught since
//   PairEvidence     levels and rates as one log-likelihood ratio, with its reasons

using System.Buffers;
using System.Collections.Frozen;
using Mingus.Ledger.Normalize;

namespace Mingus.Ledger.Match.Evidence;

/// <summary>What a token of a description can prove.</summary>
internal enum TokenKind : byte
{
    /// <summary>A word that may name the merchant.</summary>
    Word,

    /// <summary>A store, terminal or trace number.</summary>
    Number,
}

/// <summary>A token, as a stretch of <see cref="RecordTraits.Text"/>.</summary>
internal readonly record struct Token(ushort Start, ushort Length, TokenKind Kind, bool IsOfMerchantName);

/// <summary>
/// The words, numbers and days of one record, read once. Banks put the day of the authorisation into the text
/// (<c>CHECKCARD 0913</c>, <c>AUTHORIZED ON 09/10</c>): where no field gives it, it is read from there.
/// </summary>
internal sealed class RecordTraits
{
    private const int WordLengthMin = 3;
    private const int NumberDigitsMin = 3;

    // Words that tell how something was paid, not to whom.
    private const string GenericWords =
        "ach achat and atm auth authorisation authorization authorized bank card carte check checkcard cheque com "
        + "corp credit debit debito deposit der des die direct for from gmbh hold inc kartenzahlung limited llc ltd "
        + "mastercard mobile net online order org paiement pay payment pending plc pmt pos preauth purchase recurring "
        + "ref sale sepa store the trans transaction transfer tst visa web withdrawal www";

    private static readonly FrozenSet<string> Generic = GenericWords.Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> IsGeneric =
        Generic.GetAlternateLookup<ReadOnlySpan<char>>();

    private readonly Token[] _tokens;
    private readonly int _descriptionLength;

    private RecordTraits(string text, int descriptionLength, Token[] tokens, Reader reader, RecordContent content)
    {
        Text = text;
        City = reader.City;
        StoreNumber = content.Details.Location?.StoreNumber ?? "";
        _descriptionLength = descriptionLength;
        _tokens = tokens;
        EventDate = content.AuthorizedDate ?? reader.EventDate;
    }

    /// <summary>Canonical description, and after a line break the merchant's name.</summary>
    public string Text { get; }

    /// <summary>The canonical description.</summary>
    public ReadOnlySpan<char> Description => Text.AsSpan(0, _descriptionLength);

    /// <summary>The canonical merchant name; empty when not given.</summary>
    public ReadOnlySpan<char> MerchantName =>
        _descriptionLength < Text.Length ? Text.AsSpan(_descriptionLength + 1) : default;

    /// <summary>The tokens that can prove something, in reading order.</summary>
    public ReadOnlySpan<Token> Tokens => _tokens;

    /// <summary>The day the holder made it: as given, else as the text says; null when neither does.</summary>
    public DateOnly? EventDate { get; }

    /// <summary>The canonical name of the city, as a field of its own; empty when not given.</summary>
    public string City { get; }

    /// <summary>The store's number, as a field of its own; empty when not given.</summary>
    public string StoreNumber { get; }

    /// <summary>Whether a number is the store's or in the text.</summary>
    public bool HasNumber(ReadOnlySpan<char> number)
    {
        if (number.IsEmpty)
        {
            return false;
        }

        foreach (var token in _tokens)
        {
            if (token.Kind == TokenKind.Number && LettersOf(token).SequenceEqual(number))
            {
                return true;
            }
        }

        return number.SequenceEqual(StoreNumber);
    }

    /// <summary>The letters of a token.</summary>
    public ReadOnlySpan<char> LettersOf(Token token) => Text.AsSpan(token.Start, token.Length);

    /// <summary>Reads a record.</summary>
    public static RecordTraits Of(RecordContent content)
    {
        var merchant = content.MerchantName ?? "";
        var room = CanonicalText.MaxLength(content.Description) + CanonicalText.MaxLength(merchant) + 1;
        var rented = ArrayPool<char>.Shared.Rent(room);
        try
        {
            var length = WithoutMarks(rented.AsSpan(0, CanonicalText.Write(content.Description, rented)));
            var all = length;
            if (merchant.Length > 0)
            {
                rented[all++] = '\n';
                var name = rented.AsSpan(all);
                all += WithoutMarks(name[..CanonicalText.Write(merchant, name)]);
            }

            var text = new string(rented, 0, Math.Min(all, ushort.MaxValue));
            var reader = new Reader(text, Math.Min(length, text.Length), content);
            reader.Read();
            return new RecordTraits(text, Math.Min(length, text.Length), [.. reader.Tokens], reader, content);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(rented);
        }
    }

    // Accents come and go between feeds: the canonical text has them as marks of their own.
    private static int WithoutMarks(Span<char> text)
    {
        var length = 0;
        foreach (var letter in text)
        {
            if (letter is < '\u0300' or > '\u036F')
            {
                text[length++] = letter;
            }
        }

        return length;
    }

    private sealed class Reader(string text, int descriptionLength, RecordContent content)
    {
        private bool _afterCard;

        public string City { get; } = CanonicalText.Of(content.Details.Location?.City);

        public List<Token> Tokens { get; } = new(8);

        public DateOnly? EventDate { get; private set; }

        public void Read()
        {
            var start = -1;
            for (var i = 0; i <= text.Length; i++)
            {
                if (start < 0 && i < text.Length && char.IsAsciiDigit(text[i]) && TakeDay(i) is > 0 and var length)
                {
                    i += length - 1;
                    continue;
                }

                var inToken =
                    i < text.Length && (char.IsLetterOrDigit(text[i]) || text[i] is '/' or '\'' || text[i] > 127);
                if (inToken && start < 0)
                {
                    start = i;
                }
                else if (!inToken && start >= 0)
                {
                    Take(start, i - start);
                    start = -1;
                }
            }
        }

        private void Take(int start, int length)
        {
            var letters = text.AsSpan(start, length);
            var digits = 0;
            foreach (var letter in letters)
            {
                digits += char.IsAsciiDigit(letter) ? 1 : 0;
            }

            if (digits == 0)
            {
                TakeWord(start, letters);
            }
            else if (digits >= NumberDigitsMin && !_afterCard)
            {
                Add(start, length, TokenKind.Number);
            }

            _afterCard = letters is "card" or "karte" or "carte" or "ending" or "xx";
        }

        private int TakeDay(int start)
        {
            if (_afterCard)
            {
                return 0;
            }

            var length = TextDay.Read(text.AsSpan(start), content.Date, out var day);
            EventDate ??= day;
            return length;
        }

        // A slash joins words ("apple.com/bill"): each side is a word.
        private void TakeWord(int start, ReadOnlySpan<char> letters)
        {
            var slash = letters.IndexOf('/');
            if (slash >= 0)
            {
                TakeWord(start, letters[..slash]);
                TakeWord(start + slash + 1, letters[(slash + 1)..]);
            }
            else if (letters.Length >= WordLengthMin && !IsGeneric.Contains(letters) && !IsOfCity(letters))
            {
                Add(start, letters.Length, TokenKind.Word);
            }
        }

        private void Add(int start, int length, TokenKind kind) =>
            Tokens.Add(new Token((ushort)start, (ushort)length, kind, start > descriptionLength));

        private bool IsOfCity(ReadOnlySpan<char> word) => City.AsSpan().Contains(word, StringComparison.Ordinal);
    }
}
