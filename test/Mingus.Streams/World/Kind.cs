namespace Mingus.Streams.World;

/// <summary>What sort of transaction it is, and how the provider files it.</summary>
/// <param name="Name">As the truth calls it.</param>
/// <param name="Channel">Plaid's payment channel.</param>
/// <param name="Category">Plaid's detailed category.</param>
/// <param name="IsCard">Paid by card: announced as pending, with merchant and dates of its own.</param>
/// <param name="ShowsPlace">Whether the record says where.</param>
internal sealed record Kind(string Name, string Channel, string Category, bool IsCard, bool ShowsPlace)
{
    public static readonly Kind Coffee = Store("coffee", "FOOD_AND_DRINK_COFFEE");
    public static readonly Kind Transit = Store("transit", "TRANSPORTATION_PUBLIC_TRANSIT");
    public static readonly Kind Grocery = Store("grocery", "FOOD_AND_DRINK_GROCERIES");
    public static readonly Kind Restaurant = Store("restaurant", "FOOD_AND_DRINK_RESTAURANT");
    public static readonly Kind Fuel = Store("fuel", "TRANSPORTATION_GAS");
    public static readonly Kind Online = Web("online", "GENERAL_MERCHANDISE_ONLINE_MARKETPLACES");
    public static readonly Kind Subscription = Web("sub", "ENTERTAINMENT_TV_AND_MOVIES");
    public static readonly Kind Instalment = new("bnpl", "in store", "LOAN_PAYMENTS_OTHER_PAYMENT", true, false);
    public static readonly Kind Abroad = new("fx", "in store", "TRAVEL_LODGING", true, false);
    public static readonly Kind Transfer = Bank("transfer", "TRANSFER_OUT_ACCOUNT_TRANSFER");
    public static readonly Kind Cash = Bank("atm", "TRANSFER_OUT_WITHDRAWAL");
    public static readonly Kind Salary = Bank("payroll", "INCOME_WAGES");
    public static readonly Kind Person = Bank("p2p", "TRANSFER_OUT_OTHER_TRANSFER_OUT");
    public static readonly Kind Fee = Bank("fee", "BANK_FEES_OTHER_BANK_FEES");
    public static readonly Kind Bill = Bank("bill", "RENT_AND_UTILITIES_GAS_AND_ELECTRICITY");

    /// <summary>Purchases of the account in another currency are all of one kind, called by the currency.</summary>
    public static Kind Foreign(string currency) => Store(currency, "FOOD_AND_DRINK_GROCERIES");

    private static Kind Store(string name, string category) => new(name, "in store", category, true, true);

    private static Kind Web(string name, string category) => new(name, "online", category, true, true);

    private static Kind Bank(string name, string category) => new(name, "other", category, false, false);
}
