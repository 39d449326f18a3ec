using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Mingus.Scenarios.Support;

/// <summary>Hears everything this process tells of itself: logs of every category at every level with their scopes and
/// exceptions, spans with tags and events, measurements with their labels.</summary>
internal sealed class TelemetryTap : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _heard = new();
    private readonly ActivityListener _spans;
    private readonly MeterListener _meters = new();

    public TelemetryTap()
    {
        _spans = new ActivityListener
        {
            ShouldListenTo = static _ => true,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) =>
                ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
                Hear($"span {span.Source.Name} {span.DisplayName} {span.StatusDescription}", span),
        };
        ActivitySource.AddActivityListener(_spans);
        _meters.InstrumentPublished = static (instrument, listener) => listener.EnableMeasurementEvents(instrument);
        _meters.SetMeasurementEventCallback<long>((i, value, tags, _) => Hear(i, value, tags));
        _meters.SetMeasurementEventCallback<int>((i, value, tags, _) => Hear(i, value, tags));
        _meters.SetMeasurementEventCallback<double>((i, value, tags, _) => Hear(i, value, tags));
        _meters.Start();
    }

    public int Lines => _heard.Count;

    /// <summary>All of it, a line each.</summary>
    public string Text => string.Join('\n', _heard);

    /// <summary>What else left the process: an answer, an address.</summary>
    public void Hear(string line) => _heard.Enqueue(line);

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
        _spans.Dispose();
        _meters.Dispose();
    }

    private void Hear(string line, Activity span)
    {
        var text = new StringBuilder(line);
        foreach (var (name, value) in span.TagObjects)
        {
            text.Append(' ').Append(name).Append('=').Append(value);
        }

        foreach (var (name, value) in span.Events.SelectMany(static e => e.Tags))
        {
            text.Append(' ').Append(name).Append('=').Append(value);
        }

        Hear(text.ToString());
    }

    private void Hear<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = new StringBuilder($"meter {instrument.Name} {value}");
        foreach (var (name, label) in tags)
        {
            text.Append(' ').Append(name).Append('=').Append(label);
        }

        Hear(text.ToString());
    }

    private sealed class Logger(TelemetryTap tap, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            tap.Hear($"scope {category} {state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            tap.Hear($"{logLevel} {category} {formatter(state, exception)} {exception}");
            if (state is IEnumerable<KeyValuePair<string, object?>> members)
            {
                tap.Hear(string.Join(' ', members.Select(static m => $"{m.Key}={m.Value}")));
            }
        }
    }
}
