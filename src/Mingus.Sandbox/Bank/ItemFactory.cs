namespace Mingus.Sandbox.Bank;

/// <summary>Opens items: the accounts of a login, their ledger, and everything that happened before today.</summary>
internal sealed class ItemFactory(SandboxOptions options, DateOnly startDay)
{
    // The world begins here, whatever the day of the first call, so that balances do not depend on when a bank is
    // linked.
    private static readonly DateOnly s_worldBegins = new(2023, 1, 1);
    private const int DynamicDays = 30;
    private const int ShortDays = 90;

    private readonly Dictionary<(string, string), Household> _households = [];

    public Item Open(Agreement agreement, string accessToken, DateTimeOffset now)
    {
        var today = Instants.DayOf(now);
        var custom = agreement.Custom?.Accounts;
        var accounts = custom is null ? GeneratedAccounts(agreement) : CustomAccounts(agreement, custom);
        var ledger = new Ledger(agreement.ItemId, options.Seed, accounts);
        var maxDays = MaxDays(agreement);
        IPlan plan = custom is null
            ? HouseholdOf(agreement)
            : new CustomPlan(custom, today, agreement.DaysRequested ?? ShortDays);
        var life = new Life(plan, ledger);
        life.RunTo(now);
        if (custom is null)
        {
            ledger.WindowStart = today.AddDays(-maxDays);
            ledger.FoldBeforeWindow(life.StillChanging);
        }
        else
        {
            SettleOpenings(custom, accounts);
        }
        if (agreement.EndDate is { } end)
        {
            ledger.WindowEnd = end;
        }
        foreach (var (account, index) in accounts.Select((a, i) => (a, i)))
        {
            account.Shared = agreement.Shared?.Contains(index) ?? true;
        }
        ledger.Delivering = true;
        return new Item(agreement, accessToken, ledger, life, now)
        {
            MaxDays = maxDays,
            GrowsWithClock = agreement.User != TestUsers.Dynamic,
        };
    }

    /// <summary>Accounts without the ledger, for Link's page and the accounts a public token speaks of.</summary>
    public IReadOnlyList<ItemAccount> AccountsOf(Agreement agreement) =>
        agreement.Custom?.Accounts is { } custom ? CustomAccounts(agreement, custom) : GeneratedAccounts(agreement);

    private int MaxDays(Agreement agreement)
    {
        var days = agreement.User switch
        {
            TestUsers.Dynamic => DynamicDays,
            TestUsers.Ewa or TestUsers.Yuppie or TestUsers.SmallBusiness => ShortDays,
            _ => 730,
        };
        return Math.Min(Math.Min(days, options.MaxHistoryDays), agreement.Institution.HistoryDays);
    }

    private Household HouseholdOf(Agreement agreement)
    {
        var user = agreement.Custom is { } custom ? $"custom-{custom.Seed}" : agreement.User;
        if (!_households.TryGetValue((agreement.Institution.Id, user), out var household))
        {
            var latest = startDay.AddDays(-options.MaxHistoryDays - 45);
            var begin = latest < s_worldBegins ? latest : s_worldBegins;
            household = new Household(options.Seed, agreement.Institution, user, begin);
            _households[(agreement.Institution.Id, user)] = household;
        }
        return household;
    }

    private List<ItemAccount> GeneratedAccounts(Agreement agreement)
    {
        var bank = agreement.Institution;
        var accounts = new List<ItemAccount>();
        foreach (var plan in bank.Accounts)
        {
            string[] login = [bank.Id, agreement.User, plan.Name];
            accounts.Add(
                new ItemAccount
                {
                    Id = Rng.Id(options.Seed, [agreement.ItemId, "account", plan.Name]),
                    Name = plan.Name,
                    OfficialName = plan.OfficialName,
                    Mask = Mask(login),
                    Type = plan.Type,
                    Subtype = plan.Subtype,
                    Currency = plan.Currency,
                    Opening = Currencies.Round(plan.Opening, plan.Currency),
                    Limit = plan.Limit is { } limit ? Currencies.Round(limit, plan.Currency) : null,
                    PersistentId =
                        bank.Persistent && plan.Type == "depository" ? Rng.Hex(options.Seed, login, 64) : null,
                    HasTransactions = plan.Role != Role.Silent,
                }
            );
        }
        return accounts;
    }

    private List<ItemAccount> CustomAccounts(Agreement agreement, IReadOnlyList<CustomAccount> custom)
    {
        var accounts = new List<ItemAccount>();
        foreach (var account in custom)
        {
            var number = accounts.Count.ToString();
            accounts.Add(
                new ItemAccount
                {
                    Id = Rng.Id(options.Seed, [agreement.ItemId, "account", number]),
                    Name = account.Name ?? $"Plaid {account.Subtype}",
                    OfficialName = account.OfficialName,
                    Mask = account.Mask ?? Mask([agreement.Institution.Id, agreement.User, number]),
                    Type = account.Type,
                    Subtype = account.Subtype,
                    Currency = account.Currency,
                    Limit = account.Limit,
                    ForcedAvailable = account.ForcedAvailable,
                    HidesAvailable = account.HidesAvailable,
                    HasTransactions = account.Type is "depository" or "credit" || account.Subtype == "student",
                }
            );
        }
        return accounts;
    }

    /// <summary>The starting balance is what the account holds on the day of linking; later rows move it.</summary>
    private void SettleOpenings(IReadOnlyList<CustomAccount> custom, List<ItemAccount> accounts)
    {
        for (var i = 0; i < accounts.Count; i++)
        {
            var account = accounts[i];
            var random = Rng.For(options.Seed, account.Name, account.Mask).Between(100_000, 2_000_000) / 100m;
            var start = Currencies.Round(custom[i].StartingBalance ?? random, account.Currency);
            account.Opening = account.IsOwed ? start - account.PostedSum : start + account.PostedSum;
        }
    }

    private string Mask(string[] login) => Rng.For(options.Seed, login).Between(1000, 9999).ToString();
}

/// <summary>User names with a meaning of their own; any other is a household of that name.</summary>
internal static class TestUsers
{
    public const string Good = "user_good";
    public const string GoodPassword = "pass_good";
    public const string Custom = "user_custom";
    public const string Dynamic = "user_transactions_dynamic";
    public const string Ewa = "user_ewa_user";
    public const string Yuppie = "user_yuppie";
    public const string SmallBusiness = "user_small_business";
}
