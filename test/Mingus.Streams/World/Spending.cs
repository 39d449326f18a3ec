namespace Mingus.Streams.World;

/// <summary>What people buy from day to day. The numbers are purchases a day, counted in the training set.</summary>
internal sealed class Spending(Rates rates, Catalogue catalogue, Bank bank, Dice dice)
{
    private readonly Rates rates = rates;
    private readonly Catalogue catalogue = catalogue;
    private readonly Bank bank = bank;
    private readonly Dice dice = dice;

    private static readonly int[] CoffeePrices = [350, 450, 475, 500, 575, 595, 625];
    private static readonly int[] Fares = [275, 300];
    private static readonly int[] OnlinePrices = [999, 1499, 1999, 2499, 2999];
    private static readonly int[] ForeignPrices = [300, 360, 450, 540];
    private static readonly int[] CashAmounts = [2000, 4000, 6000, 10000];
    private static readonly int[] GiftAmounts = [1000, 2000, 2500, 4000, 5000];

    /// <summary>How a person shops: their habits, and which account pays.</summary>
    public Shopper Of(Person person, Account? joint)
    {
        var pays = joint is null
            ? Odds.Of((person.Checking, 0.38), (person.Card, 0.62))
            : Odds.Of((person.Checking, 0.36), (person.Card, 0.44), (joint, 0.2));
        var habits = new List<Habit>();
        if (dice.Chance(rates.CoffeeHabitRate))
        {
            var shares = (rates.CoffeeDayShare, rates.CoffeeTwiceShare);
            habits.Add(new Habit(dice.Of(pays), dice.Of(catalogue.Coffee), dice.Of(CoffeePrices), shares));
        }
        if (dice.Chance(rates.TransitHabitRate))
        {
            var shares = (rates.TransitDayShare, rates.TransitTwiceShare);
            habits.Add(new Habit(dice.Of(pays), dice.Of(catalogue.Transit), dice.Of(Fares), shares));
        }
        return new Shopper(this, person, pays, habits);
    }

    /// <summary>A day of the account in another currency.</summary>
    public IEnumerable<Transaction> Abroad(Account account, IReadOnlyList<Merchant> shops, DateOnly day)
    {
        if (!Happens(0.44))
            yield break;
        var price = dice.Chance(0.33) ? dice.Of(ForeignPrices) : dice.Between(180, 9000);
        foreach (var one in Twice(account, dice.Of(shops), price, day, rates.ForeignTwiceShare))
        {
            one.Tags = [$"currency_{account.Currency.Code}", .. one.Tags];
            yield return one;
        }
    }

    /// <summary>A purchase, and in this share of cases an equal one beside it.</summary>
    private List<Transaction> Twice(Account account, Merchant merchant, int price, DateOnly day, double share)
    {
        var first = bank.Card(account, merchant, price, day);
        if (!dice.Chance(share))
            return [first];
        first.Tags = [.. first.Tags, "same_day_repeat"];
        return [first, bank.Again(first, account, [.. first.Tags])];
    }

    private bool Happens(double perDay) => dice.Chance(perDay * rates.SpendingFactor);

    /// <summary>One thing of one price at one place, on many working days.</summary>
    internal sealed record Habit(Account Account, Merchant Merchant, int Price, (double Day, double Twice) Shares);

    /// <summary>One person's days.</summary>
    internal sealed class Shopper(Spending spending, Person person, Odds<Account> pays, List<Habit> habits)
    {
        private readonly Dice dice = spending.dice;

        public IEnumerable<Transaction> On(DateOnly day) => [.. Habits(day), .. Purchases(day), .. Cash(day)];

        private IEnumerable<Transaction> Habits(DateOnly day)
        {
            if (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
                yield break;
            foreach (var habit in habits.Where(habit => dice.Chance(habit.Shares.Day)))
            {
                var share = habit.Shares.Twice;
                foreach (var one in spending.Twice(habit.Account, habit.Merchant, habit.Price, day, share))
                {
                    one.Tags = ["daily_habit", .. one.Tags];
                    yield return one;
                }
            }
        }

        private IEnumerable<Transaction> Purchases(DateOnly day)
        {
            var shops = spending.catalogue;
            if (spending.Happens(0.37))
                yield return Buy(dice.Of(shops.Grocery), dice.Between(812, 18000), day);
            if (spending.Happens(0.23))
                yield return Buy(dice.Of(shops.Restaurant), dice.Between(1200, 11200), day);
            if (spending.Happens(0.13))
                yield return Buy(dice.Of(shops.Coffee), dice.Of(CoffeePrices), day);
            if (spending.Happens(0.11))
                yield return Buy(dice.Of(shops.Fuel), dice.Between(2000, 8500), day);
            if (!spending.Happens(0.3))
                yield break;
            var price = dice.Chance(0.36) ? dice.Of(OnlinePrices) : dice.Between(450, 22000);
            var merchant = dice.Of(shops.Online);
            foreach (var one in spending.Twice(dice.Of(pays), merchant, price, day, spending.rates.OnlineTwiceShare))
                yield return one;
        }

        private IEnumerable<Transaction> Cash(DateOnly day)
        {
            var currency = person.Checking.Currency;
            var shops = spending.catalogue;
            if (spending.Happens(0.06))
                yield return Other(shops.Cash, currency.Minor(dice.Of(CashAmounts)), day);
            if (spending.Happens(0.085))
                yield return Other(dice.Of(shops.Person), currency.Minor(dice.Of(GiftAmounts)), day);
        }

        private Transaction Buy(Merchant merchant, int price, DateOnly day) =>
            spending.bank.Card(dice.Of(pays), merchant, price, day);

        private Transaction Other(Merchant merchant, long minor, DateOnly day) =>
            spending.bank.Other(person.Checking, merchant, minor, day);
    }
}
