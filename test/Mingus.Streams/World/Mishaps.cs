namespace Mingus.Streams.World;

/// <summary>What goes wrong or is taken back: second charges, refunds, reversals, holds that come to nothing.</summary>
internal sealed class Mishaps(Rates rates, Catalogue catalogue, Bank bank, Dice dice)
{
    private static readonly int[] DeadHolds = [100, 5000, 5000, 5000, 15000, 15000, 20000];

    public IEnumerable<Transaction> Of(IReadOnlyList<Transaction> purchases)
    {
        // What goes wrong is added to the list the caller reads from, so it must not be read while it grows.
        List<Transaction> all = [.. purchases.Where(one => one.Merchant.Kind.IsCard).SelectMany(After)];
        return all;
    }

    private IEnumerable<Transaction> After(Transaction one)
    {
        if (one.Merchant.Kind != Kind.Instalment)
        {
            if (dice.Chance(rates.DoubleChargeRate))
                yield return Double(one);
            if (dice.Chance(rates.RefundRate))
            {
                var day = one.Authorized.AddDays(dice.Between(1, 20));
                yield return bank.Back(one, day, bank.PostsNextDay(day), "refund");
            }
            if (dice.Chance(rates.ReversalRate))
                yield return bank.Back(one, one.Authorized, one.Posted, "reversal");
        }
        if (one.Merchant.Kind == Kind.Fuel && dice.Chance(rates.DeadHoldRate))
        {
            var hold = one.Account.Currency.Minor(dice.Of(DeadHolds));
            yield return bank.Dead(one.Account, dice.Of(catalogue.Fuel), hold, one.Authorized);
        }
        else if (dice.Chance(rates.DeadPendingRate))
        {
            yield return bank.Dead(one.Account, one.Merchant, one.PendingMinor, one.Authorized);
        }
    }

    private Transaction Double(Transaction one)
    {
        one.Tags = [.. one.Tags, "double_charge"];
        if (!dice.Chance(rates.LateDoubleShare))
            return bank.SecondCharge(one, 0, [.. one.Tags]);
        return bank.SecondCharge(one, dice.Of(rates.LateDoubleDays), [.. one.Tags, "late_double_charge"]);
    }
}
