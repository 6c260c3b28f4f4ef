namespace PlanetarySurvival.World.Terrain;

/// <summary>What is known of a chunk's voxels before they are generated.</summary>
public enum ChunkKind : byte
{
    /// <summary>Anything: it has to be generated.</summary>
    Mixed = 0,

    /// <summary>Every voxel is air as far from rock as can be told (<see cref="VoxelDensity.Min"/>).</summary>
    Air = 1,

    /// <summary>Every voxel is rock as far from air as can be told (<see cref="VoxelDensity.Max"/>).</summary>
    Rock = 2,
}
