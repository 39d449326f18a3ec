namespace Mingus.Streams.World;

/// <summary>
/// What comes by the calendar: salaries, rent, transfers, subscriptions, instalments, journeys, fees.
/// </summary>
internal sealed class Routine(Rates rates, Catalogue catalogue, Bank bank, Dice dice, DateOnly from, int days)
{
    private static readonly int[] SubscriptionPrices = [499, 999, 1099, 1199, 1549, 1999];
    private static readonly int[] SavingAmounts = [10000, 20000, 25000, 50000];
    private const int InstalmentCount = 4;
    private const int InstalmentDays = 14;
    private const int JourneyDays = 5;
    private const double WeeklyPay = 0.2;

    public IEnumerable<Transaction> Of(Person person, Account? joint)
    {
        List<Account> paying = joint is null ? [person.Checking, person.Card] : [person.Checking, person.Card, joint];
        IEnumerable<Transaction> all =
        [
            .. Salary(person),
            .. Bills(joint ?? person.Checking),
            .. Transfers(person),
            .. Fees(person),
            .. paying.SelectMany(Subscriptions),
            .. Instalments(paying),
            .. Journeys(person.Card),
        ];
        return all.Where(one => one.Authorized >= from);
    }

    private IEnumerable<Transaction> Salary(Person person)
    {
        var employer = dice.Of(catalogue.Salary);
        var every = dice.Chance(WeeklyPay) ? 7 : 14;
        var pay = person.Checking.Currency.Minor(dice.Between(75_000, 330_000));
        long? part = dice.Chance(rates.SplitDepositRate) ? person.Checking.Currency.Minor(40_222) : null;
        // Salaries come on working days.
        var first = from.AddDays((8 - (int)from.DayOfWeek) % 7 + dice.Between(0, 4));
        for (var day = first; day < from.AddDays(days); day = day.AddDays(every))
        {
            yield return bank.Other(person.Checking, employer, -pay, day, "payroll");
            if (part is { } minor)
                yield return bank.Other(person.Savings, employer, -minor, day, "payroll", "split_deposit");
        }
    }

    private IEnumerable<Transaction> Bills(Account account)
    {
        var rent = account.Currency.Minor(dice.Between(100_000, 290_000));
        foreach (var month in Months())
        {
            yield return bank.Other(account, catalogue.Rent, rent, month, "subscription");
            var energy = account.Currency.Minor(dice.Between(4100, 19_000));
            yield return bank.Other(account, catalogue.Energy, energy, month.AddDays(11));
        }
    }

    private IEnumerable<Transaction> Transfers(Person person)
    {
        foreach (var month in Months())
        {
            foreach (var one in Save(person, month.AddDays(4)))
                yield return one;
            if (dice.Chance(rates.SecondTransferRate))
            {
                foreach (var one in Save(person, month.AddDays(19)))
                    yield return one;
            }
            var owed = person.Card.Currency.Minor(dice.Between(20_000, 160_000));
            var day = month.AddDays(21);
            yield return bank.Other(person.Checking, catalogue.PaysCard, owed, day, "own_transfer");
            yield return bank.Other(person.Card, catalogue.CardPaid, -owed, day, "own_transfer");
        }
    }

    private IEnumerable<Transaction> Save(Person person, DateOnly day)
    {
        var minor = person.Checking.Currency.Minor(dice.Of(SavingAmounts));
        yield return bank.Other(person.Checking, catalogue.ToSavings, minor, day, "own_transfer");
        yield return bank.Other(person.Savings, catalogue.FromChecking, -minor, day, "own_transfer");
    }

    private IEnumerable<Transaction> Fees(Person person)
    {
        foreach (var month in Months())
        {
            var day = month.AddDays(27);
            yield return bank.Other(person.Checking, catalogue.NoFee, 0, day, "zero_amount");
            var interest = person.Savings.Currency.Minor(dice.Between(100, 4000));
            yield return bank.Other(person.Savings, catalogue.Interest, -interest, day);
        }
    }

    private IEnumerable<Transaction> Subscriptions(Account account)
    {
        var count = dice.Of(rates.Subscriptions);
        for (var i = 0; i < count; i++)
        {
            var price = dice.Of(SubscriptionPrices);
            var day = dice.Between(0, 27);
            var number = dice.Between(0, catalogue.Subscription.Count - 1);
            var merchants = new List<Merchant> { catalogue.Subscription[number] };
            if (dice.Chance(rates.SamePriceSubscriptionRate))
                merchants.Add(catalogue.Subscription[(number + 1) % catalogue.Subscription.Count]);
            foreach (var month in Months())
            {
                foreach (var merchant in merchants)
                    yield return bank.Card(account, merchant, price, month.AddDays(day), "subscription");
            }
        }
    }

    private IEnumerable<Transaction> Instalments(List<Account> paying)
    {
        var plans = days * rates.SpendingFactor * 0.0096;
        for (var i = 0; i < plans; i++)
        {
            var price = dice.Between(1700, 9000);
            var account = dice.Of(paying);
            var first = from.AddDays(dice.Between(0, days - 1));
            for (var part = 0; part < InstalmentCount; part++)
            {
                var day = first.AddDays(part * InstalmentDays);
                yield return bank.Card(account, catalogue.Instalment, price, day, "instalment");
            }
        }
    }

    private IEnumerable<Transaction> Journeys(Account card)
    {
        for (var year = 0; year < (days + 364) / 365; year++)
        {
            var first = from.AddDays((year * 365) + dice.Between(30, 330));
            for (var i = 0; i < JourneyDays; i++)
            {
                for (var purchase = dice.Between(1, 4); purchase > 0; purchase--)
                {
                    var shop = dice.Of(catalogue.Abroad);
                    yield return bank.Card(card, shop, dice.Between(490, 28_000), first.AddDays(i), "fx");
                }
            }
        }
    }

    private IEnumerable<DateOnly> Months()
    {
        for (var month = new DateOnly(from.Year, from.Month, 1); month < from.AddDays(days); month = month.AddMonths(1))
            yield return month;
    }
}
