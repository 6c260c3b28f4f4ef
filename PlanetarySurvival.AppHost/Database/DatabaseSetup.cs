using Microsoft.Extensions.DependencyInjection;
using PlanetarySurvival.AppHost.Deployments;
using PlanetarySurvival.AppHost.Engines;
using PlanetarySurvival.AppHost.Launch;
using PlanetarySurvival.AppHost.Secrets;

namespace PlanetarySurvival.AppHost.Database;

internal static class DatabaseSetup
{
    private const int Port = 26257;
    private const string Image = "cockroachdb/cockroach";
    private const string ImageTag = "v25.2.2";
    private const string Volume = "planetary-survival-cockroachdb";
    private const string DeployedStorage = "100Gi";
    private const int AdminPort = 8080;

    /// <summary>
    /// Adds the database of the world, as a connection string of that name: CockroachDB in a container where an engine runs, else PostgreSQL of
    /// the machine, else PostgreSQL from its npm package.
    /// </summary>
    /// <exception cref="DistributedApplicationException">None of them is to be had.</exception>
    public static IResourceBuilder<ConnectionStringResource> AddWorldDatabase(this IDistributedApplicationBuilder builder, string name, LocalLaunch launch)
    {
        if (builder.ExecutionContext.IsPublishMode)
            return builder.AddCockroach(name, launch, Port);

        // A world that was begun with PostgreSQL stays there, whatever the machine has by now.
        var folder = launch.FolderOf("postgres");
        var begunWith = PostgresFolder.MajorVersion(folder);
        var port = launch.Ports.TakeOrMove("database", "tcp", Port);

        if (launch.Ports.HasMoved(port, Port))
            launch.Remarks.Add($"The database listens on port {port}, since {Port} is taken.");

        if (begunWith is null && ContainerEngines.Answers)
            return builder.AddCockroach(name, launch, port);

        var programs = PostgresPrograms.Find(begunWith, launch.ToolFolder);
        launch.Remarks.Add($"Database: PostgreSQL, {programs.Origin}.");
        return builder.AddPostgres(name, launch, new PostgresFolder(folder, programs), port);
    }

    private static IResourceBuilder<ConnectionStringResource> AddCockroach(
        this IDistributedApplicationBuilder builder, string name, LocalLaunch launch, int port)
    {
        var cockroach = builder.AddContainer("cockroachdb", Image, ImageTag)
            .WithEndpoint(port, Port, "tcp", "tcp", isProxied: false)
            .WithArgs("start-single-node", "--insecure", "--store=/cockroach/cockroach-data")
            .WithEnvironment("COCKROACH_DATABASE", name)
            .WithVolume(builder.ExecutionContext.IsRunMode ? ContainerEngines.VolumeName(launch, "cockroachdb")
                : Volume, "/cockroach/cockroach-data");

        if (launch.Publishes)
        {
            cockroach
                .WithHttpEndpoint(AdminPort, AdminPort, "http", isProxied: false)
                .WithHttpProbe(ProbeType.Liveness, "/health", initialDelaySeconds: 30, endpointName: "http")
                .WithHttpProbe(ProbeType.Readiness, "/health?ready=1", initialDelaySeconds: 10, endpointName: "http")
                .OnKubernetes(launch, resource =>
                {
                    resource.BecomeStatefulSet("cockroachdb-headless", Volume, DeployedStorage);
                    resource.AlsoKnownAs("cockroachdb-headless", "tcp", "http").OfPods();
                    resource.AlsoKnownAs("cockroachdb-public", "tcp", "http");
                });
        }

        var endpoint = cockroach.GetEndpoint("tcp");
        var connection = builder.AddConnectionString(name, ReferenceExpression.Create(
            $"Host={endpoint.Property(EndpointProperty.Host)};Port={endpoint.Property(EndpointProperty.Port)};Database={name};Username=root;SSL Mode=Disable"));

        return builder.CheckedBy(cockroach, connection, () => DatabaseHealthCheck.CreateDatabaseFirst);
    }

    private static IResourceBuilder<ConnectionStringResource> AddPostgres(
        this IDistributedApplicationBuilder builder, string name, LocalLaunch launch, PostgresFolder folder, int port)
    {
        var password = builder.AddGeneratedSecret("database-password", launch);
        var postgres = builder.AddExecutable("postgres", "sh", folder.WorkingDirectory, folder.ServerCommand(port))
            .WithEndpoint(port, port, "tcp", "tcp", isProxied: false);

        builder.Eventing.Subscribe<BeforeResourceStartedEvent>(postgres.Resource, async (started, token) =>
        {
            var notifications = started.Services.GetRequiredService<ResourceNotificationService>();
            var log = started.Services.GetRequiredService<ResourceLoggerService>().GetLogger(postgres.Resource);

            await folder.Programs.InstallAsync(
                () => notifications.PublishUpdateAsync(
                    postgres.Resource, s => s with { State = new("Installing", KnownResourceStateStyles.Info) }), log, token);
            await folder.PrepareAsync(name, (await password.Resource.GetValueAsync(token))!, log, token);
        });

        var endpoint = postgres.GetEndpoint("tcp");
        const string user = PostgresFolder.UserName;
        var (host, number) = (endpoint.Property(EndpointProperty.IPV4Host), endpoint.Property(EndpointProperty.Port));
        var connection = builder.AddConnectionString(name, ReferenceExpression.Create(
            $"Host={host};Port={number};Database={name};Username={user};Password={password}"));

        return builder.CheckedBy(postgres, connection, () => DatabaseHealthCheck.ExpectDatabase);
    }

    private static IResourceBuilder<ConnectionStringResource> CheckedBy<T>(
        this IDistributedApplicationBuilder builder, IResourceBuilder<T> server, IResourceBuilder<ConnectionStringResource> connection,
            Func<DatabaseHealthCheck.Existence> existence)
        where T : class, IResourceWithWaitSupport
    {
        var key = $"{server.Resource.Name}_accepts_statements";

        builder.Services.AddHealthChecks().AddAsyncCheck(key, token => DatabaseHealthCheck.CheckAsync(connection.Resource, existence(), token));
        server.WithHealthCheck(key);

        return connection.WaitFor(server).WithParentRelationship(server);
    }
}
