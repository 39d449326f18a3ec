namespace Mingus.Streams.World;

/// <summary>Lets a household live through the days of a stream.</summary>
internal sealed class Life(Rates rates, Catalogue catalogue, Dice dice, DateOnly from, int days)
{
    private readonly Bank bank = new(rates, catalogue, dice.For("bank"));

    public void Live(Household household)
    {
        var spending = new Spending(rates, catalogue, bank, dice.For("spending"));
        var routine = new Routine(rates, catalogue, bank, dice.For("routine"), from, days);
        var all = new List<Transaction>();
        foreach (var person in household.People)
        {
            var shop = spending.Of(person, household.Joint);
            for (var i = 0; i < days; i++)
                all.AddRange(shop.On(from.AddDays(i)));
            all.AddRange(routine.Of(person, household.Joint));
        }
        if (household.Foreign is { } foreign)
        {
            var shops = catalogue.ForeignShops(foreign.Currency.Code);
            for (var i = 0; i < days; i++)
                all.AddRange(spending.Abroad(foreign, shops, from.AddDays(i)));
        }
        foreach (var person in household.People)
            all.AddRange(Echoes(person, [.. all.Where(one => one.Account == person.Checking)]));
        var mishaps = new Mishaps(rates, catalogue, bank, dice.For("mishaps"));
        all.AddRange(mishaps.Of(all));
        household.Happened(all.Where(one => one.Authorized < from.AddDays(days)));
    }

    private IEnumerable<Transaction> Echoes(Person person, List<Transaction> first)
    {
        if (person.LookAlike is not { } alike)
            yield break;
        foreach (var one in first.Where(one => one.Merchant.Kind.IsCard && dice.Chance(rates.LookAlikeEcho)))
            yield return bank.Again(one, alike, "look_alike");
    }
}
