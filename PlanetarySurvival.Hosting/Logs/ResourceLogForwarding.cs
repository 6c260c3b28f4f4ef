using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace PlanetarySurvival.Hosting.Logs;

/// <summary>Gives what resources write to the loggers of the AppHost, so that a test that adds a logger sees it.</summary>
internal sealed partial class ResourceLogForwarding(
    DistributedApplicationModel model, ResourceLoggerService logs, ILoggerFactory loggers, string category) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(model.Resources.Select(resource => ForwardAsync(resource, stoppingToken)));

    private async Task ForwardAsync(IResource resource, CancellationToken cancellationToken)
    {
        var logger = loggers.CreateLogger($"{category}.{resource.Name}");

        try
        {
            await foreach (var lines in logs.WatchAsync(resource).WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                foreach (var line in lines)
                    Log.Line(logger, line.IsErrorMessage ? LogLevel.Error : LogLevel.Information, line.LineNumber, line.Content);
            }
        }
        catch (OperationCanceledException)
        {
            // The application ends.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Message = "{LineNumber}: {Content}")]
        public static partial void Line(ILogger logger, LogLevel level, int lineNumber, string content);
    }
}
