using Microsoft.Extensions.DependencyInjection;
using PlanetarySurvival.Hosting.Commands;
using PlanetarySurvival.Hosting.Running;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Does things to resources.</summary>
public class ResourceCommandService
{
    private readonly IServiceProvider _services;

    internal ResourceCommandService(IServiceProvider services) => _services = services;

    /// <summary>Does something to a resource.</summary>
    public Task<ExecuteCommandResult> ExecuteCommandAsync(IResource resource, string commandName, CancellationToken cancellationToken = default) =>
        ExecuteCommandAsync(resource.Name, commandName, cancellationToken);

    /// <summary>Does something to a resource.</summary>
    public async Task<ExecuteCommandResult> ExecuteCommandAsync(string resourceId, string commandName, CancellationToken cancellationToken = default)
    {
        var resources = _services.GetRequiredService<DistributedApplicationModel>().Resources;

        if (!resources.TryGetByName(resourceId, out var resource))
            return CommandResults.Failure($"There is no resource '{resourceId}'.");

        try
        {
            if (resource.Annotations.OfType<ResourceCommand>().FirstOrDefault(c => c.Name == commandName) is { } command)
            {
                return await command.Execute(new ExecuteCommandContext
                {
                    ServiceProvider = _services,
                    ResourceName = resource.Name,
                    CancellationToken = cancellationToken,
                    Logger = _services.GetRequiredService<ResourceLoggerService>().GetLogger(resource),
                }).ConfigureAwait(false);
            }

            if (_services.GetRequiredService<ApplicationRun>().Find(resource) is not { } run)
                return CommandResults.Failure($"Resource '{resource.Name}' has no process.");

            return commandName switch
            {
                "start" => await run.StartAsync(cancellationToken).ConfigureAwait(false),
                "stop" => await run.StopAsync(cancellationToken).ConfigureAwait(false),
                "restart" => await run.RestartAsync(cancellationToken).ConfigureAwait(false),
                _ => CommandResults.Failure($"Resource '{resource.Name}' has no command '{commandName}'."),
            };
        }
        catch (OperationCanceledException)
        {
            return CommandResults.Canceled();
        }
    }
}
