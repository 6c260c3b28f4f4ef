using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace PlanetarySurvival.Dashboard.Resources;

internal static class ResourcesSetup
{
    public static void AddResources(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ResourceFeed>();
        builder.Services.AddHostedService(services => services.GetRequiredService<ResourceFeed>());
        builder.Services.AddSingleton<SecretValues>();
    }
}
