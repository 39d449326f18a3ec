namespace Mingus.Streams;

/// <summary>The named mixes of rates.</summary>
public static class Mixes
{
    private static readonly Dictionary<string, Rates> ByName = new(StringComparer.Ordinal)
    {
        ["like-train"] = new Rates(),
        ["relink"] = new Rates { RelinkRate = 1 },
        ["clean"] = Clean(),
        ["shifted"] = Shifted(),
        ["adversarial"] = Adversarial(),
    };

    /// <summary>All names.</summary>
    public static IReadOnlyCollection<string> Names => ByName.Keys;

    /// <summary>The rates of a mix.</summary>
    /// <exception cref="ArgumentException">There is no such mix.</exception>
    public static Rates Of(string name) =>
        ByName.TryGetValue(name, out var rates)
            ? rates
            : throw new ArgumentException($"no such mix: {name}; there are {string.Join(", ", Names)}", nameof(name));

    /// <summary>
    /// One connection a bank and nothing delivered twice. Twins, second charges and pending records remain.
    /// </summary>
    private static Rates Clean() =>
        new()
        {
            RelinkRate = 0,
            SecondAggregatorRate = 0,
            StatementFileRate = 0,
            JointSeenTwiceRate = 0,
            ReemitRate = 0,
            ReaddRate = 0,
        };

    /// <summary>All rates far from the training set's, with other currencies, texts, dates and rhythms.</summary>
    private static Rates Shifted() =>
        new()
        {
            TextWorld = 1,
            HomeCurrency = Odds.Of(("EUR", 0.4), ("JPY", 0.25), ("KWD", 0.2), ("SEK", 0.15)),
            ForeignCurrency = Odds.Of(("JPY", 0.4), ("KWD", 0.4), ("CHF", 0.2)),
            SecondPersonRate = 0.6,
            ForeignAccountRate = 0.7,
            CoffeeHabitRate = 0.7,
            TransitHabitRate = 0.35,
            CoffeeTwiceShare = 0.25,
            OnlineTwiceShare = 0.12,
            TipShare = 0.3,
            FuelHoldShare = 0.4,
            AmountDriftRate = 0.03,
            DoubleChargeRate = 0.012,
            LateDoubleShare = 0.4,
            RefundRate = 0.05,
            DeadPendingRate = 0.01,
            CardLag = Odds.Of((0, 0.25), (1, 0.2), (2, 0.2), (3, 0.2), (5, 0.15)),
            RelinkRate = 0.75,
            RelinkOverlapRate = 0.5,
            SecondAggregatorRate = 0.35,
            StatementFileRate = 0.4,
            OfxShare = 0.6,
            CsvDateShift = 0.2,
            SyncEveryDays = Odds.Of((1, 0.3), (2, 0.2), (4, 0.3), (6, 0.2)),
            OutageRate = 0.03,
            CardPendingRate = 0.6,
            OtherPendingRate = 0.5,
            PendingLinkRate = 0.4,
            SecondAggregatorLinkRate = 0.5,
            ChangedAmountLinkShare = 0.5,
            LinkedPendingRemovedAtOnce = 0.7,
            UnlinkedPendingRemovedAtOnce = 0.45,
            PendingRemovedLater = 0.7,
            DateShift = Odds.Of((-2, 0.06), (-1, 0.12), (0, 0.6), (1, 0.12), (2, 0.06), (3, 0.04)),
            FirstLinkDateShift = Odds.Of((0, 0.93), (1, 0.05), (-1, 0.02)),
            UniversalTimeShift = 0.1,
            AuthorizedDateRate = 0.4,
            ReemitRate = 0.005,
            ReaddRate = 0.012,
            ReaddNewIdShare = 0.85,
            AmountGlitchRate = 0.004,
            CleanNameRate = 0.6,
            RelinkedCleanNameRate = 0.2,
            SecondAggregatorCleanRate = 0.6,
            UsualNameRate = 0.3,
            UnknownMerchantRate = 0.3,
            MerchantLostRate = 0.15,
            EntityRate = 0.6,
            StoreNumberRate = 0.1,
            OriginalTextRate = 0.1,
            EnrichRate = 0.1,
            PendingText = Odds.Of((0, 0.3), (1, 0.6), (2, 0.1)),
        };

    /// <summary>What is rare elsewhere is common here: every trap for a matcher, all together.</summary>
    private static Rates Adversarial() =>
        new()
        {
            SecondPersonRate = 0.7,
            LookAlikeAccountRate = 0.6,
            CoffeeHabitRate = 0.9,
            CoffeeDayShare = 0.85,
            CoffeeTwiceShare = 0.3,
            OnlineTwiceShare = 0.2,
            ForeignTwiceShare = 0.25,
            SamePriceSubscriptionRate = 0.6,
            SecondTransferRate = 0.9,
            TipShare = 0.9,
            FuelHoldShare = 0.95,
            AmountDriftRate = 0.05,
            DoubleChargeRate = 0.03,
            LateDoubleShare = 0.6,
            LateDoubleDays = Odds.Even(2, 14),
            RefundRate = 0.05,
            ReversalRate = 0.03,
            DeadHoldRate = 0.2,
            DeadPendingRate = 0.03,
            RelinkRate = 0.7,
            ThirdLinkRate = 0.4,
            RelinkOverlapRate = 0.5,
            CardReplacedRate = 0.7,
            SecondAggregatorRate = 0.35,
            StatementFileRate = 0.5,
            OfxShare = 0.5,
            PendingLinkRate = 0.5,
            ChangedAmountLinkShare = 0.3,
            LyingLinkRate = 0.04,
            UnlinkedPendingRemovedAtOnce = 0.4,
            ReemitRate = 0.01,
            ReaddRate = 0.02,
            AmountGlitchRate = 0.005,
        };
}
