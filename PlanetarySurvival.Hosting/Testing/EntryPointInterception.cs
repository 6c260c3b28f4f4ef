using System.Reflection;
using Aspire.Hosting;
using Microsoft.Extensions.Hosting;
using PlanetarySurvival.Hosting.Application;

namespace PlanetarySurvival.Hosting.Testing;

/// <summary>Runs the entry point of an AppHost and stops it where it would build its application.</summary>
internal sealed class EntryPointInterception(Assembly appHost, Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configure)
{
    private static readonly AsyncLocal<EntryPointInterception?> Ambient = new();

    private readonly TaskCompletionSource<DistributedApplicationBuilder> _builder = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _mayBuild = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<DistributedApplication> _application = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The interception that the running code stands under.</summary>
    public static EntryPointInterception? Current => Ambient.Value;

    public Assembly AppHost => appHost;

    public Action<DistributedApplicationOptions, HostApplicationBuilderSettings> Configure => configure;

    /// <summary>The builder, just before it would build.</summary>
    public Task<DistributedApplicationBuilder> Builder => _builder.Task;

    /// <summary>Ends when the application is gone.</summary>
    public Task Over => _over.Task;

    public void Start(string[] args)
    {
        var entryPoint = appHost.EntryPoint ?? throw new DistributedApplicationException($"The assembly '{appHost.GetName().Name}' has no entry point.");

        new Thread(() => Run(entryPoint, args)) { IsBackground = true, Name = "AppHost" }.Start();
    }

    public Task<DistributedApplication> LetBuild()
    {
        _mayBuild.TrySetResult();
        return _application.Task;
    }

    public void BeforeBuild(DistributedApplicationBuilder builder)
    {
        _builder.TrySetResult(builder);
        _mayBuild.Task.GetAwaiter().GetResult();
    }

    public void AfterBuild(DistributedApplication application) => _application.TrySetResult(application);

    public void End()
    {
        _mayBuild.TrySetCanceled();
        _over.TrySetResult();
    }

    private void Run(MethodInfo entryPoint, string[] args)
    {
        Ambient.Value = this;

        try
        {
            var result = entryPoint.Invoke(null, entryPoint.GetParameters().Length > 0 ? [args] : null);
            var exitCode = result switch
            {
                Task<int> task => task.GetAwaiter().GetResult(),
                Task task => Wait(task),
                int code => code,
                _ => 0,
            };

            Fail(new DistributedApplicationException($"The AppHost ended with exit code {exitCode} before it built its application."));
        }
        catch (TargetInvocationException problem)
        {
            Fail(problem.InnerException ?? problem);
        }
        catch (Exception problem)
        {
            Fail(problem);
        }
    }

    private static int Wait(Task task)
    {
        task.GetAwaiter().GetResult();
        return 0;
    }

    private void Fail(Exception problem)
    {
        _builder.TrySetException(problem);
        _application.TrySetException(problem);
    }
}
