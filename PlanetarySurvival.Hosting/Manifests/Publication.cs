using Aspire.Hosting;
using Microsoft.Extensions.Configuration;
using PlanetarySurvival.Hosting.Kubernetes;

namespace PlanetarySurvival.Hosting.Manifests;

/// <summary>Writes the application down instead of running it: as a manifest, or as a chart for Kubernetes.</summary>
internal sealed class Publication(IConfiguration configuration, ManifestWriter manifest, KubernetesPublisher kubernetes)
{
    private const string FileName = "aspire-manifest.json";
    private const string FolderName = "aspire-output";

    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        var publisher = configuration["Publishing:Publisher"];
        var step = configuration["Pipeline:Step"];

        switch (publisher ?? step ?? "publish")
        {
            case "manifest" or "publish-manifest":
                await WriteManifestAsync(cancellationToken).ConfigureAwait(false);
                break;

            case "kubernetes" or "publish":
                var folder = Path.GetFullPath(configuration["Pipeline:OutputPath"] ?? FolderName);
                await kubernetes.WriteAsync(folder, cancellationToken).ConfigureAwait(false);
                await Console.Out.WriteLineAsync($"The chart is in {folder}.").ConfigureAwait(false);
                break;

            case var unknown:
                throw new DistributedApplicationException(
                    $"The {(publisher is null ? "step" : "publisher")} '{unknown}' is not known to this stand-in: there are 'manifest' and 'kubernetes'.");
        }
    }

    private async Task WriteManifestAsync(CancellationToken cancellationToken)
    {
        var path = configuration["Pipeline:OutputPath"] ?? FileName;
        if (!path.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            path = Path.Combine(path, FileName);

        await manifest.WriteAsync(path, cancellationToken).ConfigureAwait(false);
        await Console.Out.WriteLineAsync($"The manifest is in {Path.GetFullPath(path)}.").ConfigureAwait(false);
    }
}
