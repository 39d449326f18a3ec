using Mingus.Ledger.Match.Evidence;

namespace Mingus.Ledger.Match;

/// <summary>What matching remembers of one feed of an account between updates.</summary>
public sealed record FeedMatchState
{
    /// <summary>Agreements from which on a balance may judge what content cannot: one may be chance, and a balance that
    /// lags or stands still never gets there.</summary>
    public const int AgreementsToJudge = 2;

    /// <summary>The oldest statement day of a posted record; null while there is none.</summary>
    public DateOnly? First { get; init; }

    /// <summary>The newest statement day of a posted record; null while there is none.</summary>
    public DateOnly? Last { get; init; }

    /// <summary>The day of the data of its last update.</summary>
    public DateOnly AsOf { get; init; }

    /// <summary>Minor units: the sum over the transactions that have a live posted record in the feed, each once, as
    /// the
    /// feed tells it.</summary>
    public long PostedSum { get; init; }

    /// <summary>Minor units: balance less <see cref="PostedSum"/> when the two were last known to agree, which is what
    /// the account held before the feed's history; null before the first balance.</summary>
    public long? Opening { get; init; }

    /// <summary>The day of the balance that <see cref="Opening"/> comes from.</summary>
    public DateOnly OpeningOn { get; init; }

    /// <summary>Minor units by which <see cref="Opening"/> was corrected though nothing explained it: a difference that
    /// came before the balance was known to follow the records, and stood. It stays in doubt.</summary>
    public long Unexplained { get; init; }

    /// <summary>Minor units by which the last balance exceeds what the feed's posted records explain; 0 when they
    /// agree.</summary>
    public long Off { get; init; }

    /// <summary>Since which day it has been off; null while it agrees.</summary>
    public DateOnly? OffSince { get; init; }

    /// <summary>Since which day it has been off by just that; null while it agrees.</summary>
    public DateOnly? OffStoodSince { get; init; }

    /// <summary>The day of the first balance that agreed with an earlier one; null while none has.</summary>
    public DateOnly? AgreedOn { get; init; }

    /// <summary>How many balances after the first have agreed, counted up to a few: a feed whose balance never moved
    /// with
    /// its records proves nothing.</summary>
    public int Agreements { get; init; }

    /// <summary>How often what the bank holds was the sum of the feed's pending records, counted up to a few, less the
    /// times when no choice of them explained it: some banks do not hold what they list.</summary>
    public int HoldAgreements { get; init; }

    /// <summary>Whether the feed's balance bears witness: it has agreed before and agrees now.</summary>
    public bool IsWitness => Agreements > 0 && Off == 0;

    /// <summary>Whether the feed's history covers a day, with some days to spare on either side.</summary>
    /// <param name="day">The day.</param>
    /// <param name="spare">Days to spare.</param>
    public bool Covers(DateOnly day, int spare) =>
        First is { } first
        && day.DayNumber - first.DayNumber >= spare
        && (IsWitness ? AsOf : Last!.Value).DayNumber - day.DayNumber >= spare;
}

/// <summary>A transaction that matching has not finished with, looked at again with every update of the
/// account.</summary>
/// <param name="Id">The transaction.</param>
/// <param name="FeedId">The feed whose record waits for a successor or a counterpart.</param>
/// <param name="Date">Its day, by which it is given up in the end.</param>
/// <param name="IsContradicted">Whether a feed whose balance agrees covers the day and does not tell of it: one of the
/// two
/// is wrong, which is a finding until it is resolved.</param>
/// <param name="MayBeRetold">Whether it repeats a record or is repeated, and the balance cannot judge yet.</param>
/// <param name="IsRival">Whether it is posted, and open only because it may follow a pending record of its feed: once
/// those have their posted ones, there is nothing left to ask.</param>
public readonly record struct UnsettledTransaction(
    TransactionId Id,
    FeedId FeedId,
    DateOnly Date,
    bool IsContradicted = false,
    bool MayBeRetold = false,
    bool IsRival = false
);

/// <summary>
/// What matching remembers of one account between updates: its size follows the number of feeds and of open questions,
/// never the length of history. Stored as JSON with the account.
/// </summary>
public sealed record AccountMatchState
{
    /// <summary>Of an account never matched.</summary>
    public static AccountMatchState Empty { get; } = new();

    public IReadOnlyDictionary<FeedId, FeedMatchState> Feeds { get; init; } = new Dictionary<FeedId, FeedMatchState>();

    /// <summary>What the data taught of each pair of feeds, the lower id first; a feed with itself for pending and
    /// posted.</summary>
    public IReadOnlyDictionary<(FeedId One, FeedId Other), PairRates> Rates { get; init; } =
        new Dictionary<(FeedId One, FeedId Other), PairRates>();

    public IReadOnlyList<UnsettledTransaction> Unsettled { get; init; } = [];

    /// <summary>What the account shows against its newest balance.</summary>
    public AccountBalanceState Account { get; init; } = new();
}
