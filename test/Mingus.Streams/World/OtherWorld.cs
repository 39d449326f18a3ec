namespace Mingus.Streams.World;

/// <summary>European, Japanese and Gulf merchants and texts: what nothing was tuned to.</summary>
internal static class OtherWorld
{
    public static readonly Catalogue Catalogue = new()
    {
        Coffee = FirstWorld.Of(
            Kind.Coffee,
            ["iZ *KAFFEEROESTEREI ALT", "Kaffeerösterei Alt", "Kaffeeroesterei Alt"],
            ["DOUTOR COFFEE SHOP", "Doutor", "ドトールコーヒー"],
            ["COSTA COFFEE %", "Costa Coffee", "Costa"],
            ["SumUp *ESPRESSO HOUSE", "Espresso House"],
            ["CAFFE NERO /", "Caffè Nero", "Caffe Nero"]
        ),
        Transit = FirstWorld.Of(
            Kind.Transit,
            ["BVG TICKETS ABO", "BVG", "Berliner Verkehrsbetriebe"],
            ["RATP NAVIGO", "RATP", "Navigo"],
            ["KARWA TAXI", "Karwa"]
        ),
        Grocery = FirstWorld.Of(
            Kind.Grocery,
            ["EDEKA CENTER NR", "EDEKA", "Edeka Center"],
            ["LIDL DIENSTLEISTUNG", "Lidl"],
            ["MONOPRIX /", "Monoprix"],
            ["AEON MALL SUPER", "AEON", "イオン"],
            ["LULU HYPERMARKET", "Lulu Hypermarket", "LuLu"],
            ["BIOCOMPANY SE", "Bio Company"]
        ),
        Restaurant = FirstWorld.Of(
            Kind.Restaurant,
            ["iZ *RISTORANTE DA ENZO", "Da Enzo", "Ristorante da Enzo"],
            ["BRASSERIE GEORGES", "Brasserie Georges"],
            ["SumUp *CURRY 36", "Curry 36"],
            ["ICHIRAN RAMEN", "Ichiran", "一蘭"],
            ["MAIS ALGHANIM REST", "Mais Alghanim"]
        ),
        Fuel = FirstWorld.Of(
            Kind.Fuel,
            ["ARAL STATION", "Aral"],
            ["TOTALENERGIES ACCESS", "TotalEnergies", "Total"],
            ["ENEOS SS", "ENEOS"],
            ["ALFA SERVICES", "Alfa"]
        ),
        Online = FirstWorld.Of(
            Kind.Online,
            ["ZALANDO SE", "Zalando"],
            ["PAYPAL *VINTED", "Vinted"],
            ["RAKUTEN ICHIBA", "Rakuten", "楽天市場"],
            ["NOON.COM ECOMMERCE", "noon"],
            ["BOL.COM B.V.", "bol", "bol.com"],
            ["SP * ALLBIRDS EU", "Allbirds"],
            ["GOOGLE *PLAY", "Google Play", "Google"]
        ),
        Subscription = FirstWorld.Of(
            Kind.Subscription,
            ["DEEZER PREMIUM", "Deezer"],
            ["DAZN LIMITED", "DAZN"],
            ["NIKKEI DIGITAL", "Nikkei", "日本経済新聞"],
            ["URBAN SPORTS CLUB", "Urban Sports Club", "Urban Sports"],
            ["OSN STREAMING", "OSN+"],
            ["HETZNER ONLINE", "Hetzner"]
        ),
        Abroad = FirstWorld.Of(
            Kind.Abroad,
            ["CITYMAPPER NEW YORK", "Citymapper"],
            ["THE DINER SEATTLE", "The Diner"],
            ["BLUE LAGOON GRINDAVIK", "Blue Lagoon"],
            ["HOTEL OKURA TOKYO", "Hotel Okura", "ホテルオークラ"]
        ),
        Salary =
        [
            new(Kind.Salary, "LOHN/GEHALT SIEMENS AG REF", "Siemens") { FixedNumber = "00471" },
            new(Kind.Salary, "KYUYO TOYOTA", "Toyota") { FixedNumber = "118" },
            new(Kind.Salary, "SALARY TRF MINISTRY OF HEALTH", "Ministry of Health") { FixedNumber = "2201" },
        ],
        Person = FirstWorld.Of(
            Kind.Person,
            ["UEBERWEISUNG JÜRGEN WEISS", "Jürgen Weiß"],
            ["VIREMENT INSTANTANE CHLOE PETIT", "Chloé Petit"],
            ["FURIKOMI TANAKA YUI", "Tanaka Yui"],
            ["LINK TRF NOOR ALSABAH", "Noor Al-Sabah"]
        ),
        Instalment = new(Kind.Instalment, "SCALAPAY RATA", "Scalapay"),
        Rent = new(Kind.Bill, "DAUERAUFTRAG MIETE", "Miete", "Hausverwaltung Roth"),
        Energy = new(Kind.Bill, "SEPA-LS STADTWERKE", "Stadtwerke"),
        Cash = new(Kind.Cash, "GELDAUTOMAT", "Cash", "Bargeldauszahlung"),
        ToSavings = new(Kind.Transfer, "UMBUCHUNG SPARKONTO", "To savings", "Umbuchung"),
        FromChecking = new(Kind.Transfer, "UMBUCHUNG GIRO", "From checking", "Umbuchung"),
        PaysCard = new(Kind.Transfer, "ABR. KREDITKARTE", "Card settlement"),
        CardPaid = new(Kind.Transfer, "AUSGLEICH KARTE DANKE", "Card settled"),
        NoFee = new(Kind.Fee, "KONTOFUEHRUNG ENTFAELLT", "No account fee"),
        Interest = new(Kind.Fee, "ZINSABSCHLUSS", "Interest"),
        Cities =
        [
            ("Berlin", "BE"),
            ("Lyon", "69"),
            ("Osaka", "27"),
            ("Kuwait City", "KU"),
            ("Rotterdam", "ZH"),
            ("Goteborg", "O"),
        ],
        Web = ("Amsterdam", "NH"),
        Foreign = new Dictionary<string, IReadOnlyList<string[]>>(StringComparer.Ordinal)
        {
            ["JPY"] =
            [
                ["FAMILYMART", "FamilyMart", "ファミリーマート"],
                ["JR EAST TICKET", "JR East", "JR 東日本"],
                ["MATSUYA", "Matsuya", "松屋"],
                ["DON QUIJOTE", "Don Quijote", "ドン・キホーテ"],
            ],
            ["KWD"] =
            [
                ["JAHEZ APP", "Jahez"],
                ["GULFMART CO", "Gulfmart", "Gulf Mart"],
                ["TALABAT KUWAIT", "talabat", "Talabat"],
                ["OULA FUEL", "Oula"],
            ],
            ["CHF"] =
            [
                ["MIGROS M", "Migros"],
                ["SBB EASYRIDE", "SBB", "SBB CFF FFS"],
                ["COOP PRONTO", "Coop Pronto", "Coop"],
            ],
        },
    };
}
