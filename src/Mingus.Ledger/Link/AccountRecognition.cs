using Mingus.Ledger.Match;
using Mingus.Ledger.Normalize;
using Mingus.Ledger.Plan;

namespace Mingus.Ledger.Link;

/// <summary>A feed whose account may be known already.</summary>
/// <param name="Feed">The feed and the account it got when it was first seen.</param>
/// <param name="InstitutionId">The bank.</param>
/// <param name="Records">Its newest live records, at most <see cref="AccountRecognition.SampleMax"/>.</param>
public sealed record FeedToRecognise(FeedState Feed, string InstitutionId, IReadOnlyList<LedgerRecord> Records);

/// <summary>An account that the feed may show.</summary>
/// <param name="Account">The account.</param>
/// <param name="Feeds">Its feeds, each with the bank it is of.</param>
/// <param name="Days">The days its records reach over, both included; null when it has none.</param>
/// <param name="Records">Those of its live records that <see cref="AccountRecognition.ProbesOf"/> named.</param>
public sealed record CandidateAccount(
    Account Account,
    IReadOnlyList<(Feed Feed, string InstitutionId)> Feeds,
    DateInterval? Days,
    IReadOnlyList<LedgerRecord> Records
);

/// <summary>Which account a feed shows, as far as the evidence goes.</summary>
public abstract record RecognitionResult
{
    private RecognitionResult() { }

    /// <summary>Certain enough to link without asking.</summary>
    public sealed record Same(Account Account, double Score, IReadOnlyList<string> Reasons) : RecognitionResult;

    /// <summary>Likely: a person is asked.</summary>
    public sealed record Likely(Account Account, double Score, IReadOnlyList<string> Reasons) : RecognitionResult;

    /// <summary>Nothing speaks for any of them.</summary>
    public sealed record Unknown : RecognitionResult;
}

/// <summary>
/// Recognises the account behind a new feed: by the bank's persistent id, else by what both say of themselves and,
/// above all, by the transactions both tell of. A score is a sum of log-likelihood ratios (Fellegi and Sunter, 1969).
/// Two accounts of one person share a mask or a name now and then, but not their transactions; so without a persistent
/// id only shared transactions make certain.
/// </summary>
public static class AccountRecognition
{
    /// <summary>So many records are compared at most: more prove nothing more.</summary>
    public const int SampleMax = 200;

    /// <summary>Days by which two feeds may date one transaction differently.</summary>
    public const int DaysApartMax = 3;

    /// <summary>From here on the accounts are the same: odds of a million to one.</summary>
    private const double CertainFrom = 14;

    /// <summary>From here on a person is asked.</summary>
    private const double LikelyFrom = 3;

    /// <summary>Shared transactions without which nothing but a persistent id makes certain.</summary>
    private const int SharedMin = 8;

    /// <summary>Different amounts that accounts with other last digits must share to be one for certain, of one bank:
    /// a card that was replaced. Two savings accounts get the same standing order every month.</summary>
    private const int SharedAmountsMin = 8;

    /// <summary>How far the best must be ahead of the second to be certain.</summary>
    private const double LeadMin = 6;

    // Probability that a record is told by another feed of its account, and by a feed of another account: a fare of one
    // price is paid from two cards, a salary comes to one account.
    private const double SharedIfSame = 0.9;
    private const double SharedIfOther = 0.06;

    // The prior: an account that is seen twice among those of one kind and currency.
    private const double Prior = -1;
    private const double SharedScoreMax = 40;
    private const double PersistentIdSame = 20;
    private const double PersistentIdOther = -12;
    private const double MaskSame = 3;
    private const double MaskOther = -2;
    private const double BankSame = 1;
    private const double BankOther = -1;
    private const double NameSame = 1;
    private const double SubtypeOther = -3;

    /// <summary>Which of the candidate's records to load: those that the sample's may be.</summary>
    public static IReadOnlyList<AmountProbe> ProbesOf(FeedToRecognise feed) =>
        [
            .. feed
                .Records.Where(IsPosted)
                .Select(record => (record.Content.Amount.Minor, record.Content.Date))
                .Distinct()
                .Select(record => new AmountProbe(
                    record.Minor,
                    record.Date.AddDays(-DaysApartMax),
                    record.Date.AddDays(DaysApartMax)
                )),
        ];

    /// <summary>Whether an account can be the feed's at all: of one kind and currency, and not shown by the feed's own
    /// connection already, which lists each account once.</summary>
    public static bool IsPossible(FeedState feed, Account account, IEnumerable<Feed> feeds) =>
        account.Id != feed.Account.Id
        && account.Kind == feed.Account.Kind
        && account.Currency == feed.Account.Currency
        && !feeds.Any(other => other.ConnectionId == feed.Feed.ConnectionId && other.GoneSince is null);

