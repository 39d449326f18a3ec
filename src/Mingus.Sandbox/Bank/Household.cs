namespace Mingus.Sandbox.Bank;

/// <summary>
/// A generated customer of a bank: everything they ever do there, decided by seed, bank and user name, month by month.
/// Settlements (paying the card, saving what is left) follow from the month's purchases, so balances stay plausible.
/// </summary>
internal sealed class Household : IPlan
{
    private const int KeptMonths = 3;
    private readonly Institution _institution;
    private readonly Purchases _purchases;
    private readonly Bills _bills;
    private readonly Dictionary<int, decimal> _cardSums = [];
    private readonly LinkedList<(int Month, Dictionary<DateOnly, List<Planned>> Days)> _months = new();

    public Household(long seed, Institution institution, string user, DateOnly firstDay)
    {
        _institution = institution;
        FirstDay = new DateOnly(firstDay.Year, firstDay.Month, 1);
        var key = new HouseholdKey(seed, institution.Id, user);
        _purchases = new Purchases(key, institution);
        _bills = new Bills(key, institution);
    }

    public DateOnly FirstDay { get; }

    public IEnumerable<Planned> On(DateOnly day) => MonthOf(day).TryGetValue(day, out var rows) ? rows : [];

    private Dictionary<DateOnly, List<Planned>> MonthOf(DateOnly day)
    {
        var number = (day.Year * 12) + day.Month - 1;
        foreach (var kept in _months)
        {
            if (kept.Month == number)
            {
                return kept.Days;
            }
        }
        var days = Plan(number).GroupBy(p => p.Day).ToDictionary(g => g.Key, g => g.ToList());
        _months.AddFirst((number, days));
        if (_months.Count > KeptMonths)
        {
            _months.RemoveLast();
        }
        return days;
    }

    private List<Planned> Plan(int month)
    {
        var first = new DateOnly(month / 12, (month % 12) + 1, 1);
        var rows = Spending(first);
        rows.AddRange(_bills.Income(first));
        Settle(first, month, rows);
        return rows;
    }

    private List<Planned> Spending(DateOnly first)
    {
        var rows = new List<Planned>(180);
        for (var day = first; day.Month == first.Month; day = day.AddDays(1))
        {
            rows.AddRange(_purchases.On(day));
        }
        rows.AddRange(_bills.Outgoing(first));
        return rows;
    }

    /// <summary>Pays last month's card and moves what is left over into savings.</summary>
    private void Settle(DateOnly first, int month, List<Planned> rows)
    {
        var card = IndexOf(Role.Card);
        var everyday = IndexOf(Role.Everyday);
        if (card >= 0)
        {
            _cardSums[month] = SumOf(rows, card);
            // The first month pays nothing: its opening balance stands for what was owed before.
            var due = first > FirstDay ? CardSum(month - 1) : 0;
            if (due > 0)
            {
                rows.AddRange(_bills.CardPayment(first, due, everyday, card));
            }
        }
        var savings = IndexOf(Role.Savings);
        var left = -SumOf(rows, everyday);
        if (savings >= 0 && left > 0)
        {
            rows.AddRange(_bills.Saving(first, left, everyday, savings));
        }
    }

    private decimal CardSum(int month)
    {
        if (!_cardSums.TryGetValue(month, out var sum))
        {
            sum = SumOf(Spending(new DateOnly(month / 12, (month % 12) + 1, 1)), IndexOf(Role.Card));
            _cardSums[month] = sum;
        }
        return sum;
    }

    private int IndexOf(Role role)
    {
        for (var i = 0; i < _institution.Accounts.Count; i++)
        {
            if (_institution.Accounts[i].Role == role)
            {
                return i;
            }
        }
        return -1;
    }

    private static decimal SumOf(List<Planned> rows, int account) =>
        rows.Where(r => r.Account == account).Sum(r => r.PostedAmount ?? 0);
}

/// <summary>What a household's random numbers depend on.</summary>
internal readonly record struct HouseholdKey(long Seed, string InstitutionId, string User)
{
    public Rng Rng(string purpose, string detail) =>
        Mingus.Sandbox.Bank.Rng.For(Seed, InstitutionId, User, purpose, detail);
}
