namespace Mingus.Streams;

/// <summary>
/// How often each phenomenon happens. The defaults are what was counted in the labelled training set ("like-train");
/// every one is an assumption about banks, not a measurement of any. "Rate" and "share" are probabilities from 0 to 1.
/// </summary>
public sealed record Rates
{
    // ---- who there is

    /// <summary>Households of two people, who then have a joint account.</summary>
    public double SecondPersonRate { get; init; } = 0.4;

    /// <summary>Joint accounts that the second person also sees through a connection of their own.</summary>
    public double JointSeenTwiceRate { get; init; } = 1;

    /// <summary>Households with an account in another currency at another bank.</summary>
    public double ForeignAccountRate { get; init; } = 0.5;

    /// <summary>The currency of a household.</summary>
    public Odds<string> HomeCurrency { get; init; } = Odds.Of(("USD", 1.0));

    /// <summary>The currency of the account in another currency.</summary>
    public Odds<string> ForeignCurrency { get; init; } = Odds.Of(("EUR", 1.0), ("GBP", 1.0));

    /// <summary>
    /// People with a second checking account at the same bank whose data resembles that of the first.
    /// </summary>
    public double LookAlikeAccountRate { get; init; }

    /// <summary>
    /// Card purchases of the first checking account that the look-alike has too: equal day, amount and merchant.
    /// </summary>
    public double LookAlikeEcho { get; init; } = 0.3;

    // ---- what they do

    /// <summary>All spending that is not a habit, as a multiple of the training set's.</summary>
    public double SpendingFactor { get; init; } = 1;

    /// <summary>People who buy one coffee of one price at one place on most working days.</summary>
    public double CoffeeHabitRate { get; init; } = 0.43;

    /// <summary>People who ride by one fare on most working days.</summary>
    public double TransitHabitRate { get; init; } = 0.57;

    /// <summary>Working days on which a coffee habit happens.</summary>
    public double CoffeeDayShare { get; init; } = 0.53;

    /// <summary>Working days on which a transit habit happens.</summary>
    public double TransitDayShare { get; init; } = 0.4;

    /// <summary>Days of a coffee habit with a second, equal coffee.</summary>
    public double CoffeeTwiceShare { get; init; } = 0.095;

    /// <summary>Days of a transit habit with a second, equal ride.</summary>
    public double TransitTwiceShare { get; init; } = 0.88;

    /// <summary>Online purchases made twice on one day, equally.</summary>
    public double OnlineTwiceShare { get; init; } = 0.06;

    /// <summary>Purchases of the account in another currency made twice on one day, equally.</summary>
    public double ForeignTwiceShare { get; init; } = 0.09;

    /// <summary>Subscriptions of each account, one merchant and price each.</summary>
    public Odds<int> Subscriptions { get; init; } =
        Odds.Of((0, 0.15), (1, 0.2), (2, 0.4), (3, 0.15), (4, 0.05), (5, 0.05));

    /// <summary>
    /// Subscriptions that have a sister: another merchant, the same price, the same day of the month.
    /// </summary>
    public double SamePriceSubscriptionRate { get; init; }

    /// <summary>Transfers from checking to savings a month, beyond the first.</summary>
    public double SecondTransferRate { get; init; } = 0.5;

    /// <summary>Salaries of which a part goes straight to savings.</summary>
    public double SplitDepositRate { get; init; } = 0.15;

    /// <summary>Restaurant bills to which a tip is added between pending and posted.</summary>
    public double TipShare { get; init; } = 0.7;

    /// <summary>Fuel purchases whose pending amount is a hold and not the price.</summary>
    public double FuelHoldShare { get; init; } = 0.82;

    /// <summary>The amounts of fuel holds, in hundredths of a dollar or what is worth as much.</summary>
    public Odds<int> FuelHold { get; init; } = Odds.Of((100, 0.38), (10000, 0.22), (12500, 0.2), (15000, 0.2));

    /// <summary>Purchases abroad whose amount changes with the exchange rate between pending and posted.</summary>
    public double ExchangeDriftShare { get; init; } = 0.66;

    /// <summary>Other card purchases whose amount changes by up to a tenth between pending and posted.</summary>
    public double AmountDriftRate { get; init; }

    /// <summary>Card purchases charged twice: equal in everything, both real.</summary>
    public double DoubleChargeRate { get; init; } = 0.005;

