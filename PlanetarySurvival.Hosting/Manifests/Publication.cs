using Aspire.Hosting;
using Microsoft.Extensions.Configuration;

namespace PlanetarySurvival.Hosting.Manifests;

/// <summary>Writes the application down instead of running it.</summary>
internal sealed class Publication(IConfiguration configuration)
{
    public Task WriteAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        throw new DistributedApplicationException(
            $"The publisher '{configuration["Publishing:Publisher"] ?? configuration["Pipeline:Step"]}' is not known to this stand-in: it only runs applications.");
    }
}
