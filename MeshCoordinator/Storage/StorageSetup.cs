using PlanetarySurvival.ServiceDefaults;

namespace PlanetarySurvival.MeshCoordinator.Storage;

internal static class StorageSetup
{
    /// <summary>The fences and the mirror of the mesh in the database. A mesh without its database goes on, so readiness does not ask for it here.</summary>
    public static void AddStorage(this IHostApplicationBuilder builder)
    {
        builder.AddNpgsqlDataSource("world", settings => settings.DisableHealthChecks = true, TracedQueries.WithinTraces);
        builder.AddMigrations(typeof(StorageSetup).Assembly);
        builder.Services.AddSingleton<FenceStore>();
        builder.Services.AddHostedService<RevisionMirror>();
    }
}
