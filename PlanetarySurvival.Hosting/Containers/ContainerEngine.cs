using System.Diagnostics;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using PlanetarySurvival.Hosting.Executables;

namespace PlanetarySurvival.Hosting.Containers;

/// <summary>The docker or podman of the machine, or the command that <c>ASPIRE_CONTAINER_RUNTIME</c> names, if it answers.</summary>
internal sealed class ContainerEngine(IConfiguration configuration)
{
    private const string Key = "ASPIRE_CONTAINER_RUNTIME";

    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(10);

    /// <summary>The path of an engine's command that answers now, or null.</summary>
    /// <exception cref="DistributedApplicationException">The engine that is asked for by name is not there.</exception>
    public async Task<string?> FindAsync(CancellationToken cancellationToken)
    {
        var named = configuration[Key] is { Length: > 0 } name ? name : null;

        if (named is not null && SearchPath.Find(named, "/") is null)
            throw new DistributedApplicationException($"{Key}: there is no command '{named}'.");

        foreach (var candidate in named is null ? ["docker", "podman"] : (string[])[named])
        {
            if (SearchPath.Find(candidate, "/") is { } path && await AnswersAsync(path, cancellationToken).ConfigureAwait(false))
                return path;
        }

        return null;
    }

    /// <summary>Removes a container whose command had to be killed: the engine runs it on by itself.</summary>
    public static Task RemoveAsync(string engine, string containerName) => AskAsync(engine, ["rm", "--force", containerName], CancellationToken.None);

    /// <summary>The arguments that run a container in the foreground, so that its life is that of the command.</summary>
    public static List<string> RunArguments(
        ContainerResource resource, string containerName, IReadOnlyDictionary<string, string> environment, IEnumerable<string> arguments)
    {
        if (!resource.TryGetLastAnnotation<ContainerImageAnnotation>(out var image))
            throw new DistributedApplicationException($"Resource '{resource.Name}': the container has no image.");

        List<string> run = ["run", "--rm", "--name", containerName];

        foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>())
        {
            var protocol = endpoint.Protocol == System.Net.Sockets.ProtocolType.Udp ? "/udp" : "";
            run.AddRange(["--publish", $"127.0.0.1:{endpoint.Port}:{endpoint.TargetPort ?? endpoint.Port}{protocol}"]);
        }

        foreach (var mount in resource.Annotations.OfType<ContainerMountAnnotation>())
        {
            var source = mount.Source is null ? "" : mount.Source + ":";
            run.AddRange(["--volume", source + mount.Target + (mount.IsReadOnly ? ":ro" : "")]);
        }

        foreach (var (name, _) in environment)
            run.AddRange(["--env", name]); // the value is taken from the command's own environment: arguments are there for everybody to read

        if (resource.Entrypoint is { } entrypoint)
            run.AddRange(["--entrypoint", entrypoint]);

        run.Add((image.Registry is null ? "" : image.Registry + "/") + image.Image + (image.Tag is null ? "" : ":" + image.Tag));
        run.AddRange(arguments);
        return run;
    }

    private static Task<bool> AnswersAsync(string path, CancellationToken cancellationToken) => AskAsync(path, ["info"], cancellationToken);

    private static async Task<bool> AskAsync(string path, string[] arguments, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(AnswerTime);

        using var question = new Process
        {
            StartInfo = new ProcessStartInfo(path, arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };

        question.Start();

        try
        {
            var output = question.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = question.StandardError.ReadToEndAsync(limit.Token);
            await question.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            await Task.WhenAll(output, errors).ConfigureAwait(false);
            return question.ExitCode == 0;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            question.Kill(entireProcessTree: true);
            return false;
        }
    }
}
