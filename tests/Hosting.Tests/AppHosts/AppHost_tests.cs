using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using PlanetarySurvival.Hosting.Tests.Applications;

namespace PlanetarySurvival.Hosting.Tests.AppHosts;

public sealed class AppHost_tests
{
    [Fact]
    public async Task The_database_and_the_cache_start_anew_and_again_on_the_same_data()
    {
        var data = Directory.CreateTempSubdirectory("hosting-tests-").FullName;

        for (var start = 0; start < 2; start++)
        {
            await using var builder = await CreateAsync(data);
            KeepOnly(builder, "postgres", "world", "redis", "cache");
            await using var application = await builder.BuildAsync();

            await application.StartAsync();
            await application.ResourceNotifications.WaitForResourceHealthyAsync("world").WaitAsync(TestApplication.Patience);
            await application.ResourceNotifications.WaitForResourceHealthyAsync("cache").WaitAsync(TestApplication.Patience);

            Assert.Contains("Database=world", await application.GetConnectionStringAsync("world"), StringComparison.Ordinal);
        }

        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task A_second_start_with_the_same_data_is_refused()
    {
        var data = Directory.CreateTempSubdirectory("hosting-tests-").FullName;
        await using var first = await CreateAsync(data);

        // The entry point says why on its error output and ends.
        await Assert.ThrowsAsync<DistributedApplicationException>(() => CreateAsync(data));
    }

    [Fact]
    public async Task Every_program_learns_its_name_its_ports_and_where_the_others_are()
    {
        var data = Directory.CreateTempSubdirectory("hosting-tests-").FullName;
        await using var builder = await CreateAsync(data);

        Assert.Equal(
            ["mesh-coordinator-0", "mesh-coordinator-1", "mesh-coordinator-2", "game-server-0", "gateway"],
            builder.Resources.OfType<ProjectResource>().Select(r => r.Name));

        var server = builder.Resources.OfType<ProjectResource>().Single(r => r.Name == "game-server-0");

        Assert.Equal(["game", "query", "gossip", "http", "telemetry", "grpc"], server.Annotations.OfType<EndpointAnnotation>().Select(e => e.Name));
        Assert.All(server.Annotations.OfType<EndpointAnnotation>(), e => Assert.Equal(e.Port, e.TargetPort));
        Assert.All(server.Annotations.OfType<EndpointAnnotation>(), e => Assert.False(e.IsProxied));
    }

    private static Task<IDistributedApplicationTestingBuilder> CreateAsync(string data) =>
        DistributedApplicationTestingBuilder.CreateAsync<global::Projects.PlanetarySurvival_AppHost>(
            ["--data", data, "--ports", "free", "--servers", "1", "--bots", "0"]);

    private static void KeepOnly(IDistributedApplicationTestingBuilder builder, params string[] names)
    {
        foreach (var other in builder.Resources.Where(r => r is not ParameterResource && !names.Contains(r.Name)).ToList())
            builder.Resources.Remove(other);
    }
}
