using System.Net.Sockets;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using PlanetarySurvival.Hosting.Tests.Applications;

namespace PlanetarySurvival.Hosting.Tests.Publishing;

/// <summary>What cannot be published is said, with the name of the resource.</summary>
public sealed class Publisher_tests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("publisher-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public Task A_chart_needs_a_cluster_in_the_graph() => RefusedAsync(builder => builder.AddContainer("store", "store"), "no Kubernetes environment");

    [Fact]
    public Task A_folder_of_this_machine_cannot_be_mounted_there() => RefusedAsync(
        builder =>
        {
            builder.AddKubernetesEnvironment("cluster").WithDashboard(false);
            builder.AddContainer("store", "store").WithBindMount("conf", "/etc/store");
        },
        "'store': Bind mounts are not supported");

    [Fact]
    public Task A_secret_is_no_argument() => RefusedAsync(
        builder =>
        {
            builder.AddKubernetesEnvironment("cluster").WithDashboard(false);
            builder.AddContainer("store", "store").WithArgs(builder.AddParameter("password", secret: true));
        },
        "'store': an argument holds a secret");

    [Fact]
    public Task The_dashboard_is_not_deployed() => RefusedAsync(builder => builder.AddKubernetesEnvironment("cluster"), "WithDashboard(false)");

    [Fact]
    public async Task Templates_of_something_else_are_not_replaced()
    {
        var page = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "templates")).FullName, "page.html");
        await File.WriteAllTextAsync(page, "somebody's");

        await RefusedAsync(builder => builder.AddKubernetesEnvironment("cluster").WithDashboard(false), "has templates and no Chart.yaml");

        Assert.Equal("somebody's", await File.ReadAllTextAsync(page));
    }

    [Fact]
    public Task An_unknown_publisher_is_named() => RefusedAsync(_ => { }, "'swarm' is not known", "--publisher", "swarm");

    [Fact]
    public Task What_is_changed_for_a_cluster_needs_one_in_the_manifest_too() => RefusedAsync(
        builder => builder.AddContainer("store", "store").PublishAsKubernetesService(_ => { }), "'store' is configured to publish", "--publisher", "manifest");

    [Fact]
    public async Task Secrets_settings_and_ports_find_their_places()
    {
        var builder = Builder("--publisher", "kubernetes");
        builder.AddKubernetesEnvironment("cluster").WithDashboard(false).WithHelm(chart => chart.WithChartName("small").WithChartVersion("1.2.3"));
        var password = builder.AddParameter("db-password", secret: true);
        var store = builder.AddContainer("data-store", "store", "1").WithEndpoint(53, 5353, name: "names", protocol: ProtocolType.Udp);
        var host = store.GetEndpoint("names").Property(EndpointProperty.Host);
        var connection = builder.AddConnectionString("db", ReferenceExpression.Create($"Host={host};Password={password}"));
        builder.AddContainer("reader", "reader").WithReference(connection).WithEnvironment("PLAIN", "yes");

        await builder.Build().RunAsync();

        Says("templates/reader/secrets.yaml", "ConnectionStrings__db: \"Host=data-store-service;Password={{ .Values.secrets.reader.db_password }}\"");
        Says("templates/reader/config.yaml", "PLAIN: \"{{ .Values.config.reader.PLAIN }}\"");
        Says("values.yaml", "PLAIN: \"yes\"");
        Says("values.yaml", "db_password: \"\"");
        Says("templates/data-store/service.yaml", "protocol: \"UDP\"\n      port: 53\n      targetPort: 5353");
        Says("Chart.yaml", "name: \"small\"\nversion: \"1.2.3\"");
    }

    [Fact]
    public async Task Replicas_are_refused_where_they_would_not_run()
    {
        await using var test = new TestApplication();
        var problem = Assert.Throws<DistributedApplicationException>(() => test.Builder.AddProject<global::Projects.Gateway>("gateway").WithReplicas(2));

        Assert.Contains("'gateway'", problem.Message, StringComparison.Ordinal);
    }

    private async Task RefusedAsync(Action<IDistributedApplicationBuilder> add, string expected, params string[] arguments)
    {
        var builder = Builder(arguments.Length == 0 ? ["--publisher", "kubernetes"] : arguments);
        add(builder);

        var problem = await Assert.ThrowsAsync<DistributedApplicationException>(() => builder.Build().RunAsync());

        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
    }

    private IDistributedApplicationBuilder Builder(params string[] arguments) => DistributedApplication.CreateBuilder(new DistributedApplicationOptions
    {
        Args = ["--operation", "publish", "--output-path", _folder, .. arguments],
        ProjectDirectory = _folder,
        DisableDashboard = true,
    });

    private void Says(string file, string text) => Assert.Contains(text, File.ReadAllText(Path.Combine(_folder, file)), StringComparison.Ordinal);
}
