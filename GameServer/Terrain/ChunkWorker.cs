using PlanetarySurvival.GameServer.Simulation;
using PlanetarySurvival.ServiceDefaults;
using PlanetarySurvival.World;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.GameServer.Terrain;

/// <summary>
/// Generates chunks beside the tick, on a thread of its own with low priority, in the order in which they are asked for. A failure ends the process, as one
/// in a tick does: it would leave a hole in the ground.
/// </summary>
internal sealed partial class ChunkWorker(Planet planet, IHostApplicationLifetime lifetime, ILogger<ChunkWorker> logger) : IHostedService
{
    // Bounded by the demand, which has no more than ChunkDemand.TakenMax outside.
    private readonly BoundedQueue<ChunkVoxels> _blanks = new(ChunkDemand.TakenMax);
    private readonly BoundedQueue<ChunkVoxels> _generated = new(ChunkDemand.TakenMax);
    private readonly AsyncSignal _added = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _stopping;
    private Thread? _thread;

    /// <summary>Asks for a chunk. Called by the tick thread.</summary>
    public void Request(GenerateChunk request)
    {
        _blanks.EnqueueAlways(request.Blank);
        _added.Set();
    }

    /// <summary>Gives the simulation what was generated since the last tick. Called by the tick thread.</summary>
    public void DrainInto(Simulation.Simulation simulation)
    {
        while (_generated.TryDequeue(out var chunk))
            simulation.ChunkGenerated(chunk);
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _thread = new Thread(Run) { Name = "Terrain", IsBackground = true };
        _thread.Start();
        return Task.CompletedTask;
    }

    /// <summary>Ends after the chunk that is being made.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping = true;
        _added.Set();
        return _thread is null ? Task.CompletedTask : _ended.Task.WaitAsync(cancellationToken);
    }

    private void Run()
    {
        try
        {
            LowPriority.Begin();
            while (!_stopping)
            {
                _added.WaitAsync().AsTask().GetAwaiter().GetResult();
                while (!_stopping && _blanks.TryDequeue(out var chunk))
                {
                    chunk.Generate(planet);
                    _generated.EnqueueAlways(chunk);
                }
            }
        }
        catch (Exception exception)
        {
            Log.Failed(logger, exception);
            lifetime.StopApplication();
        }
        finally
        {
            _ended.TrySetResult();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Critical, "A chunk of the ground could not be generated. This process ends; its backups go on.")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
