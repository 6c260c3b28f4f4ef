using PlanetarySurvival.GameServer.Simulation;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.GameServer.Terrain;

/// <summary>
/// Keeps the ground around the players at hand. It only asks: a worker generates, and until that is done the field answers from the planet, to the same
/// bits, so no tick waits and nothing depends on when a chunk comes.
/// </summary>
internal sealed class TerrainStage(ServerWorld world, TerrainOptions options)
{
    // A third of a second: the fastest body comes 20 m further, and the demand looks a second ahead.
    private const uint TicksPerRound = 30;

    // What a tick hands over at most. A worker makes 6 chunks in a tick without vectors and 138 with the widest (docs/benchmarks.md).
    private const int RequestsPerTickMax = 32;

    private readonly ChunkDemand _demand = new(world.Field);

    public void Step()
    {
        if (world.Tick % TicksPerRound == 0)
            Look();

        for (var i = 0; i < RequestsPerTickMax && _demand.TryTake(out var chunk); i++)
            world.Output.Requests.Add(new GenerateChunk(world.Field.Blank(chunk)));
    }

    /// <summary>A <see cref="GenerateChunk"/> was done.</summary>
    public void Generated(ChunkVoxels chunk) => _demand.Install(chunk);

    private void Look()
    {
        _demand.Begin();
        foreach (var region in world.Regions)
        {
            foreach (var player in region.Players)
                _demand.Add(player.Place, player.Body.Velocity, options.RadiusMetres);
        }

        _demand.Arrange();
    }
}
