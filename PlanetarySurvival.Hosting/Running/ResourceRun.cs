using System.Collections.Immutable;
using System.ComponentModel;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PlanetarySurvival.Hosting.Application;
using PlanetarySurvival.Hosting.Commands;
using PlanetarySurvival.Hosting.Containers;
using PlanetarySurvival.Hosting.Endpoints;
using PlanetarySurvival.Hosting.Executables;
using PlanetarySurvival.Hosting.Health;
using PlanetarySurvival.Hosting.Projects;
using PlanetarySurvival.Hosting.Variables;

namespace PlanetarySurvival.Hosting.Running;

/// <summary>One resource: starts, watches and stops its process, and publishes its state.</summary>
internal sealed partial class ResourceRun(
    IResource resource,
    IDistributedApplicationEventing eventing,
    ResourceNotificationService notifications,
    ResourceLoggerService loggers,
    ProcessVariables variables,
    HealthMonitor health,
    ProcessGuard guard,
    ContainerEngine containers,
    AppHostIdentity appHost,
    IOptions<ProcessOptions> processes,
    DistributedApplicationExecutionContext executionContext,
    IServiceProvider services)
{
    private readonly Lock _lock = new();
    private readonly ILogger _logger = loggers.GetLogger(resource);
    private Attempt? _attempt;
    private bool _closed;

    private bool HasProcess => resource is ProjectResource or ExecutableResource or ContainerResource;

    /// <summary>Makes the resource known.</summary>
    public async Task IntroduceAsync()
    {
        await PublishAsync(snapshot => snapshot with
        {
            ResourceType = resource switch
            {
                ProjectResource => "Project",
                ContainerResource => "Container",
                ExecutableResource => "Executable",
                ParameterResource => "Parameter",
                ConnectionStringResource => "ConnectionString",
                _ => resource.GetType().Name,
            },
            CreationTimeStamp = DateTime.UtcNow,
            State = KnownResourceStates.NotStarted,
            HealthReports = HealthMonitor.Unknown(resource),
            Relationships = [.. resource.Annotations.OfType<ResourceRelationshipAnnotation>().Select(
                r => new RelationshipSnapshot(r.Resource.Name, r.Type)).Distinct()],
        }).ConfigureAwait(false);

        await PublishUrlsAsync().ConfigureAwait(false);
    }

    /// <summary>Starts without waiting for the outcome, which is published.</summary>
    public void Begin() => _ = TryBegin(out _);

    /// <summary>Starts and waits until the process runs or cannot.</summary>
    public async Task<ExecuteCommandResult> StartAsync(CancellationToken cancellationToken)
    {
        // Who has just read of its end may want it back before the last of it is cleared away.
        if (_attempt is { IsEnding: true } ending)
            await ending.Task.WaitAsync(cancellationToken).ConfigureAwait(false);

        if (!TryBegin(out var attempt))
            return CommandResults.Failure(_closed ? "The application is ending." : $"Resource '{resource.Name}' is started already.");

        return await attempt.Started.Task.WaitAsync(cancellationToken).ConfigureAwait(false)
            ? CommandResults.Success()
            : CommandResults.Failure($"Resource '{resource.Name}' could not be started; its log says why.");
    }

    /// <summary>Ends the process: it is asked to, and killed if it takes too long.</summary>
    public async Task<ExecuteCommandResult> StopAsync(CancellationToken cancellationToken)
    {
        if (_attempt is not { } attempt || attempt.Task.IsCompleted)
            return CommandResults.Failure($"Resource '{resource.Name}' does not run.");

        await attempt.StopAsync().ConfigureAwait(false);
        await attempt.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        return CommandResults.Success();
    }

    public async Task<ExecuteCommandResult> RestartAsync(CancellationToken cancellationToken)
    {
        await StopAsync(cancellationToken).ConfigureAwait(false);
        return await StartAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>From now on nothing starts.</summary>
    public void Close()
    {
        lock (_lock)
            _closed = true;
    }

    private bool TryBegin(out Attempt attempt)
    {
        lock (_lock)
        {
            attempt = new Attempt(this);

            if (_closed || _attempt is { Task.IsCompleted: false })
                return false;

            _attempt = attempt;
            attempt.Begin();
            return true;
        }
    }

    private Task PublishAsync(Func<CustomResourceSnapshot, CustomResourceSnapshot> change) => notifications.PublishUpdateAsync(resource, snapshot =>
    {
        var changed = change(snapshot);
        return changed with { Commands = Commands(changed) };
    });

    private Task PublishStateAsync(string state, string style) => PublishAsync(snapshot => snapshot with { State = new(state, style) });

    private async Task PublishUrlsAsync()
    {
        var urls = new List<ResourceUrlAnnotation>();

        if (resource is IResourceWithEndpoints withEndpoints)
            urls.AddRange(withEndpoints.GetEndpoints().Select(e => new ResourceUrlAnnotation { Url = e.Url, Endpoint = e }));

        urls.AddRange(resource.Annotations.OfType<ResourceUrlAnnotation>());

        var context = new ResourceUrlsCallbackContext(executionContext, resource, urls) { Logger = _logger };

        foreach (var callback in resource.Annotations.OfType<UrlsCallback>())
            await callback.Callback(context).ConfigureAwait(false);

        await PublishAsync(snapshot => snapshot with
        {
            Urls = [.. context.Urls.OrderByDescending(u => u.DisplayOrder ?? 0)
                .Select(u => new UrlSnapshot(u.Endpoint?.EndpointName, u.Url, u.DisplayLocation == UrlDisplayLocation.DetailsOnly)
                {
                    DisplayProperties = new(u.DisplayText ?? "", u.DisplayOrder ?? 0),
                })],
        }).ConfigureAwait(false);
    }

    private ImmutableArray<ResourceCommandSnapshot> Commands(CustomResourceSnapshot snapshot)
    {
        var commands = new List<ResourceCommandSnapshot>();

        if (HasProcess)
        {
            var state = snapshot.State?.Text;
            var runs = state == KnownResourceStates.Running || state == KnownResourceStates.Starting || state == KnownResourceStates.Waiting;
            var rests = state == KnownResourceStates.NotStarted || state == KnownResourceStates.RuntimeUnhealthy ||
                KnownResourceStates.TerminalStates.Contains(state);

            commands.Add(Command(KnownResourceCommands.StartCommand, rests, "Start"));
            commands.Add(Command(KnownResourceCommands.StopCommand, runs, "Stop"));
            commands.Add(Command(KnownResourceCommands.RestartCommand, runs, "Restart"));
        }

        foreach (var command in resource.Annotations.OfType<ResourceCommand>())
        {
            var state = command.Options.UpdateState?.Invoke(new UpdateCommandStateContext { ResourceSnapshot = snapshot, ServiceProvider = services });
            commands.Add(new(command.Name, state ?? ResourceCommandState.Enabled, command.DisplayName, command.Options.Description,
                command.Options.IsHighlighted)
            { ConfirmationMessage = command.Options.ConfirmationMessage });
        }

        return [.. commands];
    }

    private static ResourceCommandSnapshot Command(string name, bool isEnabled, string displayName) =>
        new(name, isEnabled ? ResourceCommandState.Enabled : ResourceCommandState.Disabled, displayName, null, true);

    /// <summary>One start of the resource, up to the end of its process.</summary>
    private sealed class Attempt(ResourceRun run)
    {
        private readonly CancellationTokenSource _stopping = new();
        private ChildProcess? _child;

        /// <summary>Whether the process runs; false once it cannot.</summary>
        public TaskCompletionSource<bool> Started { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Task { get; private set; } = Task.CompletedTask;

        /// <summary>The process is gone; only clearing away is left.</summary>
        public bool IsEnding { get; private set; }

        public void Begin() => Task = Task.Run(RunAsync);

        public async Task StopAsync()
        {
            await _stopping.CancelAsync().ConfigureAwait(false);

            if (_child is not { } child)
                return;

            if (!child.Exited.IsCompleted)
                await run.PublishStateAsync(KnownResourceStates.Stopping, KnownResourceStateStyles.Info).ConfigureAwait(false);

            child.Terminate();
            await Task.WhenAny(child.Exited, Task.Delay(run.StopGrace)).ConfigureAwait(false);

            if (!child.Exited.IsCompleted)
            {
                Log.Killed(run._logger, run.Name, run.StopGrace.TotalSeconds);
                child.Kill();
            }
        }

        private async Task RunAsync()
        {
            try
            {
                await PrepareAsync().ConfigureAwait(false);

                if (run.HasProcess)
                    await RunProcessAsync().ConfigureAwait(false);
                else
                    await StandAsync().ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                IsEnding = true;
                await run.PublishStateAsync(KnownResourceStates.NotStarted, KnownResourceStateStyles.Info).ConfigureAwait(false);
            }
            catch (NoContainerEngineException)
            {
                IsEnding = true;
                Log.NoEngine(run._logger, run.Name);
                await run.PublishStateAsync(KnownResourceStates.RuntimeUnhealthy, KnownResourceStateStyles.Warn).ConfigureAwait(false);
            }
            catch (Exception problem)
            {
                // Whatever a callback of the AppHost or the system throws: this resource does not start, and says why.
                IsEnding = true;
                Log.Failed(run._logger, run.Name, problem.Message);
                await run.PublishAsync(snapshot => snapshot with
                {
                    State = new(KnownResourceStates.FailedToStart, KnownResourceStateStyles.Error),
                    StopTimeStamp = DateTime.UtcNow,
                }).ConfigureAwait(false);
            }
            finally
            {
                Started.TrySetResult(false);
            }
        }

        private async Task PrepareAsync()
        {
            await run.PublishAsync(snapshot => snapshot with
            {
                State = new(KnownResourceStates.Waiting, KnownResourceStateStyles.Info),
                ExitCode = null,
                StartTimeStamp = null,
                StopTimeStamp = null,
                IsReady = false,
                HealthReports = HealthMonitor.Unknown(run.Resource),
            }).ConfigureAwait(false);

            await run.Notifications.WaitForDependenciesAsync(run.Resource, _stopping.Token).ConfigureAwait(false);

            await run.PublishStateAsync(KnownResourceStates.Starting, KnownResourceStateStyles.Info).ConfigureAwait(false);
            await run.Eventing.PublishAsync(new BeforeResourceStartedEvent(run.Resource, run.Services), _stopping.Token).ConfigureAwait(false);
        }

        /// <summary>A resource without a process has its value, or has not.</summary>
        private async Task StandAsync()
        {
            var state = KnownResourceStates.Running;

            if (run.Resource is ParameterResource parameter)
            {
                await parameter.GetValueAsync(_stopping.Token).ConfigureAwait(false);
                state = KnownResourceStates.Active;
            }
            else if (run.Resource is IResourceWithConnectionString withConnectionString)
            {
                await withConnectionString.GetConnectionStringAsync(_stopping.Token).ConfigureAwait(false);
            }

            await run.PublishAsync(snapshot => snapshot with
            {
                State = new(state, KnownResourceStateStyles.Success),
                StartTimeStamp = DateTime.UtcNow
            }).ConfigureAwait(false);
            Started.TrySetResult(true);
            await run.Health.RunAsync(run.Resource, _stopping.Token).ConfigureAwait(false);
        }

        private async Task RunProcessAsync()
        {
            var environment = await run.Variables.GetEnvironmentAsync(run.Resource, run._logger, _stopping.Token).ConfigureAwait(false);
            var arguments = await run.Variables.GetArgumentsAsync(run.Resource, run._logger, _stopping.Token).ConfigureAwait(false);
            var log = run.Loggers.Log(run.Name);
            var command = await LocateAsync(environment, arguments, _stopping.Token).ConfigureAwait(false);

            _stopping.Token.ThrowIfCancellationRequested();

            ChildProcess child;

            try
            {
                child = ChildProcess.Start(run.Guard, command.File, command.Arguments, command.WorkingDirectory, environment, log.Add);
            }
            catch (Win32Exception problem)
            {
                throw new DistributedApplicationException($"'{command.File}' could not be started in '{command.WorkingDirectory}': {problem.Message}", problem);
            }

            _child = child;

            if (command.Container is { } container)
                run.Guard.WatchContainer(container.Engine, container.Name);

            using var watching = new CancellationTokenSource();

            await run.PublishAsync(snapshot => snapshot with
            {
                State = new(KnownResourceStates.Running, KnownResourceStateStyles.Success),
                StartTimeStamp = DateTime.UtcNow,
                EnvironmentVariables = [.. environment.OrderBy(v => v.Key, StringComparer.Ordinal).Select(
                    v => new EnvironmentVariableSnapshot(v.Key, v.Value, true))],
                Properties = [.. Source(), new("executable.path", command.File), new("executable.pid", child.Id),
                    new("executable.workDir", command.WorkingDirectory)],
            }).ConfigureAwait(false);

            Started.TrySetResult(true);

            // A stop that came between the last look and the start found no process to end.
            if (_stopping.IsCancellationRequested)
                child.Terminate();

            var monitoring = MonitorAsync(watching.Token);
            var exitCode = await child.Exited.ConfigureAwait(false);

            await watching.CancelAsync().ConfigureAwait(false);
            IsEnding = true;
            await PublishExitAsync(exitCode).ConfigureAwait(false);
            await child.CleanUpAsync().ConfigureAwait(false);

            if (command.Container is { } ended)
            {
                // It removes itself when it ends, but it need not have ended with the command that ran it.
                await ContainerEngine.RemoveAsync(ended.Engine, ended.Name).ConfigureAwait(false);
                run.Guard.ForgetContainer(ended.Engine, ended.Name);
            }

            await monitoring.ConfigureAwait(false);
        }

        private IEnumerable<ResourcePropertySnapshot> Source()
        {
            if (run.Resource.TryGetLastAnnotation<IProjectMetadata>(out var project))
                yield return new("project.path", project.ProjectPath);

            if (run.Resource.TryGetLastAnnotation<ContainerImageAnnotation>(out var image))
                yield return new("container.image", image.Tag is null ? image.Image : $"{image.Image}:{image.Tag}");
        }

        private async Task MonitorAsync(CancellationToken cancellationToken)
        {
            try
            {
                await run.Health.RunAsync(run.Resource, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // The process has ended, and with it the watch over its health.
            }
            catch (Exception problem)
            {
                // A health check or a listener of the AppHost failed; the resource never becomes healthy, and its log says why.
                Log.HealthFailed(run._logger, run.Name, problem);
            }
        }

        private async Task PublishExitAsync(int exitCode)
        {
            var wanted = _stopping.IsCancellationRequested;

            await run.PublishAsync(snapshot => snapshot with
            {
                State = new(exitCode == 0 && !wanted ? KnownResourceStates.Finished : KnownResourceStates.Exited, wanted || exitCode == 0
                    ? KnownResourceStateStyles.Info : KnownResourceStateStyles.Error),
                ExitCode = exitCode,
                StopTimeStamp = DateTime.UtcNow,
                IsReady = false,
            }).ConfigureAwait(false);

            Log.Exited(run._logger, run.Name, exitCode);

            if (run.Notifications.TryGetCurrentState(run.Name, out var state))
                await run.Eventing.PublishAsync(new ResourceStoppedEvent(run.Resource, run.Services, state), CancellationToken.None).ConfigureAwait(false);
        }

        private async Task<StartCommand> LocateAsync(Dictionary<string, string> environment, List<string> arguments, CancellationToken cancellationToken)
        {
            switch (run.Resource)
            {
                case ProjectResource project:
                    var (file, before, folder) = BuiltProject.Locate(project, run.AppHost.Assembly);
                    return new StartCommand(file, [.. before, .. arguments], folder);

                case ExecutableResource executable:
                    var found = SearchPath.Find(executable.Command, executable.WorkingDirectory)
                        ?? throw new DistributedApplicationException($"Resource '{run.Name}': the executable '{executable.Command}' does not exist.");

                    return Directory.Exists(executable.WorkingDirectory)
                        ? new StartCommand(found, arguments, executable.WorkingDirectory)
                        : throw new DistributedApplicationException($"Resource '{run.Name}': the folder '{executable.WorkingDirectory}' does not exist.");

                default:
                    var engine = await run.Containers.FindAsync(cancellationToken).ConfigureAwait(false) ?? throw new NoContainerEngineException();
                    var name = $"{run.Name}-{run.Guard.Mark[..8]}";
                    return new StartCommand(engine, ContainerEngine.RunArguments(
                        (ContainerResource)run.Resource, name, environment, arguments), "/")
                    { Container = (engine, name) };
            }
        }
    }

    private string Name => resource.Name;

    private TimeSpan StopGrace => TimeSpan.FromSeconds(processes.Value.StopGraceSeconds);

    private IResource Resource => resource;

    private ResourceNotificationService Notifications => notifications;

    private IDistributedApplicationEventing Eventing => eventing;

    private IServiceProvider Services => services;

    private HealthMonitor Health => health;

    private ProcessVariables Variables => variables;

    private ResourceLoggerService Loggers => loggers;

    private ProcessGuard Guard => guard;

    private ContainerEngine Containers => containers;

    private AppHostIdentity AppHost => appHost;

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "[host] {Resource} did not end within {Seconds} s and was killed.")]
        public static partial void Killed(ILogger logger, string resource, double seconds);

        [LoggerMessage(LogLevel.Error, "[host] {Resource} could not be started: {Problem}")]
        public static partial void Failed(ILogger logger, string resource, string problem);

        [LoggerMessage(LogLevel.Warning, "[host] {Resource} is a container, and no container engine (docker, podman) answers on this machine.")]
        public static partial void NoEngine(ILogger logger, string resource);

        [LoggerMessage(LogLevel.Information, "[host] {Resource} ended with exit code {ExitCode}.")]
        public static partial void Exited(ILogger logger, string resource, int exitCode);

        [LoggerMessage(LogLevel.Error, "[host] The health of {Resource} could not be watched.")]
        public static partial void HealthFailed(ILogger logger, string resource, Exception problem);
    }
}
