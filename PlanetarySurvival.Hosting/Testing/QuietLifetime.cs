using Microsoft.Extensions.Hosting;

namespace PlanetarySurvival.Hosting.Testing;

/// <summary>An application under test leaves the signals of its process to others.</summary>
internal sealed class QuietLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
