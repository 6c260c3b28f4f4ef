using System.Reflection;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PlanetarySurvival.Hosting.Containers;
using PlanetarySurvival.Hosting.Dashboards;
using PlanetarySurvival.Hosting.Eventing;
using PlanetarySurvival.Hosting.Health;
using PlanetarySurvival.Hosting.Kubernetes;
using PlanetarySurvival.Hosting.Logs;
using PlanetarySurvival.Hosting.Manifests;
using PlanetarySurvival.Hosting.Resources;
using PlanetarySurvival.Hosting.Running;
using PlanetarySurvival.Hosting.Testing;
using PlanetarySurvival.Hosting.Variables;

namespace PlanetarySurvival.Hosting.Application;

internal sealed class DistributedApplicationBuilder : IDistributedApplicationBuilder
{
    private static readonly Dictionary<string, string> Switches = new()
    {
        ["--operation"] = "AppHost:Operation",
        ["--publisher"] = "Publishing:Publisher",
        ["--step"] = "Pipeline:Step",
        ["--output-path"] = "Pipeline:OutputPath",
        ["--log-level"] = "Pipeline:LogLevel",
    };

    // Longer than the time that one process after the other may take to end (ProcessOptions.StopGraceSeconds).
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromMinutes(3);

    private readonly HostApplicationBuilder _inner;
    private readonly EntryPointInterception? _interception = EntryPointInterception.Current;
    private bool _built;

    public DistributedApplicationBuilder(
        DistributedApplicationOptions options, Action<DistributedApplicationOptions, HostApplicationBuilderSettings>? configure = null)
    {
        var settings = new HostApplicationBuilderSettings { Configuration = new ConfigurationManager() };
        settings.Configuration["hostBuilder:reloadConfigOnChange"] = "false";

        configure?.Invoke(options, settings);
        _interception?.Configure(options, settings);

        AppHostAssembly = _interception?.AppHost
            ?? (options.AssemblyName is { } name ? Assembly.Load(name) : Assembly.GetEntryAssembly());
        AppHostDirectory = options.ProjectDirectory ?? Stamped("apphostprojectpath") ?? Directory.GetCurrentDirectory();

        settings.ContentRootPath ??= AppHostDirectory;

        _inner = new HostApplicationBuilder(settings);
        _inner.Configuration.AddCommandLine(options.Args ?? [], Switches);

        ExecutionContext = CreateExecutionContext();
        AddServices(options);
    }

    public ConfigurationManager Configuration => _inner.Configuration;

    public string AppHostDirectory { get; }

    public Assembly? AppHostAssembly { get; }

    public IHostEnvironment Environment => _inner.Environment;

    public IServiceCollection Services => _inner.Services;

    public IDistributedApplicationEventing Eventing { get; } = new ApplicationEventing();

    public DistributedApplicationExecutionContext ExecutionContext { get; }

    public IResourceCollection Resources { get; } = new ResourceCollection();

    public IResourceBuilder<T> AddResource<T>(T resource) where T : IResource
    {
        Resources.Add(resource);
        return CreateResourceBuilder(resource);
    }

    public IResourceBuilder<T> CreateResourceBuilder<T>(T resource) where T : IResource => new ResourceBuilder<T>(this, resource);

    public DistributedApplication Build()
    {
        _interception?.BeforeBuild(this);

        if (_built)
            throw new InvalidOperationException("The application was built already.");

        _built = true;
        var application = new DistributedApplication(_inner.Build());
        _interception?.AfterBuild(application);
        return application;
    }

    private DistributedApplicationExecutionContext CreateExecutionContext()
    {
        var publishes = string.Equals(Configuration["AppHost:Operation"], "publish", StringComparison.OrdinalIgnoreCase)
            || Configuration["Publishing:Publisher"] is not null
            || Configuration["Pipeline:Step"] is not null;

        return new DistributedApplicationExecutionContext(
            publishes ? DistributedApplicationOperation.Publish : DistributedApplicationOperation.Run,
            Configuration["Publishing:Publisher"] ?? (Configuration["Pipeline:Step"] is "publish-manifest" ? "manifest" : "default"));
    }

    private void AddServices(DistributedApplicationOptions options)
    {
        Services.AddSingleton(ExecutionContext);
        Services.AddSingleton(Eventing);
        Services.AddSingleton(new AppHostIdentity(AppHostAssembly, AppHostDirectory));
        Services.AddSingleton(_ => new DistributedApplicationModel(Resources));
        Services.AddSingleton(_ => new ResourceNotificationService());
        Services.AddSingleton(_ => new ResourceLoggerService(Configuration["Logs:Folder"]));
        Services.AddSingleton(services => new ResourceCommandService(services));
        Services.AddSingleton<ProcessVariables>();
        Services.AddSingleton<HealthClient>();
        Services.AddSingleton<HealthMonitor>();
        Services.AddHealthChecks();
        Services.AddSingleton<ProcessGuard>();
        Services.AddSingleton<ContainerEngine>();
        Services.AddOptions<ProcessOptions>().BindConfiguration(ProcessOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        Services.AddSingleton<ManifestWriter>();
        Services.AddSingleton<KubernetesPublisher>();
        Services.AddSingleton<Publication>();
        Services.AddSingleton<ApplicationRun>();

        // First in, so that it starts before and stops after whatever the AppHost adds.
        Services.AddHostedService(services => services.GetRequiredService<ApplicationRun>());

        if (ExecutionContext.IsRunMode && !options.DisableDashboard && Stamped(DashboardHost.MetadataKey) is { } dashboard)
        {
            Services.AddSingleton(_ => DashboardSettings.From(Configuration, ApplicationName()));
            Services.AddHostedService(services => ActivatorUtilities.CreateInstance<DashboardHost>(services, dashboard));
        }

        if (ExecutionContext.IsRunMode && options.EnableResourceLogging)
        {
            var category = $"{AppHostAssembly?.GetName().Name ?? Environment.ApplicationName}.Resources";
            Services.AddHostedService(services => ActivatorUtilities.CreateInstance<ResourceLogForwarding>(services, category));
        }

        Services.Configure<HostOptions>(o => o.ShutdownTimeout = ShutdownTimeout);
        Services.Configure<ConsoleLifetimeOptions>(o => o.SuppressStatusMessages = true);

        if (_interception is not null)
            Services.Replace(ServiceDescriptor.Singleton<IHostLifetime, QuietLifetime>());

        // The console of a test belongs to the one who runs it; a test that wants to read along adds a logger.
        if (options.EnableResourceLogging)
            _inner.Logging.ClearProviders();

        // What a start fails from is thrown to the one who starts, and so are its checks: said once is enough.
        _inner.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        _inner.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        _inner.Logging.AddFilter("Microsoft", LogLevel.Warning);
        _inner.Logging.AddFilter("System.Net.Http", LogLevel.Warning);
    }

    private string ApplicationName()
    {
        var name = AppHostAssembly?.GetName().Name ?? Environment.ApplicationName;
        const string suffix = ".AppHost";

        return name.EndsWith(suffix, StringComparison.Ordinal) ? name[..^suffix.Length] : name;
    }

    private string? Stamped(string key) =>
        AppHostAssembly?.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(a => a.Key == key)?.Value;
}
