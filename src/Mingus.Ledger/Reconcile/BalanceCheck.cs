// Reconcile: can the numbers be believed, and do they agree?
//   BalanceCheck   whether a provider's balance is fit to be shown and to bear witness
// A balance that cannot be believed never replaces one that was: the last good one stays, with its age.
// The check takes values and returns values; it never throws for what a provider sent.
// What posted transactions explain of a change in balance joins this room as further checks.

using Mingus.Ledger.Plan;

namespace Mingus.Ledger.Reconcile;

/// <summary>What a provider's balance is worth.</summary>
public abstract record BalanceVerdict
{
    private BalanceVerdict() { }

    /// <summary>Believed, as a snapshot to keep if it says something new.</summary>
    public sealed record Believed(BalanceSnapshot Snapshot) : BalanceVerdict;

    /// <summary>The provider says that it does not know. No snapshot, and nothing is wrong.</summary>
    public sealed record DeclaredUnknown : BalanceVerdict;

    /// <summary>Not believed: the field at fault and why, for a person.</summary>
    public sealed record Refused(string Field, string Reason) : BalanceVerdict;
}

/// <summary>A balance as it came, with what is needed to judge it.</summary>
/// <param name="Feed">The feed it came through, with its account and last balances.</param>
/// <param name="Balance">What the provider said.</param>
/// <param name="Source">How it was asked for.</param>
/// <param name="CameWithUpdate">Whether it came on the last page of an update about to be committed.</param>
/// <param name="RecordedAt">Now.</param>
/// <param name="DataAsOf">When the provider last read the bank; null when not known.</param>
public sealed record BalanceClaim(
    FeedState Feed,
    ProviderBalance Balance,
    BalanceSource Source,
    bool CameWithUpdate,
    DateTimeOffset RecordedAt,
    DateTimeOffset? DataAsOf
);

/// <summary>
/// Judges a balance, first rule that fails, in this order: readable; in a stated currency; in the account's currency;
/// with a current balance (none and no other number: declared unknown); a limit not below zero; not from the future;
/// not older than what the same source said before; plausible for the kind of account.
/// </summary>
public static class BalanceCheck
{
    /// <summary>How far a stated moment may lie ahead of ours: clocks and time zones of banks differ, by up to a
    /// day.</summary>
    public static readonly TimeSpan AheadMax = TimeSpan.FromDays(1);

    /// <summary>A card that owes more than this many times its limit is an amount misread, not a debt.</summary>
    public const int OwedLimitsMax = 20;

    /// <summary>The verdict.</summary>
    public static BalanceVerdict Of(BalanceClaim claim)
    {
        var balance = claim.Balance;
        if (balance.Unreadable is { } unreadable)
        {
            return new BalanceVerdict.Refused(unreadable.Field, unreadable.Reason);
        }

        if (RefusedCurrency(balance, claim.Feed.Account.Currency) is { } reason)
        {
            return new BalanceVerdict.Refused("currency", reason);
        }

        if (balance.Current is not { } current)
        {
            return balance.Available is null && balance.Limit is null
                ? new BalanceVerdict.DeclaredUnknown()
                : new BalanceVerdict.Refused("current", "it gives other numbers but not the balance itself");
        }

        if (RefusedTime(claim) is { } time)
        {
            return new BalanceVerdict.Refused("as_of", time);
        }

        return RefusedLimit(claim.Feed.Account.Kind, current, balance.Limit) is { } limit
            ? new BalanceVerdict.Refused("limit", limit)
            : new BalanceVerdict.Believed(Snapshot(claim, current));
    }

    // Never defaulted: a balance in no currency is no amount, and one in another currency is another account's.
    private static string? RefusedCurrency(ProviderBalance balance, Currency ofAccount)
    {
        if (balance.Currency is not { } currency)
        {
            return "it states no currency";
        }

        if (currency != ofAccount)
        {
            return $"it is in {currency} while the account is in {ofAccount}";
        }

        Money?[] numbers = [balance.Current, balance.Available, balance.Limit];
        return Array.Exists(numbers, number => number is { } money && money.Currency != currency)
            ? "its numbers are in different currencies"
            : null;
    }

    private static string? RefusedTime(BalanceClaim claim)
    {
        if (claim.Balance.AsOf is not { } asOf)
        {
            return null;
        }

        if (asOf > claim.RecordedAt + AheadMax)
        {
            return "it claims to be from the future";
        }

        return new[] { claim.Feed.LastBalance, claim.Feed.LastWithUpdate }.Any(last =>
            last is not null && last.Source == claim.Source && asOf < last.AsOf
        )
            ? "it is older than the balance known already"
            : null;
    }

    private static string? RefusedLimit(AccountKind kind, Money current, Money? limit)
    {
        if (limit is not { } of)
        {
            return null;
        }

        if (of.Minor < 0)
        {
            return "the limit is below zero";
        }

        return kind == AccountKind.Credit && of.Minor > 0 && -current.Minor / OwedLimitsMax > of.Minor
            ? $"more than {OwedLimitsMax} times the limit is owed"
            : null;
    }

    private static BalanceSnapshot Snapshot(BalanceClaim claim, Money current)
    {
        var bankRead = claim.Source == BalanceSource.Live ? claim.RecordedAt : claim.DataAsOf ?? claim.RecordedAt;
        return new BalanceSnapshot(
            claim.Feed.Account.Id,
            claim.Feed.Feed.Id,
            current,
            claim.Balance.Available,
            claim.Balance.Limit,
            AsOf: claim.Balance.AsOf ?? bankRead,
            RecordedAt: claim.RecordedAt,
            claim.Source,
            claim.CameWithUpdate
        );
    }
}
