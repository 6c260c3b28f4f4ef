using Aspire.Hosting.ApplicationModel;

namespace PlanetarySurvival.Hosting.Commands;

/// <summary>A command that an AppHost added to a resource.</summary>
internal sealed record ResourceCommand(
    string Name, string DisplayName, Func<ExecuteCommandContext, Task<ExecuteCommandResult>> Execute, CommandOptions Options) : IResourceAnnotation;
