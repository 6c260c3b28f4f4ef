using System.Diagnostics;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using PlanetarySurvival.Hosting.Executables;

namespace PlanetarySurvival.Hosting.Containers;

/// <summary>The docker or podman of the machine, if one answers.</summary>
internal static class ContainerEngine
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(10);

    /// <summary>The path of an engine's command that answers now, or null.</summary>
    public static async Task<string?> FindAsync(CancellationToken cancellationToken)
    {
        foreach (var name in (string[])["docker", "podman"])
        {
            if (SearchPath.Find(name, "/") is { } path && await AnswersAsync(path, cancellationToken).ConfigureAwait(false))
                return path;
        }

        return null;
    }

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

    private static async Task<bool> AnswersAsync(string path, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(AnswerTime);

        using var question = new Process
        {
            StartInfo = new ProcessStartInfo(path, ["info"])
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
