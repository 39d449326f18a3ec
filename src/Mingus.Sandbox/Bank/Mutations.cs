namespace Mingus.Sandbox.Bank;

/// <summary>
/// Changes outside the plan: the random ones that tests ask for, the refresh of the dynamic user, and transactions
/// created by call. All are deterministic in their seed and the item's state.
/// </summary>
internal static class Mutations
{
    private static readonly (string Name, string Primary, string Detailed)[] s_surprises =
    [
        ("Kettle and Crow", "FOOD_AND_DRINK", "FOOD_AND_DRINK_COFFEE"),
        ("Parcelwood", "GENERAL_MERCHANDISE", "GENERAL_MERCHANDISE_ONLINE_MARKETPLACES"),
        ("Hopper Rides", "TRANSPORTATION", "TRANSPORTATION_TAXIS_AND_RIDE_SHARES"),
        ("Greenfold Market", "FOOD_AND_DRINK", "FOOD_AND_DRINK_GROCERIES"),
    ];

    /// <summary>Applies random changes one after the other.</summary>
    public static void Apply(Item item, DateTimeOffset now, long seed, int steps)
    {
        var rng = Rng.For(seed, "mutate");
        for (var i = 0; i < steps; i++)
        {
            Step(item, now, rng);
        }
    }

    /// <summary>
    /// What the dynamic user's refresh does: new pendings, the older post, one older amount grows by 1.00.
    /// </summary>
    public static void Refresh(Item item, DateTimeOffset now)
    {
        var rng = Rng.For(item.MutationCount, item.Id, "refresh");
        var pendings = item.Ledger.Delivered.Where(r => r.Pending).ToList();
        if (Any(item, r => !r.Pending, rng) is { } older)
        {
            item.Ledger.Put(older with { Amount = older.Amount + Currencies.Round(1, older.Currency) });
        }
        foreach (var pending in pendings)
        {
            Post(item, now, pending, pending.Amount, linked: true);
        }
        var fresh = rng.Between(2, 4);
        for (var i = 0; i < fresh; i++)
        {
            AddNew(item, now, rng, pending: true);
        }
    }

    /// <summary>Adds a row by call, posted.</summary>
    public static void Create(Item item, int account, CustomRow row)
    {
        var real = $"created-{item.MutationCount++}";
        var payee = new Payee
        {
            Name = row.Description,
            BankText = row.Description,
            Primary = row.Amount < 0 ? "INCOME" : "GENERAL_MERCHANDISE",
            Detailed = row.Amount < 0 ? "INCOME_OTHER_INCOME" : "GENERAL_MERCHANDISE_OTHER_GENERAL_MERCHANDISE",
            Channel = "other",
        };
        item.Ledger.Put(
            new Row
            {
                Id = item.Ledger.NewId(real, "posted"),
                Account = account,
                Amount = row.Amount,
                Currency = row.Currency,
                Date = row.Posted,
                AuthorizedDate = row.Transacted,
                Name = row.Description,
                Payee = payee,
                Real = real,
            }
        );
    }

    private static void Step(Item item, DateTimeOffset now, Rng rng)
    {
        var ledger = item.Ledger;
        var choice = rng.Below(10);
        var pending = Any(item, r => r.Pending, rng);
        var posted = Any(item, r => !r.Pending, rng);
        switch (choice)
        {
            case 0 when pending is not null:
                Post(item, now, pending, pending.Amount, linked: true);
                break;
            case 1 when pending is not null:
                Post(
                    item,
                    now,
                    pending,
                    pending.Amount + (Currencies.Unit(pending.Currency) * rng.Between(1, 300)),
                    true
                );
                break;
            case 2 when pending is not null:
                var change = Currencies.Unit(pending.Currency) * rng.Below(200) * rng.Below(2);
                Post(item, now, pending, pending.Amount + change, linked: false);
                break;
            case 3 when pending is not null:
                ledger.Remove(pending);
                break;
            case 4 when posted is not null:
                ledger.Put(
                    posted with
                    {
                        Amount = posted.Amount + (Currencies.Unit(posted.Currency) * rng.Between(1, 99)),
                    }
                );
                break;
            case 5 when posted is not null:
                ledger.Put(posted with { Name = posted.Name.ToUpperInvariant() + " " + rng.Between(10, 99) });
                break;
            case 6 when posted is not null:
                ledger.Remove(posted);
                item.TakenAway.Add(posted);
                break;
            case 7 when item.TakenAway.Count > 0:
                ledger.Put(item.TakenAway[0]);
                item.TakenAway.RemoveAt(0);
                break;
            case 8:
                AddNew(item, now, rng, pending: false);
                break;
            default:
                AddNew(item, now, rng, pending: true);
                break;
        }
        item.MutationCount++;
    }

    private static void AddNew(Item item, DateTimeOffset now, Rng rng, bool pending)
    {
        var choices = Enumerable
            .Range(0, item.Accounts.Count)
            .Where(i => item.Accounts[i] is { HasTransactions: true, Shared: true, Type: not "loan" })
            .ToList();
        if (choices.Count == 0)
        {
            return;
        }
        var account = rng.Pick(choices);
        var currency = item.Accounts[account].Currency;
        var (name, primary, detailed) = rng.Pick(s_surprises);
        var real = $"extra-{item.MutationCount++}";
        item.Ledger.Put(
            new Row
            {
                Id = item.Ledger.NewId(real, pending ? "pending" : "posted"),
                Account = account,
                Amount = Currencies.Unit(currency) * rng.Between(150, 9900),
                Currency = currency,
                Date = Instants.DayOf(now),
                AuthorizedDate = Instants.DayOf(now),
                Pending = pending,
                Name = name,
                Real = real,
                Payee = new Payee
                {
                    Name = name,
                    BankText = name.ToUpperInvariant(),
                    Merchant = ShopTable.MerchantNamed(name),
                    CounterpartyType = "merchant",
                    Primary = primary,
                    Detailed = detailed,
                    Channel = "in store",
                },
            }
        );
    }

    private static void Post(Item item, DateTimeOffset now, Row pending, decimal amount, bool linked)
    {
        item.Ledger.Remove(pending);
        item.Ledger.Put(
            pending with
            {
                Id = item.Ledger.NewId(pending.Real, "posted"),
                Amount = amount,
                Pending = false,
                PendingId = linked ? pending.Id : null,
                Date = Instants.DayOf(now),
            }
        );
    }

    private static Row? Any(Item item, Func<Row, bool> wanted, Rng rng)
    {
        var rows = item.Ledger.Delivered.Where(wanted).ToList();
        return rows.Count == 0 ? null : rows[rng.Below(rows.Count)];
    }
}
