using System.Globalization;
using PlanetarySurvival.AppHost.Launch;
using PlanetarySurvival.AppHost.Watching;

namespace PlanetarySurvival.AppHost.Crowds;

internal static class BotsSetup
{
    /// <summary>Adds a crowd of bots in one process.</summary>
    public static IResourceBuilder<ProjectResource> AddBots<TProject>(this IDistributedApplicationBuilder builder, string name, int count)
        where TProject : IProjectMetadata, new() => builder.AddProgram<TProject>(name)
            .WithArgs("--count", count.ToString(CultureInfo.InvariantCulture))
            .WithAnnotation(new MayFinish())
            .ExcludeFromManifest();

    public static IResourceBuilder<ProjectResource> WithGateway(this IResourceBuilder<ProjectResource> bots, IResourceBuilder<ProjectResource> gateway) =>
        bots.WithArgs("--gateway", gateway.GetEndpoint("http").NumericUrl());
}
