using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PlanetarySurvival.Hosting.Application;
using PlanetarySurvival.Hosting.Manifests;
using PlanetarySurvival.Hosting.Testing;

namespace Aspire.Hosting;

/// <summary>Programs, containers and settings that belong together.</summary>
public class DistributedApplication : IHost, IAsyncDisposable
{
    private readonly IHost _host;
    private readonly EntryPointInterception? _interception = EntryPointInterception.Current;
    private bool _runs;
    private bool _disposed;

    /// <summary>An application whose services are in a host.</summary>
    public DistributedApplication(IHost host) => _host = host;

    /// <summary>The services of the AppHost itself.</summary>
    public IServiceProvider Services => _host.Services;

    /// <summary>Knows the state of every resource.</summary>
    public ResourceNotificationService ResourceNotifications => Services.GetRequiredService<ResourceNotificationService>();

    /// <summary>Does things to resources.</summary>
    public ResourceCommandService ResourceCommands => Services.GetRequiredService<ResourceCommandService>();

    /// <summary>Begins to put an application together.</summary>
    public static IDistributedApplicationBuilder CreateBuilder() => CreateBuilder([]);

    /// <summary>Begins to put an application together.</summary>
    public static IDistributedApplicationBuilder CreateBuilder(string[] args) => CreateBuilder(new DistributedApplicationOptions { Args = args });

    /// <summary>Begins to put an application together.</summary>
    public static IDistributedApplicationBuilder CreateBuilder(DistributedApplicationOptions options) => new DistributedApplicationBuilder(options);

    /// <summary>Runs the application until it is told to stop (Ctrl+C, SIGTERM), or writes it down if it is to be published.</summary>
    public void Run() => RunAsync().GetAwaiter().GetResult();

    /// <summary>Runs the application until it is told to stop (Ctrl+C, SIGTERM), or writes it down if it is to be published.</summary>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        // A test has put itself between: it starts and stops the application, and the entry point waits until it is over.
        if (_interception is not null && ReferenceEquals(_interception, EntryPointInterception.Current))
        {
            await _interception.Over.ConfigureAwait(false);
            return;
        }

        if (Services.GetRequiredService<DistributedApplicationExecutionContext>().IsPublishMode)
        {
            await using (this)
                await Services.GetRequiredService<Publication>().WriteAsync(cancellationToken).ConfigureAwait(false);

            return;
        }

        await HostingAbstractionsHostExtensions.RunAsync(this, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Starts the resources and returns when all are on their way.</summary>
    public virtual Task StartAsync(CancellationToken cancellationToken = default)
    {
        _runs = true;
        return _host.StartAsync(cancellationToken);
    }

    /// <summary>Stops everything that was started.</summary>
    public virtual Task StopAsync(CancellationToken cancellationToken = default)
    {
        _runs = false;
        return _host.StopAsync(cancellationToken);
    }

    /// <summary>Stops everything that was started.</summary>
    public virtual void Dispose()
    {
        DisposeAsync().AsTask().GetAwaiter().GetResult();
        GC.SuppressFinalize(this);
    }

    /// <summary>Stops everything that was started.</summary>
    public virtual async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;

        _disposed = true;

        try
        {
            // In order, before the services are taken apart in the order of their making.
            if (_runs)
                await StopAsync().ConfigureAwait(false);

            await ((IAsyncDisposable)_host).DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            _interception?.End();
            GC.SuppressFinalize(this);
        }
    }
}
