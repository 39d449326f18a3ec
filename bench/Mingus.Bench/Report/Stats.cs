using System.Globalization;

namespace Mingus.Bench.Report;

/// <summary>Small statistics and how numbers are written.</summary>
internal static class Stats
{
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>1234567 as 1,234,567.</summary>
    public static string Count(double value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    public static string Percent(double share) => (share * 100).ToString("0 '%'", CultureInfo.InvariantCulture);

    public static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>The value that this share of sorted ones does not exceed.</summary>
    public static double At(List<double> sorted, double share) => sorted[(int)((sorted.Count - 1) * share)];

    /// <summary>A table's row: median, 95th and 99th percentile of sorted times, and their goal.</summary>
    public static string[] Row(string name, List<double> sorted, string goal) =>
        [name, Number(At(sorted, 0.5), "0.0"), Number(At(sorted, 0.95), "0.0"), Number(At(sorted, 0.99), "0.0"), goal];
}
