using PlanetarySurvival.Hosting.Testing;

namespace Aspire.Hosting.Testing;

/// <summary>Begins a test of an application.</summary>
public static class DistributedApplicationTestingBuilder
{
    /// <summary>An empty application.</summary>
    public static IDistributedApplicationTestingBuilder Create(params string[] args) =>
        new TestingBuilder(DistributedApplication.CreateBuilder(new DistributedApplicationOptions { Args = args, DisableDashboard = true }), null);

    /// <summary>The application of an AppHost.</summary>
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(
        CancellationToken cancellationToken = default) where TEntryPoint : class =>
        CreateAsync(typeof(TEntryPoint), [], cancellationToken);

    /// <summary>The application of an AppHost that is started with a command line.</summary>
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(
        string[] args, CancellationToken cancellationToken = default) where TEntryPoint : class =>
        CreateAsync(typeof(TEntryPoint), args, cancellationToken);

    /// <summary>The application of the AppHost whose assembly holds a type.</summary>
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync(Type entryPoint, CancellationToken cancellationToken = default) =>
        CreateAsync(entryPoint, [], cancellationToken);

    /// <summary>The application of the AppHost whose assembly holds a type, started with a command line.</summary>
    /// <exception cref="DistributedApplicationException">The AppHost ended before it built its application.</exception>
    public static async Task<IDistributedApplicationTestingBuilder> CreateAsync(Type entryPoint, string[] args, CancellationToken cancellationToken = default)
    {
        var interception = new EntryPointInterception(entryPoint.Assembly, options => options.DisableDashboard = true);
        interception.Start(args);

        return new TestingBuilder(await interception.Builder.WaitAsync(cancellationToken).ConfigureAwait(false), interception);
    }
}
