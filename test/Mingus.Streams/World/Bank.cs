namespace Mingus.Streams.World;

/// <summary>Books what people do: when it posts, what it showed while pending, what is printed.</summary>
internal sealed class Bank(Rates rates, Catalogue catalogue, Dice dice)
{
    private static readonly Odds<int> AtOnce = Odds.Of((0, 1.0));
    private static readonly Odds<int> Overnight = Odds.Of((1, 1.0));
    private static readonly int[] TipPercents = [15, 18, 20, 22, 25];
    private const int DriftPermilleMax = 15;
    private const int ChangePercentMax = 10;

    /// <summary>A purchase by card. The price is in hundredths of a dollar's worth and excludes a tip.</summary>
    public Transaction Card(Account account, Merchant merchant, int price, DateOnly day, params string[] tags)
    {
        var posted = PostsOn(day, rates.CardLag);
        var pending = account.Currency.Minor(price);
        var final = pending;
        if (merchant.Kind == Kind.Restaurant && dice.Chance(rates.TipShare))
        {
            final = account.Currency.Minor(price + (price * dice.Of(TipPercents) / 100));
            tags = [.. tags, "tip"];
        }
        else if (merchant.Kind == Kind.Fuel && dice.Chance(rates.FuelHoldShare))
        {
            pending = account.Currency.Minor(dice.Of(rates.FuelHold));
            tags = [.. tags, "fuel_preauth"];
        }
        else if (merchant.Kind == Kind.Abroad && dice.Chance(rates.ExchangeDriftShare))
        {
            final += final * dice.Between(-DriftPermilleMax, DriftPermilleMax) / 1000;
        }
        else if (dice.Chance(rates.AmountDriftRate))
        {
            final += final * dice.Between(-ChangePercentMax, ChangePercentMax) / 100;
            tags = [.. tags, "amount_drift"];
        }
        var (city, region) =
            merchant.Kind == Kind.Subscription ? catalogue.Web
            : merchant.Kind.ShowsPlace ? dice.Of(catalogue.Cities)
            : (null, null);
        return Book(account, merchant, final, pending, day, posted, city, region, dice.Digits(4), tags);
    }

    /// <summary>The same purchase again: same merchant, price, place and days.</summary>
    public Transaction Again(Transaction first, Account account, params string[] tags) =>
        Copy(first, account, first.AmountMinor, first.PendingMinor, first.Authorized, first.Posted, 0, tags);

    /// <summary>The same charge a second time; delivered late by so many days.</summary>
    public Transaction SecondCharge(Transaction first, int lateBy, params string[] tags) =>
        Copy(first, first.Account, first.AmountMinor, first.PendingMinor, first.Authorized, first.Posted, lateBy, tags);

    /// <summary>The money of a purchase comes back.</summary>
    public Transaction Back(Transaction first, DateOnly day, DateOnly? posts, params string[] tags) =>
        Copy(first, first.Account, -first.AmountMinor, -first.AmountMinor, day, posts, 0, tags);

    /// <summary>The day on which what comes back posts: the next working day.</summary>
    public DateOnly PostsNextDay(DateOnly day) => PostsOn(day, Overnight);

    /// <summary>A hold or an attempt that never becomes a transaction.</summary>
    public Transaction Dead(Account account, Merchant merchant, long minor, DateOnly day)
    {
        var (city, region) = dice.Of(catalogue.Cities);
        return new Transaction
        {
            Account = account,
            Merchant = merchant,
            AmountMinor = minor,
            PendingMinor = minor,
            Authorized = day,
            Posted = null,
            ShowsPending = true,
            Expires = day.AddDays(dice.Between(3, 14)),
            StoreNumber = dice.Digits(4),
            City = city,
            Region = region,
            Reference = dice.Digits(12),
            Tags = ["expired_auth"],
        };
    }

    /// <summary>What is no purchase: transfers, salaries, fees. The amount is in minor units, positive out.</summary>
    public Transaction Other(Account account, Merchant merchant, long minor, DateOnly day, params string[] tags)
    {
        var lag =
            merchant.Kind == Kind.Bill ? rates.BillLag
            : merchant == catalogue.PaysCard || merchant == catalogue.CardPaid ? Overnight
            : merchant.Kind == Kind.Transfer ? rates.BillLag
            : AtOnce;
        var placed = merchant == catalogue.Cash || merchant == catalogue.Energy;
        var (city, region) = placed ? dice.Of(catalogue.Cities) : (null, null);
        var number = merchant.FixedNumber ?? dice.Digits(4);
        return Book(account, merchant, minor, minor, day, PostsOn(day, lag), city, region, number, tags);
    }

    private DateOnly PostsOn(DateOnly day, Odds<int> lag)
    {
        var posted = day.AddDays(dice.Of(lag));
        while (posted.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
            posted = posted.AddDays(1);
        return posted;
    }

    private Transaction Book(
        Account account,
        Merchant merchant,
        long minor,
        long pending,
        DateOnly day,
        DateOnly posted,
        string? city,
        string? region,
        string number,
        string[] tags
    ) =>
        new()
        {
            Account = account,
            Merchant = merchant,
            AmountMinor = minor,
            PendingMinor = pending,
            Authorized = day,
            Posted = posted,
            ShowsPending = dice.Chance(merchant.Kind.IsCard ? rates.CardPendingRate : rates.OtherPendingRate),
            StoreNumber = number,
            City = city,
            Region = region,
            Reference = dice.Digits(12),
            Tags = tags,
        };

    private Transaction Copy(
        Transaction first,
        Account account,
        long minor,
        long pending,
        DateOnly day,
        DateOnly? posted,
        int lateBy,
        string[] tags
    ) =>
        new()
        {
            Account = account,
            Merchant = first.Merchant,
            AmountMinor = minor,
            PendingMinor = pending,
            Authorized = day,
            Posted = posted,
            ShowsPending = dice.Chance(first.Merchant.Kind.IsCard ? rates.CardPendingRate : rates.OtherPendingRate),
            LateBy = lateBy,
            StoreNumber = first.StoreNumber,
            City = first.City,
            Region = first.Region,
            Reference = dice.Digits(12),
            Tags = tags,
        };
}
