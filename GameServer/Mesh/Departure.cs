using PlanetarySurvival.GameServer.Peers;
using PlanetarySurvival.GameServer.Simulation;
using PlanetarySurvival.GameServer.Storage;
using Wire = PlanetarySurvival.Contracts.Mesh;

namespace PlanetarySurvival.GameServer.Mesh;

/// <summary>
/// The way out when the process is asked to stop: have the regions moved away, tick until that is done, save the players, and release
/// what is left. Everything else still runs meanwhile, and stops after it.
/// </summary>
internal sealed partial class Departure(
    ServerIdentity identity, MeshLink mesh, MeshInbox map, PeerLinks peers, PlayerStore storage, TickLoop ticks,
    Simulation.Simulation simulation, ILogger<Departure> logger) : IHostedLifecycleService
{
    /// <summary>Regions are given up where they are after this time.</summary>
    public static readonly TimeSpan DrainingMax = TimeSpan.FromSeconds(8);

    /// <summary>The last saves may take this long.</summary>
    public static readonly TimeSpan SavingMax = TimeSpan.FromSeconds(2);

    /// <summary>Saying goodbye may take this long; after that the coordinators find out by themselves.</summary>
    public static readonly TimeSpan LeavingMax = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <inheritdoc/>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        if (ticks.Failure is null)
        {
            await DrainAsync(cancellationToken);
            var left = simulation.Status.Regions;
            await ticks.StopAsync(cancellationToken);
            var saved = await SaveAsync(cancellationToken);
            var released = await LeaveAsync(left, cancellationToken);
            Log.Left(logger, left.Count, saved, released);
        }

        // Their streams would hold up the web server's end.
        await peers.StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task DrainAsync(CancellationToken cancellation)
    {
        mesh.Drain();
        Log.Draining(logger, simulation.Status.Regions.Count);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(DrainingMax);
        while (simulation.Status.Regions.Count > 0 && SomeoneElseIsReady() && ticks.Failure is null && !timeout.IsCancellationRequested)
            await Task.Delay(Interval, timeout.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private bool SomeoneElseIsReady() => map.Map.Servers.Any(server => server.Ready && server.Name != identity.Name);

    private async Task<bool> SaveAsync(CancellationToken cancellation)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(SavingMax);
        return await storage.SavedAsync(timeout.Token);
    }

    private async Task<bool> LeaveAsync(IReadOnlyList<RegionStatus> regions, CancellationToken cancellation)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(LeavingMax);
        return await mesh.LeaveAsync(
            regions.Select(region => new Wire.RegionEpoch { Region = region.Region.Packed, Epoch = region.Epoch }), timeout.Token);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "This server is asked to stop. It waits until its {Regions} regions are moved away.")]
        public static partial void Draining(ILogger logger, int regions);

        [LoggerMessage(LogLevel.Information, "This server leaves with {Regions} regions; players saved: {Saved}, regions released: {Released}.")]
        public static partial void Left(ILogger logger, int regions, bool saved, bool released);
    }
}
