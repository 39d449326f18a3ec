using Mingus.Ledger;

namespace Mingus.Bench.Feed;

/// <summary>
/// A transaction as the bench's bank has it: everything derived from its number, so that any page can be made again
/// without remembering the ones before. Sized like Plaid's rows: category, merchant, counterparty, often a place.
/// </summary>
internal sealed record BankRow(long Number, bool IsPending, long? Replaces, bool IsAmended)
{
    /// <summary>The newest day of the ledger; rows before it are older.</summary>
    public static readonly DateOnly Today = new(2026, 6, 30);

    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const int IdLength = 37;

    private static readonly (string Name, string Category, string Detail)[] Merchants =
    [
        ("Blue Bottle Coffee", "FOOD_AND_DRINK", "FOOD_AND_DRINK_COFFEE"),
        ("Whole Foods Market", "FOOD_AND_DRINK", "FOOD_AND_DRINK_GROCERIES"),
        ("Shell", "TRANSPORTATION", "TRANSPORTATION_GAS"),
        ("Deutsche Bahn", "TRAVEL", "TRAVEL_OTHER_TRAVEL"),
        ("Netflix", "ENTERTAINMENT", "ENTERTAINMENT_TV_AND_MOVIES"),
        ("City Power and Light", "RENT_AND_UTILITIES", "RENT_AND_UTILITIES_GAS_AND_ELECTRICITY"),
        ("Madison Bicycle Shop", "GENERAL_MERCHANDISE", "GENERAL_MERCHANDISE_SPORTING_GOODS"),
        ("Trattoria da Enzo", "FOOD_AND_DRINK", "FOOD_AND_DRINK_RESTAURANT"),
    ];

    public string Id => IdOf(Number);

    /// <summary>What the pending row it replaces and the row itself have in common is taken from the older
    /// number.</summary>
    private ulong Bits => Mix(unchecked((ulong)(Replaces ?? Number)));

    private (string Name, string Category, string Detail) Merchant => Merchants[(int)(Bits % (ulong)Merchants.Length)];

    private bool HasPlace => Bits % 10 < 6;

    /// <summary>The row in neutral words, as translation gives it.</summary>
    public RecordContent ToContent(long pages)
    {
        var (name, category, detail) = Merchant;
        return new RecordContent
        {
            Amount = new Money(AmountMinor, Currency.Official("USD")),
            Date = DateOf(pages),
            AuthorizedDate = DateOf(pages),
            IsPending = IsPending,
            PendingTransactionId = Replaces is { } pending ? IdOf(pending) : null,
            Description = DescriptionText,
            OriginalDescription = OriginalText,
            MerchantName = name,
            Details = new RecordDetails
            {
                Category = new ProviderCategory(category, detail, "VERY_HIGH", ValueList<string>.Empty),
                Location = HasPlace
                    ? new Place("300 Post St", "San Francisco", "CA", "94108", "US", 40.740352m, -74.001761m, "1235")
                    : null,
                Counterparties = new ValueList<Counterparty>([
                    new(name, "merchant", EntityId, WebsiteText, LogoUrl, "VERY_HIGH"),
                ]),
                MerchantEntityId = EntityId,
                Channel = HasPlace ? "in store" : "online",
                TransactionType = "place",
                LogoUrl = LogoUrl,
                Website = WebsiteText,
            },
        };
    }

    public long AmountMinor => -(long)(Bits % 19_900 + 100);

    public string DescriptionText => IsAmended ? $"{Merchant.Name} #{Bits % 9_000 + 1_000} CARD" : Merchant.Name;

    public string OriginalText => $"POS PURCHASE {Merchant.Name.ToUpperInvariant()} {Bits % 1_000_000:000000} US";

    public string MerchantText => Merchant.Name;

    public string CategoryText => Merchant.Category;

    public string DetailText => Merchant.Detail;

    public string EntityId => IdOf(-1 - (long)(Bits % 8));

    public string LogoUrl =>
        $"https://plaid-merchant-logos.plaid.com/{Merchant.Detail.ToLowerInvariant()}_{Bits % 8}.png";

    public string WebsiteText => $"{Merchant.Name.Replace(" ", "").ToLowerInvariant()}.com";

    public bool IsInStore => HasPlace;

    /// <summary>Two years of days: the first page is the oldest, the last page today.</summary>
    public DateOnly DateOf(long pages)
    {
        const int Days = 730;
        var page = Math.Max(Number, 0) / PageMaker.RowsPerPage;
        return Today.AddDays((int)(Days * Math.Min(page + 1, pages) / pages) - Days);
    }

    private static string IdOf(long number) =>
        string.Create(
            IdLength,
            number,
            static (text, number) =>
            {
                var seed = unchecked((ulong)number);
                var bits = Mix(seed ^ 0x9E3779B97F4A7C15);
                for (var i = 0; i < text.Length; i++)
                {
                    if (i % 10 == 9)
                    {
                        bits = Mix(bits ^ seed);
                    }

                    text[i] = Letters[(int)(bits % (ulong)Letters.Length)];
                    bits /= (ulong)Letters.Length;
                }
            }
        );

    // SplitMix64: neighbouring numbers give unrelated bits.
    private static ulong Mix(ulong value)
    {
        unchecked
        {
            value += 0x9E3779B97F4A7C15;
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
            return value ^ (value >> 31);
        }
    }
}
