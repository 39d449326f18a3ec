namespace Mingus.Ledger;

/// <summary>
/// A currency: an ISO 4217 code, or a code of the provider's own (crypto currencies, miles) that ISO does not list. Two
/// currencies are equal when code and officialness are.
/// </summary>
public readonly record struct Currency
{
    /// <summary>Digits kept of a unit whose code ISO 4217 does not list; enough for the smallest part of a
    /// bitcoin.</summary>
    public const int UnofficialMinorDigits = 8;

    // ISO 4217 (amendment 177): the codes in use whose minor unit is not two digits.
    private static readonly Dictionary<string, int> DigitsOf = new(StringComparer.Ordinal)
    {
        ["BIF"] = 0,
        ["CLP"] = 0,
        ["DJF"] = 0,
        ["GNF"] = 0,
        ["ISK"] = 0,
        ["JPY"] = 0,
        ["KMF"] = 0,
        ["KRW"] = 0,
        ["PYG"] = 0,
        ["RWF"] = 0,
        ["UGX"] = 0,
        ["UYI"] = 0,
        ["VND"] = 0,
        ["VUV"] = 0,
        ["XAF"] = 0,
        ["XOF"] = 0,
        ["XPF"] = 0,
        ["BHD"] = 3,
        ["IQD"] = 3,
        ["JOD"] = 3,
        ["KWD"] = 3,
        ["LYD"] = 3,
        ["OMR"] = 3,
        ["TND"] = 3,
        ["CLF"] = 4,
        ["UYW"] = 4,
    };

    private Currency(string code, bool isOfficial)
    {
        Code = code;
        IsOfficial = isOfficial;
    }

    /// <summary>The code, verbatim.</summary>
    public string Code { get; }

    /// <summary>True for ISO 4217 codes, false for a provider's own.</summary>
    public bool IsOfficial { get; }

    /// <summary>Decimal digits of the minor unit: JPY 0, USD 2, KWD 3, unofficial codes 8.</summary>
    public int MinorDigits =>
        !IsOfficial ? UnofficialMinorDigits
        : DigitsOf.TryGetValue(Code, out var digits) ? digits
        : 2;

    /// <summary>Minor units in one unit: 100 cents in a dollar.</summary>
    public long MinorPerUnit =>
        MinorDigits switch
        {
            0 => 1,
            2 => 100,
            3 => 1_000,
            4 => 10_000,
            _ => 100_000_000,
        };

    /// <summary>An ISO 4217 currency.</summary>
    /// <exception cref="ArgumentException">The code is not three capital letters.</exception>
    public static Currency Official(string code) =>
        IsIsoShaped(code)
            ? new(code, isOfficial: true)
            : throw new ArgumentException("An ISO 4217 code is three capital letters.", nameof(code));

    /// <summary>A unit of the provider's own, of 1 to 12 characters.</summary>
    /// <exception cref="ArgumentException">The code is empty or longer than 12 characters.</exception>
    public static Currency Unofficial(string code) =>
        code.Length is > 0 and <= 12
            ? new(code, isOfficial: false)
            : throw new ArgumentException("An unofficial currency code has 1 to 12 characters.", nameof(code));

    /// <summary>True for three capital letters; whether ISO lists them is not asked.</summary>
    public static bool IsIsoShaped(string? code) =>
        code is { Length: 3 } && code.AsSpan().IndexOfAnyExceptInRange('A', 'Z') < 0;

    public override string ToString() => Code;
}
