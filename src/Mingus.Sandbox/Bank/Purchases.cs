using System.Globalization;

namespace Mingus.Sandbox.Bank;

/// <summary>
/// The daily purchases of a household with all that happens to purchases: tips, holds at the pump, twins, refunds,
/// pending rows that vanish or post without saying which pending row they were, corrections and rows that come and go.
/// </summary>
internal sealed class Purchases
{
    private readonly HouseholdKey _key;
    private readonly Institution _institution;
    private readonly Region _region;
    private readonly Payee[] _payees;
    private readonly int _weights;
    private readonly bool _hasCard;

    public Purchases(HouseholdKey key, Institution institution)
    {
        _key = key;
        _institution = institution;
        _region = institution.Region;
        _weights = _region.Shops.Sum(s => s.Trade.Weight);
        _hasCard = institution.Accounts.Any(a => a.Role == Role.Card);
        _payees = [.. _region.Shops.Select(PayeeOf)];
    }

    public IEnumerable<Planned> On(DateOnly day)
    {
        var rows = new List<Planned>();
        var date = day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        for (var account = 0; account < _institution.Accounts.Count; account++)
        {
            var plan = _institution.Accounts[account];
            var rng = _key.Rng("buy", $"{account}-{date}");
            var count = CountOn(plan.Role, rng);
            for (var i = 0; i < count; i++)
            {
                Buy(new Visit(rng, account, plan.Currency, day, $"a{account}-{date}-{i}"), rows);
            }
        }
        return rows;
    }

    private int CountOn(Role role, Rng rng) =>
        role switch
        {
            Role.Everyday => rng.Below(_hasCard ? 4 : 5) + (_hasCard && rng.Chance(400) ? 1 : 0),
            Role.Card => rng.Below(3),
            Role.Travel => rng.Chance(70) ? 1 : 0,
            _ => 0,
        };

    private readonly record struct Visit(Rng Rng, int Account, string Currency, DateOnly Day, string Real);

    private void Buy(Visit visit, List<Planned> rows)
    {
        var rng = visit.Rng;
        var index = PickShop(rng);
        var trade = _region.Shops[index].Trade;
        var price = Price(rng, trade, visit.Currency);
        var tip = rng.Chance(trade.Tips) ? price * rng.Between(10, 25) / 100 : 0;
        var held = trade.Detailed == "TRANSPORTATION_GAS" && rng.Chance(300);
        var pending = held ? Currencies.Round(_region.PriceFactor, visit.Currency) : price;
        var row = new Planned
        {
            Real = visit.Real,
            Account = visit.Account,
            Payee = _payees[index],
            Day = visit.Day,
            Minute = rng.Between(7 * 60, 21 * 60),
            PendingAmount = pending,
            PostedAmount = rng.Chance(12) ? null : Currencies.Round(price + tip, visit.Currency),
            PostOn = visit.Day.AddDays(rng.Between(1, 3)),
            PostMinute = rng.Between(5 * 60, 9 * 60),
            Linked = !rng.Chance(60),
            Quirk = PickQuirk(rng),
            QuirkDays = rng.Between(1, 4),
        };
        rows.Add(row);
        if (rng.Chance(trade.Twins))
        {
            rows.Add(
                row with
                {
                    Real = visit.Real + "-twin",
                    Minute = row.Minute + rng.Between(1, 60),
                    Quirk = Quirk.None,
                }
            );
        }
        if (rng.Chance(trade.Refunds) && row.PostedAmount is { } paid)
        {
            var back = row.PostOn.AddDays(rng.Between(4, 10));
            rows.Add(
                row with
                {
                    Real = visit.Real + "-refund",
                    Payee = row.Payee with { Code = row.Payee.Code is null ? null : "refund" },
                    PendingAmount = null,
                    PostedAmount = -paid,
                    PostOn = back,
                    Quirk = Quirk.None,
                }
            );
        }
    }

    private static Quirk PickQuirk(Rng rng) =>
        rng.Below(1000) switch
        {
            < 10 => Quirk.Rename,
            < 14 => Quirk.Amend,
            < 16 => Quirk.Withdraw,
            < 18 => Quirk.Churn,
            _ => Quirk.None,
        };

    private int PickShop(Rng rng)
    {
        var at = rng.Below(_weights);
        for (var i = 0; i < _region.Shops.Count; i++)
        {
            at -= _region.Shops[i].Trade.Weight;
            if (at < 0)
            {
                return i;
            }
        }
        return 0;
    }

    private decimal Price(Rng rng, Trade trade, string currency)
    {
        var price = rng.Between(trade.Low, trade.High) / 100m * _region.PriceFactor;
        // Yen prices end in 0 mostly, as in shops.
        return currency == "JPY" ? Math.Ceiling(price / 10) * 10 : Currencies.Round(price, currency);
    }

    private Payee PayeeOf(Shop shop)
    {
        var rng = _key.Rng("shop", shop.Merchant.Name);
        var number = rng.Between(100, 9999).ToString(CultureInfo.InvariantCulture);
        var inStore = shop.Trade.Channel == "in store";
        var place = rng.Pick(_region.Places) with
        {
            Address = $"{rng.Between(1, 480)} {rng.Pick(s_streets)}",
            Store = rng.Chance(500) ? number : null,
        };
        var upper = shop.Merchant.Name.ToUpperInvariant();
        // One shop in five is a stranger to the aggregator: no merchant, the bank's text as name.
        var known = !rng.Chance(200);
        var text = inStore
            ? $"{upper} #{number} {place.City.ToUpperInvariant()} {place.Region}"
            : $"{upper}*{number} ONLINE";
        return new Payee
        {
            Name = known ? shop.Merchant.Name : text,
            BankText = text,
            Merchant = known ? shop.Merchant : null,
            Primary = shop.Trade.Primary,
            Detailed = shop.Trade.Detailed,
            Channel = shop.Trade.Channel,
            Code = _region.GivesCodes ? "purchase" : null,
            Place = inStore ? place : null,
            CounterpartyType = known ? "merchant" : null,
            HasTimes = _region.GivesCodes,
        };
    }

    private static readonly string[] s_streets =
    [
        "Alder Street",
        "Canal Road",
        "Station Square",
        "Juniper Lane",
        "Mill Way",
    ];
}
