using Aspire.Hosting;
using Microsoft.Extensions.Configuration;

namespace PlanetarySurvival.Hosting.Manifests;

/// <summary>Writes the application down instead of running it.</summary>
internal sealed class Publication(IConfiguration configuration, ManifestWriter manifest)
{
    private const string FileName = "aspire-manifest.json";

    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        var publisher = configuration["Publishing:Publisher"] ?? configuration["Pipeline:Step"];
        if (publisher is not ("manifest" or "publish-manifest"))
            throw new DistributedApplicationException($"The publisher '{publisher}' is not known to this stand-in: there is 'manifest'.");

        var path = configuration["Pipeline:OutputPath"] ?? FileName;
        if (!path.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            path = Path.Combine(path, FileName);

        await manifest.WriteAsync(path, cancellationToken).ConfigureAwait(false);
        await Console.Out.WriteLineAsync($"The manifest is in {Path.GetFullPath(path)}.").ConfigureAwait(false);
    }
}
