namespace Mingus.Streams.World;

/// <summary>A currency as far as a household meets it.</summary>
/// <param name="Code">ISO 4217.</param>
/// <param name="Exponent">Decimal places of its minor unit.</param>
/// <param name="PerCent">What a cent's worth is in minor units, in hundredths: how large usual amounts are.</param>
/// <param name="Rounding">Prices are multiples of this many minor units.</param>
/// <param name="AccountName">What banks call a checking account in it.</param>
internal sealed record Currency(string Code, int Exponent, int PerCent, int Rounding, string AccountName)
{
    private static readonly Currency[] Known =
    [
        new("USD", 2, 100, 1, "Everyday Checking"),
        new("EUR", 2, 100, 1, "Girokonto"),
        new("GBP", 2, 100, 1, "Current Account"),
        new("JPY", 0, 130, 1, "Futsu Yokin"),
        new("KRW", 0, 1200, 10, "Ipchulgeum"),
        new("CLP", 0, 900, 10, "Cuenta Corriente"),
        new("KWD", 3, 300, 5, "Current Account"),
        new("BHD", 3, 370, 5, "Current Account"),
        new("TND", 3, 3100, 10, "Compte Courant"),
        new("CHF", 2, 100, 5, "Privatkonto"),
        new("SEK", 2, 1000, 100, "Lonekonto"),
    ];

    public static Currency Of(string code) =>
        Known.FirstOrDefault(currency => currency.Code == code)
        ?? throw new ArgumentException($"no such currency here: {code}", nameof(code));

    /// <summary>An amount of hundredths of a dollar, in minor units of about the same worth.</summary>
    public long Minor(long cents)
    {
        var minor = cents * PerCent / 100;
        return Rounding == 1 ? minor : (minor + (Rounding / 2)) / Rounding * Rounding;
    }

    /// <summary>An amount of minor units as the wire writes it.</summary>
    public decimal Amount(long minor) => minor / Scale;

    private decimal Scale { get; } =
        Exponent switch
        {
            0 => 1m,
            2 => 100m,
            _ => 1000m,
        };
}
