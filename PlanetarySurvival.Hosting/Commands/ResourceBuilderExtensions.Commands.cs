using Aspire.Hosting.ApplicationModel;
using PlanetarySurvival.Hosting.Commands;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    /// <summary>Adds something that can be done to the resource.</summary>
    public static IResourceBuilder<T> WithCommand<T>(
        this IResourceBuilder<T> builder, string name, string displayName, Func<ExecuteCommandContext,
            Task<ExecuteCommandResult>> executeCommand, CommandOptions? commandOptions = null) where T : IResource
    {
        foreach (var old in builder.Resource.Annotations.OfType<ResourceCommand>().Where(c => c.Name == name).ToList())
            builder.Resource.Annotations.Remove(old);

        return builder.WithAnnotation(new ResourceCommand(name, displayName, executeCommand, commandOptions ?? new CommandOptions()));
    }
}
