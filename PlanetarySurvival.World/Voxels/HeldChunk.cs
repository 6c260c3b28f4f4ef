using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World.Edits;

namespace PlanetarySurvival.World.Voxels;

/// <summary>What a field has of one chunk: its voxels, its edits, or both. Also its links in the order in which chunks were wanted.</summary>
internal sealed class HeldChunk
{
    public ChunkId Id { get; set; }

    /// <summary>With the edits on them; null while the chunk is not at hand.</summary>
    public ChunkVoxels? Voxels { get; set; }

    /// <summary>Null where nothing was edited.</summary>
    public ChunkDelta? Delta { get; set; }

    /// <summary>The one at hand that was wanted next after this; in a list of spare ones, the next.</summary>
    public HeldChunk? Newer { get; set; }

    public HeldChunk? Older { get; set; }
}
