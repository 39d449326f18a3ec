namespace Mingus.Ledger.Match.Evidence;

/// <summary>
/// The weight of evidence that two readings describe one transaction: a sum of log-likelihood ratios, natural
/// logarithm, over amount, days, text and numbers (Fellegi and Sunter 1969; the fields taken as independent). The prior
/// odds are not in it: the caller's threshold and what it knows of coverage are.
/// </summary>
internal static class PairEvidence
{
    /// <summary>Days beyond which two records are not compared at all.</summary>
    public const int DaysMax = 10;

    /// <summary>
    /// What an equal amount is worth when nothing else near has it. It shrinks with the number of records that share
    /// the amount: four coffees of one price say little by their price.
    /// </summary>
    private const double AmountWorth = 4.6;

    // How often a chance pair reaches each level. Chance pairs of one amount are mostly the same habit at the same
    // merchant, so that an equal text says little; pairs of different amounts are mostly strangers.
    private static readonly double[] TextOfEqualAmounts = Logarithms([.25, .32, .05, .1, .28]);
    private static readonly double[] TextOfStrangers = Logarithms([.01, .04, .05, .15, .75]);
    private static readonly double[] NumberOfEqualAmounts = Logarithms([.08, .6, .32]);
    private static readonly double[] NumberOfStrangers = Logarithms([.02, .6, .38]);

    private static readonly double[] PlaceOfEqualAmounts = Logarithms([.55, .3, .15]);
    private static readonly double[] PlaceOfStrangers = Logarithms([.4, .3, .3]);

    private static double[] Logarithms(double[] shares) => [.. shares.Select(share => Math.Log(share))];

    /// <summary>The weight for two readings of one amount.</summary>
    /// <param name="pair">How they compare.</param>
    /// <param name="rates">The rates of their feeds.</param>
    /// <param name="rivals">How many readings of that amount are near on the busier side, at least 1.</param>
    public static double OfEqualAmounts(PairComparison pair, PairRates rates, int rivals) =>
        AmountWorth
        - Math.Log(Math.Max(1, rivals))
        + rates.WorthOfDays(pair)
        + rates.LogOfText(pair.Text)
        - TextOfEqualAmounts[(int)pair.Text]
        + rates.LogOfNumber(pair.Number)
        - NumberOfEqualAmounts[(int)pair.Number]
        + rates.LogOfPlace(pair.Place)
        - PlaceOfEqualAmounts[(int)pair.Place];

    /// <summary>The weight for a pending reading and a posted one of another amount.</summary>
    /// <param name="pair">How they compare.</param>
    /// <param name="rates">The rates of their feeds.</param>
    /// <param name="change">What the change of amount is worth, <see cref="AmountChange"/>.</param>
    public static double OfChangedAmounts(PairComparison pair, PairRates rates, double change) =>
        change
        + rates.WorthOfDays(pair)
        + rates.LogOfText(pair.Text)
        - TextOfStrangers[(int)pair.Text]
        + rates.LogOfNumber(pair.Number)
        - NumberOfStrangers[(int)pair.Number]
        + rates.LogOfPlace(pair.Place)
        - PlaceOfStrangers[(int)pair.Place];
}

/// <summary>
/// What it is worth that a posted amount differs from its pending one: tips raise it, fuel pumps and hotels hold a
/// round sum first, exchange rates move it a little. The ratio of how often matches do so to how often strangers do.
/// </summary>
internal static class AmountChange
{
    // Ratios in hundredths, so that they are compared exactly: a tip of just a half is one.
    private const int TipMax = 150;
    private const int RateMax = 6;
    private const int DriftMax = 12; // weighed goods, a part that was not in stock
    private const int OtherMin = 20;
    private const int OtherMax = 500;
    private const int HoldUnitsMin = 25;
    private const int HoldStep = 5;
    private const int SmallUnits = 10;
    private const double Tip = -0.6;
    private const double Rate = 1.0;
    private const double Drift = -0.6;
    private const double Hold = -1.2;
    private const double Other = -3.5;

    /// <summary>The worth, or null where no purchase changes so.</summary>
    public static double? Worth(Money pending, Money posted)
    {
        if (
            pending.Currency != posted.Currency
            || Math.Sign(pending.Minor) != Math.Sign(posted.Minor)
            || pending.Minor == 0
        )
        {
            return null;
        }

        // Amounts have at most sixteen digits: a hundred times one is no overflow.
        var (was, becomes) = (Math.Abs(pending.Minor), 100 * Math.Abs(posted.Minor));
        if (Math.Abs(becomes - 100 * was) <= RateMax * was)
        {
            return Rate;
        }

        return Math.Abs(becomes - 100 * was) <= DriftMax * was ? Drift
            : IsHold(was, pending.Currency) ? Hold
            : becomes > 100 * was && becomes <= TipMax * was ? Tip
            : becomes > OtherMin * was && becomes < OtherMax * was ? Other
            : null;
    }

    // A unit or less ("is the card good?"), ten where units are small, or a round sum that a pump or a hotel reserves.
    private static bool IsHold(long minor, Currency currency)
    {
        var unit = currency.MinorPerUnit;
        return minor <= unit
            || minor == SmallUnits * unit
            || (minor >= HoldUnitsMin * unit && minor % (HoldStep * unit) == 0);
    }
}
