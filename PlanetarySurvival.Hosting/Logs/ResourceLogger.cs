using Microsoft.Extensions.Logging;

namespace PlanetarySurvival.Hosting.Logs;

internal sealed class ResourceLogger(ResourceLog log) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
            return;

        log.Add(formatter(state, exception), logLevel >= LogLevel.Error);

        if (exception is not null)
            log.Add(exception.ToString(), true);
    }
}
