using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Mingus.Scenarios.Support;

/// <summary>Keeps what the product logs, so that a failed test can say what happened.</summary>
internal sealed class LogLines : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = new();

    /// <summary>The last lines, for the message of a failed test.</summary>
    public string Newest => string.Join('\n', _lines.TakeLast(20));

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose() { }

    private sealed class Logger(LogLines lines, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => lines._lines.Enqueue($"{logLevel} {category} {formatter(state, exception)} {exception}");
    }
}
