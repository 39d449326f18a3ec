using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;

namespace Mingus.Server.Metrics;

/// <summary>
/// Listens to our meters, to HTTP's and to the runtime's, and gives what they measured in the text format of Prometheus
/// (version 0.0.4).
/// </summary>
internal sealed class MetricsBook : IDisposable
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private static readonly string[] Others = ["Microsoft.AspNetCore.Hosting", "System.Runtime"];

    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    public MetricsBook()
    {
        _listener.InstrumentPublished = Take;
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, entry) => Record(entry, value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, entry) => Record(entry, value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, entry) => Record(entry, value, tags));
        _listener.Start();
    }

    /// <summary>Since the start, whatever is done to the clock.</summary>
    public TimeSpan Uptime => Stopwatch.GetElapsedTime(_began);

    /// <summary>Names of all metrics known so far.</summary>
    public IEnumerable<string> Names => _entries.Keys;

    /// <summary>All there is, as a scrape reads it.</summary>
    public string Write()
    {
        _listener.RecordObservableInstruments();
        var text = new StringBuilder();
        foreach (var (name, entry) in _entries.OrderBy(static e => e.Key, StringComparer.Ordinal))
        {
            text.Append("# HELP ").Append(name).Append(' ').Append(entry.Help).Append('\n');
            text.Append("# TYPE ").Append(name).Append(' ').Append(entry.Series.Type).Append('\n');
            entry.Series.Write(text, name);
        }

        return text.ToString();
    }

    public void Dispose() => _listener.Dispose();

    private void Take(Instrument instrument, MeterListener listener)
    {
        if (!MetricNames.IsOurs(instrument) && !Others.Contains(instrument.Meter.Name, StringComparer.Ordinal))
        {
            return;
        }

        var kind = instrument.GetType().Name.Split('`')[0];
        MetricSeries series = kind switch
        {
            "Histogram" => new BucketSeries(),
            "Counter" => new NumberSeries("counter", isLast: false),
            "ObservableCounter" => new NumberSeries("counter", isLast: true),
            "UpDownCounter" => new NumberSeries("gauge", isLast: false),
            _ => new NumberSeries("gauge", isLast: true),
        };
        var help = (instrument.Description ?? "").ReplaceLineEndings(" ");
        var name = MetricNames.Of(instrument, isCounter: series.Type == "counter");
        listener.EnableMeasurementEvents(instrument, _entries.GetOrAdd(name, new Entry(help, series)));
    }

    private static void Record(object? entry, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        ((Entry)entry!).Series.Record(value, tags);

    private sealed record Entry(string Help, MetricSeries Series);
}
