using System.Numerics;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.Benchmarks.World;

/// <summary>The ground that queries are measured on: hills of the default planet with their chunks at hand, and places over them.</summary>
internal sealed class QueryGround
{
    private const int ChunksReach = 3;

    public QueryGround()
    {
        var planet = new Planet(20261123, 8000);
        Origin = planet.Surface(WorldPosition.FromMetres(3000, 7000, -2500));
        Field = new VoxelField(planet);
        var middle = ChunkId.At(Origin);
        for (var x = -ChunksReach; x <= ChunksReach; x++)
        {
            for (var y = -ChunksReach; y <= ChunksReach; y++)
            {
                for (var z = -ChunksReach; z <= ChunksReach; z++)
                    Field.Install(ChunkVoxels.Generate(planet, middle.Neighbour(x, y, z)));
            }
        }

        Up = Vector3.Normalize(new Vector3(Origin.X, Origin.Y, Origin.Z));
        var random = new Random(20261123);
        for (var i = 0; i < Places.Length; i++)
        {
            var beside = planet.Surface(Origin.Offset(random.Next(-20_480, 20_480), random.Next(-20_480, 20_480), random.Next(-20_480, 20_480)));
            Places[i] = beside.RelativeTo(Origin);
            Directions[i] = Vector3.Normalize(new Vector3(random.NextSingle() - 0.5f, random.NextSingle() - 0.5f, random.NextSingle() - 0.5f));
        }
    }

    public WorldPosition Origin { get; }

    public VoxelField Field { get; }

    public Vector3 Up { get; }

    /// <summary>On the ground, within 20 m of each other.</summary>
    public Vector3[] Places { get; } = new Vector3[256];

    public Vector3[] Directions { get; } = new Vector3[256];
}
