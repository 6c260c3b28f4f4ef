using Microsoft.Extensions.Hosting;
using PlanetarySurvival.Hosting.Application;
using PlanetarySurvival.Hosting.Testing;

namespace Aspire.Hosting.Testing;

/// <summary>Begins a test of an application. There is no dashboard unless the test asks for one, and what resources write goes to the loggers too.</summary>
public static class DistributedApplicationTestingBuilder
{
    /// <summary>An empty application.</summary>
    public static IDistributedApplicationTestingBuilder Create(params string[] args) => Create(args, (_, _) => { });

    /// <summary>An empty application.</summary>
    public static IDistributedApplicationTestingBuilder Create(
        string[] args, Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configureBuilder) =>
        new TestingBuilder(new DistributedApplicationBuilder(new DistributedApplicationOptions { Args = args }, ForTests(configureBuilder)), null);

    /// <summary>The application of an AppHost.</summary>
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(
        CancellationToken cancellationToken = default) where TEntryPoint : class =>
        CreateAsync(typeof(TEntryPoint), [], cancellationToken);

    /// <summary>The application of an AppHost that is started with a command line.</summary>
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(
        string[] args, CancellationToken cancellationToken = default) where TEntryPoint : class =>
        CreateAsync(typeof(TEntryPoint), args, cancellationToken);

    /// <summary>The application of an AppHost that is started with a command line and other options.</summary>
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(
        string[] args, Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configureBuilder,
        CancellationToken cancellationToken = default) where TEntryPoint : class =>
        CreateAsync(typeof(TEntryPoint), args, configureBuilder, cancellationToken);

    /// <summary>The application of the AppHost whose assembly holds a type.</summary>
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync(Type entryPoint, CancellationToken cancellationToken = default) =>
        CreateAsync(entryPoint, [], cancellationToken);

    /// <summary>The application of the AppHost whose assembly holds a type, started with a command line.</summary>
    /// <exception cref="DistributedApplicationException">The AppHost ended before it built its application.</exception>
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync(Type entryPoint, string[] args, CancellationToken cancellationToken = default) =>
        CreateAsync(entryPoint, args, (_, _) => { }, cancellationToken);

    /// <summary>The application of the AppHost whose assembly holds a type, started with a command line and other options.</summary>
    /// <exception cref="DistributedApplicationException">The AppHost ended before it built its application.</exception>
    public static async Task<IDistributedApplicationTestingBuilder> CreateAsync(
        Type entryPoint, string[] args, Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configureBuilder,
        CancellationToken cancellationToken = default)
    {
        var interception = new EntryPointInterception(entryPoint.Assembly, ForTests(configureBuilder));
        interception.Start(args);

        return new TestingBuilder(await interception.Builder.WaitAsync(cancellationToken).ConfigureAwait(false), interception);
    }

    private static Action<DistributedApplicationOptions, HostApplicationBuilderSettings> ForTests(
        Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configureBuilder) => (options, settings) =>
        {
            options.DisableDashboard = true;
            options.EnableResourceLogging = true;
            configureBuilder(options, settings);
        };
}
