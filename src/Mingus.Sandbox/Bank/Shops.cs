namespace Mingus.Sandbox.Bank;

/// <summary>
/// What a kind of shop sells. Prices are US cents, scaled by the region; weight is how often people go there.
/// </summary>
internal sealed record Trade(string Primary, string Detailed, string Channel, int Low, int High, int Weight)
{
    /// <summary>Chance in a thousand that a tip is added between pending and posted.</summary>
    public int Tips { get; init; }

    /// <summary>Chance in a thousand that the purchase is refunded.</summary>
    public int Refunds { get; init; }

    /// <summary>Chance in a thousand that the very same purchase is made twice on a day.</summary>
    public int Twins { get; init; }
}

/// <summary>A place to spend money.</summary>
internal sealed record Shop(Merchant Merchant, Trade Trade);

/// <summary>Reads lists of shops, one trade a line: <c>trade: name, name</c>.</summary>
internal static class ShopTable
{
    private const string InStore = "in store";
    private const string Food = "FOOD_AND_DRINK";
    private const string Goods = "GENERAL_MERCHANDISE";
    private const string Travel = "TRANSPORTATION";

    private static readonly Dictionary<string, Trade> s_trades = new(StringComparer.Ordinal)
    {
        ["coffee"] = new(Food, "FOOD_AND_DRINK_COFFEE", InStore, 320, 690, 14) { Twins = 90 },
        ["food"] = new(Food, "FOOD_AND_DRINK_FAST_FOOD", InStore, 780, 1640, 9) { Twins = 10 },
        ["dinner"] = new(Food, "FOOD_AND_DRINK_RESTAURANT", InStore, 1500, 6200, 7) { Tips = 550 },
        ["grocery"] = new(Food, "FOOD_AND_DRINK_GROCERIES", InStore, 1400, 8800, 12) { Refunds = 8 },
        ["fuel"] = new(Travel, "TRANSPORTATION_GAS", InStore, 2500, 5900, 4),
        ["transit"] = new(Travel, "TRANSPORTATION_PUBLIC_TRANSIT", InStore, 275, 275, 9) { Twins = 350 },
        ["ride"] = new(Travel, "TRANSPORTATION_TAXIS_AND_RIDE_SHARES", "online", 900, 3100, 4) { Tips = 400 },
        ["online"] = new(Goods, "GENERAL_MERCHANDISE_ONLINE_MARKETPLACES", "online", 900, 7800, 7) { Refunds = 90 },
        ["pharmacy"] = new("MEDICAL", "MEDICAL_PHARMACIES_AND_SUPPLEMENTS", InStore, 600, 3400, 3),
        ["fun"] = new("ENTERTAINMENT", "ENTERTAINMENT_OTHER_ENTERTAINMENT", InStore, 1200, 3000, 2) { Refunds = 20 },
        ["books"] = new(Goods, "GENERAL_MERCHANDISE_BOOKSTORES_AND_NEWSSTANDS", InStore, 800, 3000, 2) { Refunds = 30 },
        ["bar"] = new(Food, "FOOD_AND_DRINK_BEER_WINE_AND_LIQUOR", InStore, 800, 3400, 3) { Tips = 500 },
        ["bakery"] = new(Food, "FOOD_AND_DRINK_OTHER_FOOD_AND_DRINK", InStore, 300, 1200, 6) { Twins = 15 },
        ["hardware"] = new("HOME_IMPROVEMENT", "HOME_IMPROVEMENT_HARDWARE", InStore, 900, 6000, 1) { Refunds = 60 },
    };

    public static IReadOnlyList<Shop> Read(string table)
    {
        var shops = new List<Shop>();
        foreach (var line in table.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var trade = s_trades[line[..colon]];
            foreach (var name in line[(colon + 1)..].Split(',', StringSplitOptions.TrimEntries))
            {
                shops.Add(new Shop(MerchantNamed(name), trade));
            }
        }
        return shops;
    }

    /// <summary>The identifier depends on the name alone, so it is the same under every seed, as with Plaid.</summary>
    public static Merchant MerchantNamed(string name)
    {
        var host = new string([.. name.ToLowerInvariant().Where(char.IsAsciiLetterOrDigit)]);
        return new Merchant(name, "mrc_" + Rng.Id(0, ["merchant", name], 24), $"{host}.example");
    }
}
