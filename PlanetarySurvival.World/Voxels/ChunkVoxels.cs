using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World.Terrain;

namespace PlanetarySurvival.World.Voxels;

/// <summary>The voxels of one chunk. Made off the tick by a worker, then given to one <see cref="VoxelField"/>, which alone touches it from then
/// on.</summary>
public sealed class ChunkVoxels
{
    /// <summary>An empty one, of nothing but air.</summary>
    public ChunkVoxels(ChunkId id)
    {
        Id = id;
        Array.Fill(Density, VoxelDensity.Min);
    }

    /// <summary>Which chunk.</summary>
    public ChunkId Id { get; private set; }

    /// <summary>In units of <see cref="VoxelDensity"/>; voxel (i, j, k) of the chunk is at i + 32 j + 1024 k.</summary>
    public sbyte[] Density { get; } = new sbyte[ChunkId.Voxels];

    /// <summary>Numbers of <see cref="Contracts.Players.Material"/>, in the same order.</summary>
    public byte[] Material { get; } = new byte[ChunkId.Voxels];

    /// <summary>A chunk as the planet has it before any edit.</summary>
    public static ChunkVoxels Generate(Planet planet, ChunkId id)
    {
        var voxels = new ChunkVoxels(id);
        voxels.Generate(planet);
        return voxels;
    }

    /// <summary>Overwrites all voxels with those that the planet has before any edit. Allocates nothing.</summary>
    public void Generate(Planet planet) => planet.Generate(Id, Density, Material);

    /// <summary>Where a voxel of the lattice stands in the arrays of its chunk.</summary>
    internal static int IndexOf(int x, int y, int z) => (x & 31) | ((y & 31) << 5) | ((z & 31) << 10);

    /// <summary>Gives the arrays to another chunk. Their content stays until it is generated.</summary>
    internal void Rename(ChunkId id) => Id = id;
}