    /// <summary>
    /// Second charges that every feed delivers days after the first, though the balance has them at once.
    /// </summary>
    public double LateDoubleShare { get; init; } = 0.2;

    /// <summary>Days by which such a second charge comes late.</summary>
    public Odds<int> LateDoubleDays { get; init; } = Odds.Even(2, 5);

    /// <summary>Card purchases paid back 1 to 20 days later.</summary>
    public double RefundRate { get; init; } = 0.025;

    /// <summary>Card purchases taken back on the same days they were made.</summary>
    public double ReversalRate { get; init; } = 0.007;

    /// <summary>Fuel purchases of which a hold also stays that never becomes a transaction.</summary>
    public double DeadHoldRate { get; init; } = 0.055;

    /// <summary>Other card purchases tried once in vain before: a pending that never becomes a transaction.</summary>
    public double DeadPendingRate { get; init; }

    /// <summary>Days from a card purchase to its posting; what falls on a weekend posts on Monday.</summary>
    public Odds<int> CardLag { get; init; } = Odds.Of((0, 0.05), (1, 0.45), (2, 0.33), (3, 0.12), (4, 0.05));

    /// <summary>Days from a bill to its posting.</summary>
    public Odds<int> BillLag { get; init; } = Odds.Of((0, 0.77), (1, 0.23));

    // ---- who is connected to what

    /// <summary>Days after the stream's first day at which a bank is connected.</summary>
    public Odds<int> LinkDay { get; init; } = Odds.Even(36, 112);

    /// <summary>Days of history a connection brings.</summary>
    public Odds<int> HistoryDays { get; init; } = Odds.Of((30, 0.15), (90, 0.45), (180, 0.15), (365, 0.15), (730, 0.1));

    /// <summary>Banks that are linked again later: new item, new account ids, new transaction ids.</summary>
    public double RelinkRate { get; init; } = 0.5;

    /// <summary>Banks linked again that are linked a third time.</summary>
    public double ThirdLinkRate { get; init; }

    /// <summary>Re-links at which the old connection lives on for a while beside the new one.</summary>
    public double RelinkOverlapRate { get; init; } = 0.3;

    /// <summary>Re-linked cards that were replaced: the account is the same, its mask is new.</summary>
    public double CardReplacedRate { get; init; }

    /// <summary>Banks also connected through a second aggregator.</summary>
    public double SecondAggregatorRate { get; init; } = 0.17;

    /// <summary>Banks whose statement files are also imported.</summary>
    public double StatementFileRate { get; init; } = 0.28;

    /// <summary>Statement files that are OFX, with ids of the bank's; the others are CSV, without.</summary>
    public double OfxShare { get; init; } = 0.25;

    /// <summary>Imports of statement files a bank.</summary>
    public Odds<int> StatementFiles { get; init; } = Odds.Of((1, 0.4), (2, 0.6));

    /// <summary>Days a statement file covers; it ends on the day before the import.</summary>
    public Odds<int> StatementDays { get; init; } = Odds.Of((60, 1), (90, 1.5), (120, 1));

    /// <summary>Rows of CSV files dated a day later than they posted.</summary>
    public double CsvDateShift { get; init; } = 0.045;

    // ---- how records come

    /// <summary>Days between two updates of a connection.</summary>
    public Odds<int> SyncEveryDays { get; init; } = Odds.Of((1, 0.52), (2, 0.33), (3, 0.15));

    /// <summary>Updates after which a connection is silent for some days.</summary>
    public double OutageRate { get; init; } = 0.065;

    /// <summary>Days of such a silence.</summary>
    public Odds<int> OutageDays { get; init; } = Odds.Even(2, 7);

    /// <summary>Card purchases that the bank announces as pending, to all who look.</summary>
    public double CardPendingRate { get; init; } = 0.8;

    /// <summary>Other transactions that the bank announces as pending.</summary>
    public double OtherPendingRate { get; init; } = 0.28;

    /// <summary>Posted records that name their pending one, of the first aggregator.</summary>
    public double PendingLinkRate { get; init; } = 0.705;

    /// <summary>The same of the second aggregator.</summary>
    public double SecondAggregatorLinkRate { get; init; } = 0.12;

    /// <summary>
    /// Posted records with another amount than their pending one that name it, as a share of those that would.
    /// </summary>
    public double ChangedAmountLinkShare { get; init; } = 1;

