namespace Mingus.Ledger.Match.Evidence;

/// <summary>How two descriptions compare, best first.</summary>
internal enum TextLevel : byte
{
    /// <summary>The canonical descriptions are equal.</summary>
    Same,

    /// <summary>The same merchant: by entity id, by name, or by the word that leads.</summary>
    Merchant,

    /// <summary>Some significant word in common.</summary>
    Word,

    /// <summary>One of them has no word that names anybody.</summary>
    Unknown,

    /// <summary>They name different ones.</summary>
    Differs,
}

/// <summary>How the store, terminal and trace numbers compare.</summary>
internal enum NumberLevel : byte
{
    /// <summary>A number in common.</summary>
    Agrees,

    /// <summary>One of them has none.</summary>
    Unknown,

    /// <summary>Both have some, none in common.</summary>
    Differs,
}

/// <summary>How the places of two purchases compare.</summary>
internal enum PlaceLevel : byte
{
    /// <summary>The same city.</summary>
    Agrees,

    /// <summary>One of them names none.</summary>
    Unknown,

    /// <summary>Different cities.</summary>
    Differs,
}

/// <summary>Which days of two records are compared: the best that both sides offer.</summary>
internal enum DayBasis : byte
{
    /// <summary>The day the holder made it, on both sides.</summary>
    Events,

    /// <summary>The first record's event day, the other's statement day.</summary>
    EventToStatement,

    /// <summary>The first record's statement day, the other's event day.</summary>
    StatementToEvent,

    /// <summary>Both statement days.</summary>
    Statements,
}

/// <summary>How two records compare, field by field, without weights.</summary>
internal readonly record struct PairComparison(
    TextLevel Text,
    NumberLevel Number,
    PlaceLevel Place,
    DayBasis Basis,
    int DayShift,
    int StatementShift
)
{
    /// <summary>Compares two readings by the days that each tells.</summary>
    public static PairComparison Of(Reading one, Reading other) => Of(one, one.EventDate, other, other.EventDate);

    /// <summary>Compares two readings, with the event days that all feeds of their transactions know.</summary>
    public static PairComparison Of(Reading one, DateOnly? oneEvent, Reading other, DateOnly? otherEvent)
    {
        var basis = (oneEvent, otherEvent) switch
        {
            (not null, not null) => DayBasis.Events,
            (not null, null) => DayBasis.EventToStatement,
            (null, not null) => DayBasis.StatementToEvent,
            _ => DayBasis.Statements,
        };
        var from = basis is DayBasis.Events or DayBasis.EventToStatement ? oneEvent!.Value : one.Date;
        var to = basis is DayBasis.Events or DayBasis.StatementToEvent ? otherEvent!.Value : other.Date;
        return new PairComparison(
            CompareText(one, other),
            CompareNumbers(one.Traits, other.Traits),
            ComparePlaces(one.Traits, other.Traits),
            basis,
            to.DayNumber - from.DayNumber,
            other.Date.DayNumber - one.Date.DayNumber
        );
    }

    private static TextLevel CompareText(Reading one, Reading other)
    {
        var (ours, theirs) = (one.Traits, other.Traits);
        if (ours.Description.SequenceEqual(theirs.Description))
        {
            return TextLevel.Same;
        }

        if (
            (one.MerchantEntityId is { Length: > 0 } entity && entity == other.MerchantEntityId)
            || (!ours.MerchantName.IsEmpty && ours.MerchantName.SequenceEqual(theirs.MerchantName))
        )
        {
            return TextLevel.Merchant;
        }

        var (ourFirst, theirFirst) = (true, true);
        var (hasOurs, hasTheirs, shares) = (false, false, false);
        foreach (var our in ours.Tokens)
        {
            if (our.Kind != TokenKind.Word)
            {
                continue;
            }

            hasOurs = true;
            theirFirst = true;
            foreach (var their in theirs.Tokens)
            {
                if (their.Kind != TokenKind.Word)
                {
                    continue;
                }

                hasTheirs = true;
                if (Spelling.AreAlike(ours.LettersOf(our), theirs.LettersOf(their)))
                {
                    shares = true;
                    if (ourFirst || theirFirst || our.IsOfMerchantName || their.IsOfMerchantName)
                    {
                        return TextLevel.Merchant;
                    }
                }

                theirFirst = false;
            }

            ourFirst = false;
        }

        return shares ? TextLevel.Word
            : hasOurs && hasTheirs ? TextLevel.Differs
            : TextLevel.Unknown;
    }

    private static NumberLevel CompareNumbers(RecordTraits ours, RecordTraits theirs)
    {
        var (hasOurs, hasTheirs) = (ours.StoreNumber.Length > 0, theirs.StoreNumber.Length > 0);
        if (theirs.HasNumber(ours.StoreNumber) || ours.HasNumber(theirs.StoreNumber))
        {
            return NumberLevel.Agrees;
        }

        foreach (var their in theirs.Tokens)
        {
            hasTheirs |= their.Kind == TokenKind.Number;
        }

        foreach (var our in ours.Tokens)
        {
            if (our.Kind == TokenKind.Number)
            {
                hasOurs = true;
                if (theirs.HasNumber(ours.LettersOf(our)))
                {
                    return NumberLevel.Agrees;
                }
            }
        }

        return hasOurs && hasTheirs ? NumberLevel.Differs : NumberLevel.Unknown;
    }

    // Where only one has the field, the other's text may name the city; that it does not says nothing.
    private static PlaceLevel ComparePlaces(RecordTraits ours, RecordTraits theirs)
    {
        var (our, their) = (ours.City, theirs.City);
        return our.Length > 0 && their.Length > 0
            ? Overlap(our, their)
                ? PlaceLevel.Agrees
                : PlaceLevel.Differs
            : Overlap(our, theirs.Description) || Overlap(their, ours.Description)
                ? PlaceLevel.Agrees
                : PlaceLevel.Unknown;
    }

    private static bool Overlap(ReadOnlySpan<char> one, ReadOnlySpan<char> other) =>
        !one.IsEmpty
        && !other.IsEmpty
        && (one.Contains(other, StringComparison.Ordinal) || other.Contains(one, StringComparison.Ordinal));
}
