using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using PlanetarySurvival.ServiceDefaults;

namespace Microsoft.Extensions.Hosting;

/// <summary>Brings a program's own tables up to date when it starts.</summary>
public static class MigrationsSetup
{
    /// <summary>
    /// Runs the embedded files <c>Storage/Migrations/NNNN-name.sql</c> of an assembly against the program's <see cref="NpgsqlDataSource"/>, each
    /// once and in order. The program starts meanwhile; <c>/ready</c> waits for it, and so may others through <see cref="MigrationGate"/>.
    /// Processes that start together take turns. A migration that is stopped half-way is run again, so its statements are idempotent.
    /// </summary>
    public static TBuilder AddMigrations<TBuilder>(this TBuilder builder, Assembly assembly) where TBuilder : IHostApplicationBuilder
    {
        var migrations = Migration.ReadAll(assembly);
        var program = assembly.GetName().Name!;

        builder.Services.AddSingleton<MigrationGate>();
        builder.Services.AddHostedService(services => new MigrationWorker(
            new MigrationRun(services.GetRequiredService<NpgsqlDataSource>(), program, migrations),
            services.GetRequiredService<MigrationGate>(),
            services.GetRequiredService<ILogger<MigrationWorker>>()));
        builder.Services.AddHealthChecks().AddCheck<MigrationHealthCheck>("migrations");
        return builder;
    }
}