    /// <summary>Posted records that name a pending record of another transaction.</summary>
    public double LyingLinkRate { get; init; }

    /// <summary>Pending records withdrawn in the update of their posted one, where that names them.</summary>
    public double LinkedPendingRemovedAtOnce { get; init; } = 0.905;

    /// <summary>The same where it does not name them.</summary>
    public double UnlinkedPendingRemovedAtOnce { get; init; } = 0.6;

    /// <summary>Pending records not withdrawn at once that are withdrawn some days later; the others stay.</summary>
    public double PendingRemovedLater { get; init; } = 0.48;

    /// <summary>Dead pending records that are withdrawn some day; the others stay.</summary>
    public double DeadPendingRemoved { get; init; } = 0.72;

    /// <summary>Days by which a posted date is moved in re-linked connections and the second aggregator.</summary>
    public Odds<int> DateShift { get; init; } = Odds.Of((-1, 0.025), (0, 0.855), (1, 0.083), (2, 0.037));

    /// <summary>The same in a first connection.</summary>
    public Odds<int> FirstLinkDateShift { get; init; } = Odds.Of((0, 1.0));

    /// <summary>
    /// Records of the second aggregator a day late because it counts in universal time; home currency only.
    /// </summary>
    public double UniversalTimeShift { get; init; } = 0.37;

    /// <summary>Records of card purchases that say when they were authorised.</summary>
    public double AuthorizedDateRate { get; init; } = 0.8;

    /// <summary>Posted records delivered again under a new id while the old one stays.</summary>
    public double ReemitRate { get; init; } = 0.0014;

    /// <summary>Posted records withdrawn and delivered again some days later.</summary>
    public double ReaddRate { get; init; } = 0.005;

    /// <summary>Of those, the ones that come back under a new id.</summary>
    public double ReaddNewIdShare { get; init; } = 0.6;

    /// <summary>Posted records first delivered with ten times their amount and corrected within two weeks.</summary>
    public double AmountGlitchRate { get; init; } = 0.0019;

    // ---- how records read

    /// <summary>Merchants that a first connection shows by their clean name instead of the bank's text.</summary>
    public double CleanNameRate { get; init; } = 0.25;

    /// <summary>The same in a re-linked connection.</summary>
    public double RelinkedCleanNameRate { get; init; } = 0.48;

    /// <summary>
    /// Records of the second aggregator with a clean name; the others carry the bank's text in its own style.
    /// </summary>
    public double SecondAggregatorCleanRate { get; init; } = 0.18;

    /// <summary>Merchants shown by their most usual name; the others by one of its variants.</summary>
    public double UsualNameRate { get; init; } = 0.6;

    /// <summary>Merchants that a connection does not recognise.</summary>
    public double UnknownMerchantRate { get; init; } = 0.08;

    /// <summary>Records without the merchant though the connection recognises it.</summary>
    public double MerchantLostRate { get; init; } = 0.065;

    /// <summary>Recognised merchants with an entity id.</summary>
    public double EntityRate { get; init; } = 0.9;

    /// <summary>Records with the store's number beside the text.</summary>
    public double StoreNumberRate { get; init; } = 0.3;

    /// <summary>Connections that give the bank's original text of posted records.</summary>
    public double OriginalTextRate { get; init; } = 0.38;

    /// <summary>Texts of pending records: 0 the bare text, 1 "PENDING - " and that, 2 the text as posted.</summary>
    public Odds<int> PendingText { get; init; } = Odds.Of((0, 0.5), (1, 0.25), (2, 0.25));

    /// <summary>Posted records whose text becomes the merchant's clean name later.</summary>
    public double EnrichRate { get; init; } = 0.037;

    /// <summary>Of those, the ones whose date also moves by a day.</summary>
    public double EnrichDateShare { get; init; } = 0.2;

    /// <summary>Posted records reported as modified without any change.</summary>
    public double IdleModificationRate { get; init; } = 0.007;

    /// <summary>Pending records whose text becomes the merchant's clean name later.</summary>
    public double PendingEnrichRate { get; init; } = 0.045;

    /// <summary>
    /// Which of the two lists of merchants and text habits is used: 0, or 1 for texts unlike the training set's.
    /// </summary>
    public int TextWorld { get; init; }
}
