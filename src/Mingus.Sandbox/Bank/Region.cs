namespace Mingus.Sandbox.Bank;

/// <summary>Where a household lives: its shops, its places, its prices and its landlord.</summary>
internal sealed record Region(string Code, string Currency, decimal PriceFactor)
{
    public required IReadOnlyList<Shop> Shops { get; init; }
    public required IReadOnlyList<Place> Places { get; init; }
    public required string Employer { get; init; }
    public required string Landlord { get; init; }
    public required string Energy { get; init; }
    public required string Phone { get; init; }
    public required string Insurance { get; init; }

    /// <summary>Wages come twice a month, else once.</summary>
    public bool PaidTwiceAMonth { get; init; }

    /// <summary>Whether banks here give transaction codes and times.</summary>
    public bool GivesCodes { get; init; }

    public static Region America { get; } =
        new("US", "USD", 1m)
        {
            PaidTwiceAMonth = true,
            Employer = "Fernhill Logistics",
            Landlord = "Maple Court Apartments",
            Energy = "Northlight Energy",
            Phone = "Larkfone Mobile",
            Insurance = "Harbor Mutual",
            Places =
            [
                new("Portland", "OR", "97205", "US", 45.5202m, -122.6742m),
                new("Madison", "WI", "53703", "US", 43.0747m, -89.3841m),
                new("Ithaca", "NY", "14850", "US", 42.4440m, -76.5019m),
            ],
            Shops = ShopTable.Read(
                """
                coffee: Kettle and Crow, Third Rail Espresso, Beanfold
                food: Taco Lantern, Bowl Theory, Slice of Hours
                dinner: The Quiet Fork, Marigold Kitchen, Noodle Harbor
                grocery: Greenfold Market, Pantry Lane, Sunmeadow Foods
                fuel: Cardinal Fuel, Roadrunner Gas
                transit: Metro Transit
                ride: Hopper Rides
                online: Parcelwood, Brightcrate
                pharmacy: Willow Pharmacy
                fun: Orpheum Cinema, Lanes and Games
                books: Foxglove Books
                bar: The Copper Owl
                bakery: Morning Loaf
                hardware: Tinker Supply
                """
            ),
        };

    public static Region Europe { get; } =
        new("EU", "EUR", 0.9m)
        {
            GivesCodes = true,
            Employer = "Atelier Corbeau SARL",
            Landlord = "Agence Tilleul",
            Energy = "Clairval Energie",
            Phone = "Mouette Telecom",
            Insurance = "Assurances du Phare",
            Places =
            [
                new("Lyon", "ARA", "69002", "FR", 45.7578m, 4.8320m),
                new("Lille", "HDF", "59800", "FR", 50.6292m, 3.0573m),
                new("Freiburg", "BW", "79098", "DE", 47.9959m, 7.8494m),
            ],
            Shops = ShopTable.Read(
                """
                coffee: Café Mirabelle, Kaffeehaus Specht
                food: Crêperie du Quai, Dürüm Ecke
                dinner: Le Petit Héron, Zur Linde
                grocery: Marché Doré, Halles Saint-Roch, Kornmarkt
                fuel: Station Bleue
                transit: Tram Express
                ride: Voltaxi
                online: Colisette, Papiermond
                pharmacy: Pharmacie du Pont
                fun: Cinéma Lumen
                books: Librairie Plume
                bar: Bar du Canal
                bakery: Boulangerie Ancel
                hardware: Brico Bois
                """
            ),
        };

    public static Region Japan { get; } =
        new("JP", "JPY", 150m)
        {
            Employer = "Hoshizora Works KK",
            Landlord = "Kawabe Estate",
            Energy = "Minato Denki",
            Phone = "Tsubame Mobile",
            Insurance = "Fuji Mutual Life",
            Places =
            [
                new("Setagaya", "Tokyo", "154-0017", "JP", 35.6464m, 139.6533m),
                new("Taito", "Tokyo", "110-0005", "JP", 35.7126m, 139.7800m),
            ],
            Shops = ShopTable.Read(
                """
                coffee: Kissa Komorebi, Mame Stand
                food: Gyudon Ichiban, Onigiri Maru, ramen だるま
                dinner: Izakaya Tanuki, Sushi Nagisa
                grocery: Yorozu Mart, Asahi Seika
                fuel: Sekiyu Station
                transit: Toden Card
                ride: Hikari Taxi
                online: Hakobune Shop
                pharmacy: Kusuri no Mori
                fun: Karaoke Nijiiro
                books: Shiori Books
                bar: Bar Tsukuyo
                bakery: Pan Kobo Mugi
                hardware: Daiku Center
                """
            ),
        };

    public static Region Gulf { get; } =
        new("KW", "KWD", 0.31m)
        {
            Employer = "Al Safat Engineering",
            Landlord = "Bayt Properties",
            Energy = "Ministry of Electricity",
            Phone = "Nawras Telecom",
            Insurance = "Gulf Dhow Takaful",
            Places =
            [
                new("Salmiya", "Hawalli", "22001", "KW", 29.3339m, 48.0761m),
                new("Kuwait City", "Capital", "13001", "KW", 29.3759m, 47.9774m),
            ],
            Shops = ShopTable.Read(
                """
                coffee: Qahwa Corner, Sidra Coffee
                food: Shawarma Bab, Falafel Noor
                dinner: Diwan Restaurant, Bait Al Bahar
                grocery: Wafra Market, Al Nakheel Co-op
                fuel: Burgan Fuel
                transit: City Bus
                ride: Mashi Rides
                online: Souqline
                pharmacy: Shifa Pharmacy
                fun: Boulevard Cinema
                books: Maktaba Books
                bar: Juice Oasis
                bakery: Furn Al Hara
                hardware: Addah Tools
                """
            ),
        };
}
