namespace Mingus.Sync.Schedule;

/// <summary>
/// What a connection's checks said of its webhooks and of the times in its records. Evidence of a webhook is worth half
/// after 56 days. Institutions sum it over their connections.
/// </summary>
internal record struct WebhookEvidence
{
    private const double HalfLifeHours = 56 * 24;

    /// <summary>Checks after webhooks, those that found something, and how many would have by chance.</summary>
    public double Checks { get; set; }

    /// <inheritdoc cref="Checks"/>
    public double Found { get; set; }

    /// <inheritdoc cref="Checks"/>
    public double ByChance { get; set; }

    /// <summary>Changes that a webhook announced, and that none did.</summary>
    public double Announced { get; set; }

    /// <inheritdoc cref="Announced"/>
    public double Unannounced { get; set; }

    /// <summary>Sum and number of delays of webhooks where the change's own time is known, hours.</summary>
    public double DelaySum { get; set; }

    /// <inheritdoc cref="DelaySum"/>
    public double Delays { get; set; }

    /// <summary>Records whose time fell within the interval in which they appeared.</summary>
    public double TimesWithin { get; set; }

    /// <summary>Records whose time is before a check that did not show them, or midnight.</summary>
    public double TimesOutside { get; set; }

    /// <summary>New records of checks in which one change was likely, and how many changes those were.</summary>
    public double Records { get; set; }

    /// <inheritdoc cref="Records"/>
    public double Changes { get; set; }

    /// <summary>Checks without a webhook that found something, and how many were expected to.</summary>
    public double FoundUntold { get; set; }

    /// <inheritdoc cref="FoundUntold"/>
    public double ExpectedUntold { get; set; }

    /// <summary>Lets webhook evidence age.</summary>
    public void Age(double hours)
    {
        var left = Math.Pow(2, -hours / HalfLifeHours);
        (Checks, Found, ByChance) = (Checks * left, Found * left, ByChance * left);
        (Announced, Unannounced) = (Announced * left, Unannounced * left);
        (DelaySum, Delays) = (DelaySum * left, Delays * left);
        (Records, Changes) = (Records * left, Changes * left);
        (FoundUntold, ExpectedUntold) = (FoundUntold * left, ExpectedUntold * left);
    }

    /// <summary>Both together.</summary>
    public static WebhookEvidence operator +(WebhookEvidence one, WebhookEvidence other) =>
        new()
        {
            Checks = one.Checks + other.Checks,
            Found = one.Found + other.Found,
            ByChance = one.ByChance + other.ByChance,
            Announced = one.Announced + other.Announced,
            Unannounced = one.Unannounced + other.Unannounced,
            DelaySum = one.DelaySum + other.DelaySum,
            Delays = one.Delays + other.Delays,
            TimesWithin = one.TimesWithin + other.TimesWithin,
            TimesOutside = one.TimesOutside + other.TimesOutside,
            Records = one.Records + other.Records,
            Changes = one.Changes + other.Changes,
            FoundUntold = one.FoundUntold + other.FoundUntold,
            ExpectedUntold = one.ExpectedUntold + other.ExpectedUntold,
        };
}
