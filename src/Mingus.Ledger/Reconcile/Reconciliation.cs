using Mingus.Ledger.Match;

namespace Mingus.Ledger.Reconcile;

/// <summary>Whether an account's balance agrees with its transactions, as far as it is known.</summary>
/// <param name="State">Agrees, off, or unknown.</param>
/// <param name="Difference">By how much the balance exceeds what the transactions explain; null unless it is
/// off.</param>
/// <param name="Since">Since which day; null unless it is off.</param>
/// <param name="Why">Why it is not known, in words; null when it is.</param>
public sealed record Reconciliation(BalanceState State, Money? Difference, DateOnly? Since, string? Why)
{
    /// <summary>The account's reconciliation: off as soon as one of its feeds is, or what all of them show
    /// together.</summary>
    /// <param name="state">What matching remembers of the account; null before its first update.</param>
    /// <param name="currency">The account's currency.</param>
    public static Reconciliation Of(AccountMatchState? state, Currency currency)
    {
        var feeds = state?.Feeds.Values.OrderByDescending(static feed => feed.AsOf).ToList() ?? [];
        if (feeds.Find(feed => IsInDoubt(feed, state!.Account)) is { } off)
        {
            return new Reconciliation(BalanceState.Off, new Money(off.Off, currency), off.OffSince, Why: null);
        }

        if (state?.Account is { IsOff: true } account)
        {
            return new Reconciliation(BalanceState.Off, new Money(account.Off, currency), account.OffSince, Why: null);
        }

        return feeds.Exists(static feed => feed.Agreements > 0)
            ? new Reconciliation(BalanceState.Agrees, Difference: null, Since: null, Why: null)
            : new Reconciliation(
                BalanceState.Unknown,
                Difference: null,
                Since: null,
                feeds.Exists(static feed => feed.Opening is not null)
                    ? "A second balance is needed to compare with the first."
                    : "No balance came with the transactions yet."
            );
    }

    /// <summary>Whether a feed's difference puts the account's sum in doubt. A balance that has never agreed proves
    /// nothing: a statement's is often of another day than its rows. What one feed lacks another may tell: where all
    /// that is shown agrees with a balance newer than the difference, nothing is missing.</summary>
    /// <param name="feed">The feed, as matching remembers it.</param>
    /// <param name="account">What its account shows against the newest balance.</param>
    public static bool IsInDoubt(FeedMatchState feed, AccountBalanceState account) =>
        feed is { Off: not 0, Agreements: > 0 }
        && (account.Off != 0 || account.JudgedOn is not { } judged || judged <= (feed.OffStoodSince ?? feed.AsOf));
}
