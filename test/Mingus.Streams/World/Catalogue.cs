namespace Mingus.Streams.World;

/// <summary>
/// The merchants, cities and people of a text world. World 0 reads like the training set, world 1 does not.
/// </summary>
internal sealed class Catalogue
{
    public required IReadOnlyList<Merchant> Coffee { get; init; }
    public required IReadOnlyList<Merchant> Transit { get; init; }
    public required IReadOnlyList<Merchant> Grocery { get; init; }
    public required IReadOnlyList<Merchant> Restaurant { get; init; }
    public required IReadOnlyList<Merchant> Fuel { get; init; }
    public required IReadOnlyList<Merchant> Online { get; init; }
    public required IReadOnlyList<Merchant> Subscription { get; init; }
    public required IReadOnlyList<Merchant> Abroad { get; init; }
    public required IReadOnlyList<Merchant> Salary { get; init; }
    public required IReadOnlyList<Merchant> Person { get; init; }
    public required Merchant Instalment { get; init; }
    public required Merchant Rent { get; init; }
    public required Merchant Energy { get; init; }
    public required Merchant Cash { get; init; }
    public required Merchant ToSavings { get; init; }
    public required Merchant FromChecking { get; init; }
    public required Merchant PaysCard { get; init; }
    public required Merchant CardPaid { get; init; }
    public required Merchant NoFee { get; init; }
    public required Merchant Interest { get; init; }

    /// <summary>Cities with their region.</summary>
    public required IReadOnlyList<(string City, string Region)> Cities { get; init; }

    /// <summary>Where subscriptions say they are.</summary>
    public required (string City, string Region) Web { get; init; }

    /// <summary>What the shops of a currency print, with their clean names; the kind is the currency's.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string[]>> Foreign { get; init; }

    private static readonly Catalogue[] Worlds = [FirstWorld.Catalogue, OtherWorld.Catalogue];

    public static Catalogue Of(int textWorld) => Worlds[textWorld];

    /// <summary>The shops of a currency; of one that the world has none for, those of another.</summary>
    public IReadOnlyList<Merchant> ForeignShops(string currency)
    {
        var shops = Foreign.TryGetValue(currency, out var own) ? own : Foreign.First().Value;
        var kind = Kind.Foreign(currency);
        return [.. shops.Select(shop => new Merchant(kind, shop[0], shop[1..]))];
    }
}
