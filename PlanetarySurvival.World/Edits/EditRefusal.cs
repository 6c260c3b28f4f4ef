namespace PlanetarySurvival.World.Edits;

/// <summary>Why an edit was refused. A refused edit changes nothing.</summary>
public enum EditRefusal : byte
{
    /// <summary>It was not.</summary>
    None = 0,

    /// <summary>The brush is the default one, of no size, or the material is one that no voxel can be of.</summary>
    Impossible = 1,

    /// <summary>The field keeps as many edits as it can (<see cref="Voxels.VoxelField.EditedChunksMax"/> and its bound of blocks).</summary>
    Full = 2,

    /// <summary>More bodies to spare than <see cref="TerrainEdits.SparedMax"/>.</summary>
    TooManySpared = 3,
}
