using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace PlanetarySurvival.Testing;

/// <summary>Keeps what loggers are given, by category; the newest lines of each, so that a long test stays small.</summary>
public sealed class CapturedLogs : ILoggerProvider
{
    private const int LinesMax = 5_000;

    private readonly ConcurrentDictionary<string, ConcurrentQueue<CapturedLine>> _lines = [];

    /// <summary>The lines of the category that ends with a name, such as that of a resource.</summary>
    public IReadOnlyList<CapturedLine> Of(string name) =>
        [.. _lines.Where(category => category.Key.EndsWith(name, StringComparison.Ordinal)).SelectMany(category => category.Value)];

    /// <inheritdoc />
    public ILogger CreateLogger(string categoryName) => new CapturingLogger(_lines.GetOrAdd(categoryName, _ => new ConcurrentQueue<CapturedLine>()));

    /// <inheritdoc />
    public void Dispose() => _lines.Clear();

    private sealed class CapturingLogger(ConcurrentQueue<CapturedLine> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lines.Enqueue(new CapturedLine(logLevel, formatter(state, exception)));

            if (lines.Count > LinesMax)
                lines.TryDequeue(out _);
        }
    }
}

/// <summary>A line of a log.</summary>
public sealed record CapturedLine(LogLevel Level, string Text);
