using System.Globalization;
using System.Text;

namespace Mingus.Server.Metrics;

/// <summary>What is measured under one name, kept as a scrape wants it: sums, last values, or buckets by
/// label.</summary>
internal abstract class MetricSeries
{
    /// <summary>Of one name; more label values than this are no labels.</summary>
    private const int SeriesMax = 1_000;

    private readonly Dictionary<string, double[]> _values = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>The word of the exposition format.</summary>
    public abstract string Type { get; }

    /// <summary>Numbers kept for each set of labels.</summary>
    protected abstract int Width { get; }

    /// <summary>Takes a measurement.</summary>
    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = Labels(tags);
        lock (_lock)
        {
            if (!_values.TryGetValue(labels, out var kept))
            {
                if (_values.Count >= SeriesMax)
                {
                    return;
                }

                _values[labels] = kept = new double[Width];
            }

            Add(kept, value);
        }
    }

    /// <summary>Writes every line of it.</summary>
    public void Write(StringBuilder text, string name)
    {
        lock (_lock)
        {
            foreach (var (labels, kept) in _values.OrderBy(static v => v.Key, StringComparer.Ordinal))
            {
                Write(text, name, labels, kept);
            }
        }
    }

    protected abstract void Add(double[] kept, double value);

    protected abstract void Write(StringBuilder text, string name, string labels, double[] kept);

    protected static void Line(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0)
        {
            text.Append('{').Append(labels).Append('}');
        }

        text.Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
    }

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.Length == 0)
        {
            return "";
        }

        var text = new StringBuilder();
        foreach (var (key, value) in tags)
        {
            text.Append(text.Length > 0 ? "," : "").Append(MetricNames.Clean(key)).Append("=\"");
            text.Append(
                    Convert
                        .ToString(value, CultureInfo.InvariantCulture)
                        ?.Replace("\\", "\\\\", StringComparison.Ordinal)
                        .Replace("\"", "\\\"", StringComparison.Ordinal)
                        .Replace("\n", "\\n", StringComparison.Ordinal)
                )
                .Append('"');
        }

        return text.ToString();
    }
}

/// <summary>Sums, or the last value where the instrument itself sums.</summary>
internal sealed class NumberSeries(string type, bool isLast) : MetricSeries
{
    public override string Type => type;

    protected override int Width => 1;

    protected override void Add(double[] kept, double value) => kept[0] = isLast ? value : kept[0] + value;

    protected override void Write(StringBuilder text, string name, string labels, double[] kept) =>
        Line(text, name, labels, kept[0]);
}

/// <summary>How many were at most so large, their number and their sum.</summary>
internal sealed class BucketSeries : MetricSeries
{
    private static readonly double[] Bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

    public override string Type => "histogram";

    // The buckets, then the number of all, then their sum.
    protected override int Width => Bounds.Length + 2;

    protected override void Add(double[] kept, double value)
    {
        for (var i = 0; i < Bounds.Length; i++)
        {
            kept[i] += value <= Bounds[i] ? 1 : 0;
        }

        kept[^2]++;
        kept[^1] += value;
    }

    protected override void Write(StringBuilder text, string name, string labels, double[] kept)
    {
        var others = labels.Length > 0 ? labels + "," : "";
        for (var i = 0; i < Bounds.Length; i++)
        {
            var bound = Bounds[i].ToString(CultureInfo.InvariantCulture);
            Line(text, $"{name}_bucket", $"{others}le=\"{bound}\"", kept[i]);
        }

        Line(text, $"{name}_bucket", $"{others}le=\"+Inf\"", kept[^2]);
        Line(text, $"{name}_sum", labels, kept[^1]);
        Line(text, $"{name}_count", labels, kept[^2]);
    }
}
