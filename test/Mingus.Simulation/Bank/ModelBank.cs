using System.Globalization;
using Mingus.Ledger;
using Mingus.Simulation.Script;
using Mingus.Sync.Ports;

namespace Mingus.Simulation.Bank;

/// <summary>All banks and the provider before them, as they really are: what every ledger is held against.</summary>
internal sealed class ModelBank(Swarm swarm)
{
    private static readonly string[] Shops = ["Bakery", "Tram ticket", "Cinema", "Rent", "Salary", "Book store"];

    private readonly Dictionary<string, BankItem> _items = new(StringComparer.Ordinal);
    private int _purchases;

    public List<Household> Households { get; } = [];

    public IReadOnlyCollection<BankItem> Items => _items.Values;

    /// <summary>A household with accounts and some history.</summary>
    public Household Found(Dice dice, DateTimeOffset now)
    {
        var accounts = new List<BankAccount>();
        for (var i = 0; i <= dice.Below(2); i++)
        {
            var number = Households.Count * 10 + i;
            var kind = i == 0 ? AccountKind.Depository : AccountKind.Credit;
            var account = new BankAccount(number, 100_000 + dice.Below(50_000), kind);
            for (var n = 4 + dice.Below(8); n > 0; n--)
            {
                Spend(account, dice, DateOnly.FromDateTime(now.UtcDateTime).AddDays(-dice.Below(300)));
            }

            accounts.Add(account);
        }

        var household = new Household(Households.Count, accounts);
        Households.Add(household);
        return household;
    }

    public Purchase Spend(BankAccount account, Dice dice, DateOnly day)
    {
        var minor = dice.Chance(150) ? 200_000 + dice.Below(999) : -(100 + dice.Below(30) * 50);
        var purchase = new Purchase(++_purchases, day, minor, $"{dice.Pick(Shops)} {dice.Below(4)}");
        account.Purchases.Add(purchase);
        return purchase;
    }

    public BankItem Item(string id) => _items[id];

    public BankItem? Find(string id) => _items.GetValueOrDefault(id);

    public BankItem Link(Household household, long userNumber, DateTimeOffset now)
    {
        var item = new BankItem($"i{_items.Count + 1}", household, userNumber, now);
        _items.Add(item.Id, item);
        item.Read(now, swarm.TwoSteps ? HistoryStatus.NotReady : HistoryStatus.Complete);
        return item;
    }

    /// <summary>The provider reads a bank, which gives more of the history each time.</summary>
    public void Read(BankItem item, DateTimeOffset now) =>
        item.Read(
            now,
            item.History switch
            {
                HistoryStatus.NotReady => HistoryStatus.Initial,
                _ => HistoryStatus.Complete,
            }
        );

    /// <summary>Something happens in an account.</summary>
    public string Happen(Household household, Dice dice, DateTimeOffset now)
    {
        var account = dice.Pick(household.Accounts);
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var known = account.Purchases.Where(static p => !p.IsGone).ToList();
        var purchase = dice.PickOrNone(known);
        switch (dice.Below(10))
        {
            case 0 or 1 or 2:
                var spent = Spend(account, dice, today);
                spent.IsPending = spent.WasPending = dice.Chance(700);
                spent.LosesLink = dice.Chance(150);
                spent.IsPoison = dice.Chance(swarm.Poison);
                return $"spend {spent.Number}";
            case 3 or 4 or 5 when known.Find(static p => p.IsPending) is { } pending:
                pending.IsPending = false;
                pending.Day = today;
                pending.Minor += dice.Chance(150) ? -dice.Below(500) : 0;
                return $"post {pending.Number}";
            case 6 when purchase is not null:
                purchase.Text = $"{dice.Pick(Shops)} {dice.Below(4)}";
                purchase.Minor += dice.Chance(300) ? 25 : 0;
                return $"amend {purchase.Number}";
            case 7 when purchase is not null:
                purchase.IsGone = true;
                return $"withdraw {purchase.Number}";
            case 8 when purchase is not null:
                // The same purchase once more: two of them, not one told twice.
                var twin = new Purchase(++_purchases, purchase.Day, purchase.Minor, purchase.Text);
                account.Purchases.Add(twin);
                return $"twin of {purchase.Number}: {twin.Number}";
            case 9:
                account.BalanceError = dice.Chance(swarm.WrongBalances) ? 100 + dice.Below(900) : 0;
                foreach (var mended in account.Purchases.Where(static p => p.IsPoison))
                {
                    mended.IsPoison = dice.Chance(500);
                }

                return $"balance error {account.BalanceError}";
            default:
                return "quiet";
        }
    }

    /// <summary>Everything is well again: no errors, nobody has to sign in.</summary>
    public void Calm(DateTimeOffset now)
    {
        foreach (var account in Households.SelectMany(static h => h.Accounts))
        {
            account.BalanceError = 0;
            account.Purchases.ForEach(static p => p.IsPoison = false);
        }

        foreach (var item in _items.Values)
        {
            item.NeedsLogin = false;
            item.Read(now, HistoryStatus.Complete);
        }
    }

    public static string CursorOf(BankItem item, int position) =>
        string.Create(CultureInfo.InvariantCulture, $"{item.Id}:{position}");

    /// <summary>The position of a cursor; a page within an update carries the head it goes to, too.</summary>
    public static (int Position, int? Head) PositionOf(string cursor)
    {
        var parts = cursor.Split(':');
        return (
            int.Parse(parts[1], CultureInfo.InvariantCulture),
            parts.Length > 3 ? int.Parse(parts[3], CultureInfo.InvariantCulture) : null
        );
    }
}