    /// <summary>The account the feed shows, as far as the evidence goes.</summary>
    public static RecognitionResult Of(FeedToRecognise feed, IReadOnlyList<CandidateAccount> candidates)
    {
        var judged = candidates
            .Select(candidate => (Candidate: candidate, Evidence: Weigh(feed, candidate)))
            .OrderByDescending(pair => pair.Evidence.Score)
            .ThenBy(pair => pair.Candidate.Account.Id.Value)
            .ToList();
        if (judged is not [var best, .. var others] || best.Evidence.Score < LikelyFrom)
        {
            return new RecognitionResult.Unknown();
        }

        var (account, score, reasons) = (best.Candidate.Account, best.Evidence.Score, best.Evidence.Reasons);
        var leads = others.Count == 0 || score - others[0].Evidence.Score >= LeadMin;
        return best.Evidence.IsCertain && leads
            ? new RecognitionResult.Same(account, score, reasons)
            : new RecognitionResult.Likely(account, score, reasons);
    }

    private static (double Score, bool IsCertain, IReadOnlyList<string> Reasons) Weigh(
        FeedToRecognise feed,
        CandidateAccount candidate
    )
    {
        var score = Prior;
        var reasons = new List<string>();
        var persistent = candidate
            .Feeds.Where(other => other.InstitutionId == feed.InstitutionId)
            .Select(other => other.Feed.PersistentAccountId)
            .OfType<string>()
            .ToHashSet(StringComparer.Ordinal);
        var isSameId = feed.Feed.Feed.PersistentAccountId is { } id && persistent.Contains(id);
        if (isSameId)
        {
            Count(PersistentIdSame, "the bank gives both the same lasting id");
        }
        else if (feed.Feed.Feed.PersistentAccountId is not null && persistent.Count > 0)
        {
            Count(PersistentIdOther, "the bank gives them different lasting ids");
        }

        var alike = Describe(feed, candidate, Count);
        var (shared, compared, amounts) = Shared(feed, candidate);
        var ratio = Math.Clamp(
            (shared * Math.Log(SharedIfSame / SharedIfOther))
                + ((compared - shared) * Math.Log((1 - SharedIfSame) / (1 - SharedIfOther))),
            -SharedScoreMax,
            SharedScoreMax
        );
        if (compared > 0)
        {
            Count(ratio, $"{shared} of {compared} transactions of the days that both cover are told by both");
        }

        var isShared = shared >= SharedMin && (alike.Mask || (alike.Bank && amounts >= SharedAmountsMin));
        return (score, score >= CertainFrom && (isSameId || isShared), reasons);

        void Count(double weight, string reason)
        {
            score += weight;
            reasons.Add(reason);
        }
    }

    // Whether the bank is the same, and whether the last digits are, or at least not known to differ.
    private static (bool Bank, bool Mask) Describe(
        FeedToRecognise feed,
        CandidateAccount candidate,
        Action<double, string> count
    )
    {
        var isSameBank = candidate.Feeds.Any(other => other.InstitutionId == feed.InstitutionId);
        count(
            isSameBank ? BankSame : BankOther,
            isSameBank ? "they are of the same bank" : "they are of different banks"
        );
        var masks = candidate.Feeds.Select(other => other.Feed.Mask).OfType<string>().ToList();
        var isSame = true;
        if (feed.Feed.Feed.Mask is { } mask && masks.Count > 0)
        {
            isSame = masks.Contains(mask, StringComparer.Ordinal);
            count(isSame ? MaskSame : MaskOther, isSame ? "the last digits are the same" : "the last digits differ");
        }

        var name = CanonicalText.Of(feed.Feed.Feed.Name);
        if (candidate.Feeds.Any(other => CanonicalText.Of(other.Feed.Name) == name))
        {
            count(NameSame, "the bank names them alike");
        }

        if (
            feed.Feed.Account.Subtype is { } subtype
            && candidate.Account.Subtype is { } other
            && !string.Equals(subtype, other, StringComparison.OrdinalIgnoreCase)
        )
        {
            count(SubtypeOther, "they are accounts of different types");
        }

        return (isSameBank, isSame);
    }

    // One to one: k coffees of one price answer k coffees. Only days that both cover are compared.
    private static (int Shared, int Compared, int Amounts) Shared(FeedToRecognise feed, CandidateAccount candidate)
    {
        if (candidate.Days is not { } days)
        {
            return (0, 0, 0);
        }

        var theirs = candidate
            .Records.Where(IsPosted)
            .GroupBy(record => record.Content.Amount)
            .ToDictionary(group => group.Key, group => group.Select(record => record.Content.Date).Order().ToList());
        var (shared, compared) = (0, 0);
        var amounts = new HashSet<Money>();
        foreach (var record in feed.Records.Where(IsPosted).OrderBy(record => record.Content.Date))
        {
            var date = record.Content.Date;
            if (date < days.From.AddDays(DaysApartMax) || date > days.To.AddDays(-DaysApartMax))
            {
                continue;
            }

            compared++;
            if (theirs.TryGetValue(record.Content.Amount, out var dates))
            {
                var at = dates.FindIndex(other => Math.Abs(other.DayNumber - date.DayNumber) <= DaysApartMax);
                if (at >= 0)
                {
                    dates.RemoveAt(at);
                    shared++;
                    amounts.Add(record.Content.Amount);
                }
            }
        }

        return (shared, compared, amounts.Count);
    }

    private static bool IsPosted(LedgerRecord record) => record is { IsLive: true, Content.IsPending: false };
}
