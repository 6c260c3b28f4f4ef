using System.ComponentModel.DataAnnotations;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.GameServer.Terrain;

/// <summary>Which chunks of the ground a server keeps at hand.</summary>
public sealed class TerrainOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Terrain";

    /// <summary>Chunks that come this near to a player are generated. What is further away is answered voxel by voxel, should anything ask.</summary>
    [Range(0, ChunkDemand.RadiusMetresMax)]
    public int RadiusMetres { get; init; } = 20;

    /// <summary>Chunks at hand at most, 64 KiB each; the least recently wanted goes.</summary>
    [Range(64, 65_536)]
    public int ChunksMax { get; init; } = VoxelField.ChunksMaxDefault;
}
