namespace Mingus.Streams.World;

/// <summary>Founds a household: who belongs to it, which accounts they have and where.</summary>
internal sealed class Founding(Rates rates, Dice dice, string tenant)
{
    /// <summary>Numbers from here on are banks of other countries.</summary>
    public const int ForeignInstitutions = 20;
    private const int Institutions = 12;

    private readonly Currency home = Currency.Of(dice.Of(rates.HomeCurrency));
    private readonly List<Account> accounts = [];

    public Household Found()
    {
        var people = new List<Person> { NewPerson(0) };
        var foreign = dice.Chance(rates.ForeignAccountRate) ? NewForeign() : null;
        if (dice.Chance(rates.SecondPersonRate))
            people.Add(NewPerson(1));
        var joint = people.Count > 1 ? New(AccountRole.Joint, home, people[0].Checking.Institution) : null;
        return new Household
        {
            Tenant = tenant,
            People = people,
            Joint = joint,
            Foreign = foreign,
            Accounts = accounts,
            Logins = [.. Logins(people, joint, foreign)],
        };
    }

    private Person NewPerson(int number)
    {
        var bank = dice.Between(0, Institutions - 1);
        var cardBank = (bank + dice.Between(1, Institutions - 1)) % Institutions;
        var checking = New(AccountRole.Checking, home, bank);
        var savings = New(AccountRole.Savings, home, bank);
        var card = New(AccountRole.Card, home, cardBank);
        var alike = dice.Chance(rates.LookAlikeAccountRate) ? New(AccountRole.Checking, home, bank) : null;
        return new Person($"{tenant}-p{number}", checking, savings, card, alike);
    }

    private Account NewForeign()
    {
        var currency = Currency.Of(dice.Of(rates.ForeignCurrency));
        return New(AccountRole.Foreign, currency, ForeignInstitutions + dice.Between(1, 4));
    }

    private Account New(AccountRole role, Currency currency, int institution)
    {
        var id = $"{tenant}-a{accounts.Count}";
        var account = new Account(id, tenant, role, currency, institution, dice.For(id));
        accounts.Add(account);
        return account;
    }

    private IEnumerable<Login> Logins(List<Person> people, Account? joint, Account? foreign)
    {
        foreach (var person in people)
        {
            var first = person == people[0];
            Account?[] atBank = [person.Checking, person.Savings, person.LookAlike, first ? joint : null];
            yield return new Login(person.User, [.. atBank.OfType<Account>()]);
            yield return new Login(person.User, [person.Card]);
            if (first && foreign is not null)
                yield return new Login(person.User, [foreign]);
            if (!first && joint is not null && dice.Chance(rates.JointSeenTwiceRate))
                yield return new Login(person.User, [joint]);
        }
    }
}
