using System.Collections.Frozen;

namespace Mingus.Sandbox.Bank;

/// <summary>ISO 4217: which codes are official and how many digits their minor unit has.</summary>
internal static class Currencies
{
    private static readonly FrozenSet<string> s_official = (
        "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF "
        + "CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD "
        + "HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD "
        + "MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN "
        + "PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY "
        + "TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG"
    )
        .Split(' ')
        .ToFrozenSet();

    private static readonly FrozenSet<string> s_whole =
        "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF".Split(' ').ToFrozenSet();

    private static readonly FrozenSet<string> s_thousandths = "BHD IQD JOD KWD LYD OMR TND".Split(' ').ToFrozenSet();

    public static bool IsOfficial(string code) => s_official.Contains(code);

    public static int Digits(string code) =>
        s_whole.Contains(code) ? 0
        : s_thousandths.Contains(code) ? 3
        : 2;

    /// <summary>The amount with exactly the digits of its currency, rounded half away from zero.</summary>
    public static decimal Round(decimal amount, string code)
    {
        var digits = Digits(code);
        // Adding a zero of the wanted scale makes 12.4 print as 12.40.
        return Math.Round(amount, digits, MidpointRounding.AwayFromZero) + new decimal(0, 0, 0, false, (byte)digits);
    }

    /// <summary>One minor unit, for instance 0.01.</summary>
    public static decimal Unit(string code) => new(1, 0, 0, false, (byte)Digits(code));
}
