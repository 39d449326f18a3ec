namespace Mingus.Streams.World;

/// <summary>American merchants and texts, as in the training set.</summary>
internal static class FirstWorld
{
    public static readonly Catalogue Catalogue = new()
    {
        Coffee = Of(
            Kind.Coffee,
            ["STARBUCKS STORE", "Starbucks", "Starbucks Coffee"],
            ["SQ *RITUAL COFFEE", "Ritual Coffee", "Ritual Coffee Roasters"],
            ["SQ *CAFE STRADA", "Café Strada", "Cafe Strada"],
            ["DUNKIN #", "Dunkin'", "Dunkin", "Dunkin Donuts"],
            ["SQ *BLUE BOTTLE", "Blue Bottle Coffee", "Blue Bottle"],
            ["TST* PHILZ COFFEE", "Philz Coffee", "Philz"],
            ["PEETS COFFEE #", "Peet's Coffee", "Peets"]
        ),
        Transit = Of(
            Kind.Transit,
            ["MTA*NYCT PAYGO", "MTA", "MTA New York City Transit"],
            ["TFL TRAVEL CH", "Transport for London", "TfL"],
            ["BART CLIPPER", "Clipper", "Clipper Card"]
        ),
        Grocery = Of(
            Kind.Grocery,
            ["SAFEWAY #", "Safeway"],
            ["TRADER JOE S #", "Trader Joe's", "Trader Joes"],
            ["WHOLEFDS", "Whole Foods Market", "Whole Foods"],
            ["KROGER #", "Kroger"],
            ["WM SUPERCENTER #", "Walmart", "Walmart Supercenter"],
            ["COSTCO WHSE #", "Costco", "Costco Wholesale"],
            ["H MART", "H Mart"],
            ["ALDI", "Aldi"]
        ),
        Restaurant = Of(
            Kind.Restaurant,
            ["CHIPOTLE", "Chipotle", "Chipotle Mexican Grill"],
            ["TST* BURMA SUPERSTAR", "Burma Superstar"],
            ["TST* ZACHARYS CHICAGO PIZZA", "Zachary's Chicago Pizza", "Zachary's Pizza"],
            ["TST* CHEZ PANISSE", "Chez Panisse"],
            ["SQ *NOPALITO", "Nopalito"],
            ["SQ *TAQUERIA CANCUN", "Taquería Cancún", "Taqueria Cancun"],
            ["SQ *PHO 84", "Phở 84", "Pho 84"]
        ),
        Fuel = Of(
            Kind.Fuel,
            ["SHELL OIL", "Shell", "Shell Oil"],
            ["CHEVRON", "Chevron"],
            ["76 - UNITED PACIFIC", "76", "76 Gas"],
            ["ARCO #", "ARCO", "Arco ampm"]
        ),
        Online = Of(
            Kind.Online,
            ["AMZN MKTP US*", "Amazon", "Amazon.com", "Amazon Marketplace"],
            ["TARGET.COM *", "Target", "Target.com"],
            ["STEAMGAMES.COM", "Steam"],
            ["ETSY.COM*SHOP", "Etsy"],
            ["APPLE.COM/BILL", "Apple", "Apple Services"],
            ["UBER *TRIP", "Uber", "Uber Trip"],
            ["PAYPAL *EBAY O*", "eBay"],
            ["DD *DOORDASH*", "DoorDash", "Door Dash"]
        ),
        Subscription = Of(
            Kind.Subscription,
            ["NETFLIX.COM", "Netflix"],
            ["HLU*HULU", "Hulu"],
            ["SPOTIFY USA", "Spotify", "Spotify Premium"],
            ["APPLE.COM/BILL ICLOUD", "iCloud", "Apple iCloud"],
            ["NYTIMES DIGITAL", "The New York Times"],
            ["24 HOUR FITNESS USA", "24 Hour Fitness"],
            ["PATREON* MEMBERSHIP", "Patreon"],
            ["GITHUB, INC.", "GitHub"]
        ),
        Abroad = Of(
            Kind.Abroad,
            ["SNCF INTERNET PARIS", "SNCF", "SNCF Connect"],
            ["HOTEL LUTETIA PARIS", "Hôtel Lutetia", "Hotel Lutetia"],
            ["CARREFOUR CITY PARIS", "Carrefour"],
            ["MUSEO NAC DEL PRADO MADRID", "Museo del Prado"],
            ["SumUp *BOULANGERIE NOEL", "Boulangerie Noël", "Boulangerie Noel"],
            ["SumUp *KONDITOREI KURBIS WIEN", "Konditorei Kürbis", "Konditorei Kurbis"]
        ),
        Salary =
        [
            new(Kind.Salary, "GUSTO PAY 123456 PAYROLL", "Gusto") { FixedNumber = "9988" },
            new(Kind.Salary, "CITY OF OAKLAND PAYROLL PPD ID:", "City of Oakland") { FixedNumber = "9988" },
            new(Kind.Salary, "ACME CORP DES:PAYROLL ID:", "Acme Corp") { FixedNumber = "9988" },
        ],
        Person = Of(
            Kind.Person,
            ["ZELLE PAYMENT TO PRIYA RAO", "Zelle Priya Rao"],
            ["ZELLE PAYMENT TO OLGA PETROVA", "Zelle Olga Petrova"],
            ["ZELLE PAYMENT TO ANA NÚÑEZ", "Zelle Ana Núñez"],
            ["ZELLE PAYMENT TO JOSÉ GARCÍA", "Zelle José García"],
            ["ZELLE PAYMENT TO WEI ZHANG", "Zelle Wei Zhang"],
            ["ZELLE PAYMENT TO SAM LEE", "Zelle Sam Lee"]
        ),
        Instalment = new(Kind.Instalment, "KLARNA* INSTALLMENT", "Klarna", "Klarna Pay in 4"),
        Rent = new(Kind.Bill, "PROPERTY MGMT WEB PMT", "Bay Property Management", "Rent"),
        Energy = new(Kind.Bill, "PGANDE DES:WEB ONLINE ID:", "PG&E"),
        Cash = new(Kind.Cash, "ATM WITHDRAWAL", "Cash withdrawal", "ATM Withdrawal"),
        ToSavings = new(Kind.Transfer, "ONLINE TRANSFER TO SAV", "Transfer to Savings", "Transfer"),
        FromChecking = new(Kind.Transfer, "ONLINE TRANSFER FROM CHK", "Transfer from Checking", "Transfer"),
        PaysCard = new(Kind.Transfer, "CREDIT CRD AUTOPAY", "Card Payment"),
        CardPaid = new(Kind.Transfer, "PAYMENT THANK YOU-MOBILE", "Payment Thank You"),
        NoFee = new(Kind.Fee, "MONTHLY SVC FEE WAIVED", "Monthly Service Fee Waived"),
        Interest = new(Kind.Fee, "INTEREST PAID", "Interest Payment", "Interest"),
        Cities =
        [
            ("San Francisco", "CA"),
            ("Oakland", "CA"),
            ("Berkeley", "CA"),
            ("Seattle", "WA"),
            ("Austin", "TX"),
            ("New York", "NY"),
            ("Brooklyn", "NY"),
        ],
        Web = ("Los Gatos", "CA"),
        Foreign = new Dictionary<string, IReadOnlyList<string[]>>(StringComparer.Ordinal)
        {
            ["EUR"] =
            [
                ["REWE SAGT DANKE", "REWE"],
                ["DB VERTRIEB GMBH", "Deutsche Bahn", "DB"],
                ["KAESEHAUS MUELLER", "Käsehaus Müller"],
                ["LODZ KAWIARNIA", "Łódź Kawiarnia"],
            ],
            ["GBP"] =
            [
                ["TESCO STORES", "Tesco", "Tesco Express"],
                ["SAINSBURYS S/MKT", "Sainsbury's", "Sainsburys"],
                ["PRET A MANGER", "Pret A Manger", "Pret"],
                ["GREGGS PLC", "Greggs"],
            ],
            ["JPY"] =
            [
                ["LAWSON", "Lawson", "ローソン"],
                ["MODOBA SUICA", "Suica", "Mobile Suica"],
                ["YODOBASHI CAMERA", "Yodobashi Camera", "ヨドバシカメラ"],
            ],
            ["KWD"] =
            [
                ["SULTAN CENTER", "The Sultan Center", "TSC"],
                ["KNPC FUEL", "KNPC"],
                ["CARIBOU COFFEE KWT", "Caribou Coffee"],
            ],
        },
    };

    /// <summary>Merchants of a kind: the bank's text, then the clean names.</summary>
    public static IReadOnlyList<Merchant> Of(Kind kind, params string[][] rows) =>
        [.. rows.Select(row => new Merchant(kind, row[0], row[1..]))];
}
