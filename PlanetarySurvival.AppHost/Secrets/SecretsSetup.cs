using PlanetarySurvival.AppHost.Launch;

namespace PlanetarySurvival.AppHost.Secrets;

internal static class SecretsSetup
{
    private const int Length = 48;

    /// <summary>A secret that is drawn once and kept with the data, unless it is configured as <c>Parameters:NAME</c>.</summary>
    public static IResourceBuilder<ParameterResource> AddGeneratedSecret(this IDistributedApplicationBuilder builder, string name, LocalLaunch launch)
    {
        var rule = new GenerateParameterDefault { MinLength = Length, Special = false };

        return builder.ExecutionContext.IsPublishMode
            ? builder.AddParameter(name, rule, secret: true)
            : builder.AddParameter(name, () => SecretFile.ReadOrDraw(launch.DataFolder, name, rule.GetDefaultValue), secret: true);
    }
}
