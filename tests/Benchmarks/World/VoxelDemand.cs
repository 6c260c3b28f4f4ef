using System.Numerics;
using BenchmarkDotNet.Attributes;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.World;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.Benchmarks.World;

/// <summary>What a round of demand costs for a crowd around the spawn place, each wanting the chunks within 50 m.</summary>
[MemoryDiagnoser]
public class VoxelDemand
{
    private readonly Planet _planet = new(20261123, 8000);
    private ChunkDemand _demand = null!;

    /// <summary>How many.</summary>
    [Params(50, 500)]
    public int Players { get; set; }

    /// <summary>A field of no chunks: the worst, since all that is not of one kind waits and is sorted.</summary>
    [GlobalSetup]
    public void Begin() => _demand = new ChunkDemand(new VoxelField(_planet));

    /// <summary>One round.</summary>
    [Benchmark]
    public int Round()
    {
        _demand.Begin();
        for (var player = 0; player < Players; player++)
        {
            var place = _planet.SpawnPlace(new PlayerId((ulong)player));
            _demand.Add(place.Offset(player % 20 * 10_000, 0, player / 20 * 10_000), new Vector3(4, 0, 0), 50);
        }

        _demand.Arrange();
        return _demand.Waiting;
    }
}
