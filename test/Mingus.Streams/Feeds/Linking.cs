using Mingus.Streams.World;

namespace Mingus.Streams.Feeds;

/// <summary>
/// Plans the connections of a household: linked, re-linked, seen by a second aggregator, imported as files.
/// </summary>
internal sealed class Linking(Rates rates, Dice dice, DateOnly from, int days)
{
    private const int FullDays = 365;
    private const int RelinkFromStart = 60;
    private const int RelinkToEnd = 45;
    private const int ImportEvery = 84;
    private const int ImportEveryMax = 95;
    private readonly DateOnly end = from.AddDays(days - 1);
    private int count;

    public List<ConnectionPlan> Of(Household household)
    {
        count = 0;
        return [.. household.Logins.SelectMany(login => Of(household.Tenant, login))];
    }

    private IEnumerable<ConnectionPlan> Of(string tenant, Login login)
    {
        var plan = New(tenant, login, "plaid", from.AddDays(Scaled(dice.Of(rates.LinkDay)))) with
        {
            HistoryDays = dice.Of(rates.HistoryDays),
            EveryDays = dice.Of(rates.SyncEveryDays),
        };
        var links = Relinked(plan);
        foreach (var link in links)
            yield return link;
        if (dice.Chance(rates.SecondAggregatorRate))
        {
            var first = plan.First.AddDays(Scaled(dice.Between(30, 420)));
            yield return New(tenant, login, "aggb", first) with
            {
                HistoryDays = dice.Of(rates.HistoryDays),
                EveryDays = dice.Of(rates.SyncEveryDays),
            };
        }
        if (dice.Chance(rates.StatementFileRate))
            yield return Imported(tenant, login, plan.First);
    }

    private List<ConnectionPlan> Relinked(ConnectionPlan first)
    {
        var links = new List<ConnectionPlan> { first };
        var chance = rates.RelinkRate;
        while (dice.Chance(chance))
        {
            var old = links[^1];
            var latest = end.AddDays(-Scaled(RelinkToEnd));
            var span = latest.DayNumber - old.First.DayNumber;
            if (span <= Scaled(RelinkFromStart))
                break;
            var cut = old.First.AddDays(dice.Between(Scaled(RelinkFromStart), span));
            var overlaps = dice.Chance(rates.RelinkOverlapRate);
            links[^1] = old with { Last = overlaps ? Earlier(cut.AddDays(dice.Between(15, 185)), end) : cut };
            var replaced = old.Login.Accounts.Any(one => one.IsCredit) && dice.Chance(rates.CardReplacedRate);
            links.Add(
                old with
                {
                    Id = NextId(old.Tenant),
                    First = overlaps ? cut : Earlier(cut.AddDays(dice.Between(5, 17)), end.AddDays(-1)),
                    Last = end,
                    Generation = old.Generation + 1,
                    HistoryDays = dice.Of(rates.HistoryDays),
                    EveryDays = dice.Of(rates.SyncEveryDays),
                    NewMasks = old.NewMasks || replaced,
                }
            );
            chance = rates.ThirdLinkRate;
        }
        return links;
    }

    private ConnectionPlan Imported(string tenant, Login login, DateOnly linked)
    {
        var provider = dice.Chance(rates.OfxShare) ? "file_ofx" : "file_csv";
        var plan = New(tenant, login, provider, linked.AddDays(Scaled(dice.Between(20, 500)))) with
        {
            HistoryDays = dice.Of(rates.StatementDays),
            EveryDays = dice.Between(ImportEvery, ImportEveryMax),
        };
        return plan with { Last = plan.First.AddDays((dice.Of(rates.StatementFiles) - 1) * plan.EveryDays) };
    }

    private ConnectionPlan New(string tenant, Login login, string provider, DateOnly first) =>
        new()
        {
            Id = NextId(tenant),
            Tenant = tenant,
            Login = login,
            Provider = provider,
            First = Earlier(first, end.AddDays(-Scaled(RelinkToEnd))),
            Last = end,
            HistoryDays = 0,
            EveryDays = 1,
        };

    private string NextId(string tenant) => $"{tenant}-i{++count:D2}";

    // In streams shorter than a year everything happens earlier.
    private int Scaled(int number) => days >= FullDays ? number : number * days / FullDays;

    private static DateOnly Earlier(DateOnly one, DateOnly other) => one < other ? one : other;
}
