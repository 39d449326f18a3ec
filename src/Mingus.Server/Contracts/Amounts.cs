using Mingus.Ledger;

namespace Mingus.Server.Contracts;

/// <summary>How a currency crosses the wire: its ISO 4217 code, or the provider's own beside a null.</summary>
internal static class Amounts
{
    public static string? Official(Currency currency) => currency.IsOfficial ? currency.Code : null;

    public static string? Unofficial(Currency currency) => currency.IsOfficial ? null : currency.Code;
}
