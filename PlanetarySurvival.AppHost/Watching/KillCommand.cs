using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace PlanetarySurvival.AppHost.Watching;

/// <summary>Lets a program die without a word (SIGKILL), so that one can watch the mesh go on without it.</summary>
internal static class KillCommand
{
    public const string Name = "kill";

    public static IResourceBuilder<T> WithKill<T>(this IResourceBuilder<T> program) where T : IResource =>
        program.WithCommand(Name, "Kill", Execute, new CommandOptions
        {
            Description = "Ends the process at once, as a crash would; it is started again.",
            ConfirmationMessage = $"Kill {program.Resource.Name}? The mesh goes on without it, and it is started again.",
            UpdateState = context => context.ResourceSnapshot.State?.Text == KnownResourceStates.Running
                ? ResourceCommandState.Enabled
                : ResourceCommandState.Disabled,
        });

    private static Task<ExecuteCommandResult> Execute(ExecuteCommandContext context)
    {
        var notifications = context.ServiceProvider.GetRequiredService<ResourceNotificationService>();

        if (!notifications.TryGetCurrentState(context.ResourceName, out var update)
            || update.Snapshot.Properties.FirstOrDefault(property => property.Name == "executable.pid")?.Value is not { } id)
        {
            return Task.FromResult(CommandResults.Failure($"'{context.ResourceName}' has no process."));
        }

        try
        {
            using var process = Process.GetProcessById(Convert.ToInt32(id, CultureInfo.InvariantCulture));
            process.Kill();
            return Task.FromResult(CommandResults.Success());
        }
        catch (ArgumentException)
        {
            return Task.FromResult(CommandResults.Failure($"The process of '{context.ResourceName}' has ended already."));
        }
    }
}
