using System.Diagnostics.Metrics;

namespace Mingus.Server.Metrics;

/// <summary>Names as Prometheus has them: <c>sync.run.duration</c> in seconds is
/// <c>mingus_sync_run_duration_seconds</c>.</summary>
internal static class MetricNames
{
    private const string Ours = "Mingus";

    public static bool IsOurs(Instrument instrument) =>
        instrument.Meter.Name.StartsWith(Ours, StringComparison.Ordinal);

    /// <summary>The name of an instrument.</summary>
    public static string Of(Instrument instrument, bool isCounter)
    {
        var unit = instrument.Unit switch
        {
            "s" => "_seconds",
            "ms" => "_milliseconds",
            "By" => "_bytes",
            _ => "",
        };
        return (IsOurs(instrument) ? "mingus_" : "") + Clean(instrument.Name) + unit + (isCounter ? "_total" : "");
    }

    /// <summary>Letters, digits and underscores.</summary>
    public static string Clean(string name) =>
        string.Create(
            name.Length,
            name,
            static (clean, name) =>
            {
                for (var i = 0; i < clean.Length; i++)
                {
                    clean[i] = char.IsAsciiLetterOrDigit(name[i]) ? name[i] : '_';
                }
            }
        );
}
