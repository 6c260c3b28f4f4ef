using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.World.Edits;

/// <summary>
/// Digging and filling. A brush at full strength is cut out of the ground, or added to it, as solids are (the lower or higher of two distances); less
/// strength, or a harder material, moves each voxel only a part of the way. Digging never raises a density and filling never lowers one.
/// </summary>
/// <remarks>
/// <para><em>Conserved.</em> For each material, what is in the voxels (<see cref="VoxelContent"/>) and what was gained or is carried stay the same
/// sum. A dig gives what it takes out. A fill takes what it puts in. A voxel has one material: where a fill adds to a voxel of another one, all of
/// the voxel becomes the new material, and what was there goes to the filler; so nothing is turned into something dearer. A voxel that has no content
/// any more is of the material that it was before any edit, so that ground which is put back is no edit.</para>
/// <para><em>Order.</em> Chunks in ascending order, voxels by ascending index. When the material runs out, the last voxel gets what is left, and
/// those after it stay as they are.</para>
/// <para><em>Parts.</em> Each voxel depends on itself alone: the owners of two regions that each edit the part in their own make together what one
/// edit of the whole would make, and their amounts add up, if a fill did not run out.</para>
/// </remarks>
public static class TerrainEdits
{
    /// <summary>Bodies that one fill can spare.</summary>
    public const int SparedMax = 16;

    /// <summary>Takes ground out of a brush.</summary>
    /// <param name="field">What is edited.</param>
    /// <param name="brush">Where.</param>
    /// <param name="strength">0 does nothing; at 255 stone and softer is taken at one stroke (<see cref="Hardness"/>).</param>
    /// <param name="gained">Grows by what was taken out.</param>
    /// <param name="changed">Is given the chunks that changed; room for <see cref="TerrainBrush.ChunksMax"/> is always enough.</param>
    /// <param name="part">Edits only what lies in this region; everything by default.</param>
    public static EditOutcome Dig(
        VoxelField field,
        in TerrainBrush brush,
        byte strength,
        ref MaterialAmounts gained,
        Span<ChunkId> changed = default,
        RegionId part = default) =>
        Apply(new TerrainStroke(field, brush, strength, default, digs: true, ref gained, []), brush, changed, part);

    /// <summary>Adds ground to a brush.</summary>
    /// <param name="field">What is edited.</param>
    /// <param name="brush">Where.</param>
    /// <param name="material">Of what.</param>
    /// <param name="strength">Steps of density that each voxel rises at most; 0 does nothing, 255 fills at one stroke.</param>
    /// <param name="carried">What there is to fill with; shrinks by what was put in.</param>
    /// <param name="changed">Is given the chunks that changed; room for <see cref="TerrainBrush.ChunksMax"/> is always enough.</param>
    /// <param name="spared">Bodies, at most <see cref="SparedMax"/>: the ground keeps off them as far as they reach. They are brushes, too.</param>
    /// <param name="part">Edits only what lies in this region; everything by default.</param>
    public static EditOutcome Fill(
        VoxelField field,
        in TerrainBrush brush,
        Material material,
        byte strength,
        ref MaterialAmounts carried,
        Span<ChunkId> changed = default,
        ReadOnlySpan<TerrainBrush> spared = default,
        RegionId part = default)
    {
        if ((int)material >= MaterialAmounts.MaterialsMax)
            return new EditOutcome(EditRefusal.Impossible, 0, 0);
        if (spared.Length > SparedMax)
            return new EditOutcome(EditRefusal.TooManySpared, 0, 0);

        // Those far away limit nothing.
        Span<BrushDistance> near = stackalloc BrushDistance[SparedMax];
        var count = 0;
        foreach (ref readonly var body in spared)
        {
            if (brush.WouldCover(body.From, body.To, body.RadiusUnits + TerrainBrush.MarginUnits))
                near[count++] = new BrushDistance(body);
        }

        return Apply(new TerrainStroke(field, brush, strength, material, digs: false, ref carried, near[..count]), brush, changed, part);
    }

    private static EditOutcome Apply(TerrainStroke stroke, in TerrainBrush brush, Span<ChunkId> changed, RegionId part)
    {
        if (brush.RadiusUnits == 0)
            return new EditOutcome(EditRefusal.Impossible, 0, 0);

        Span<ChunkId> chunks = stackalloc ChunkId[TerrainBrush.ChunksMax];
        chunks = chunks[..brush.ListChunks(chunks)];

        // An edit is made whole or not at all, so there has to be room for all that it may change.
        if (!stroke.HasRoom(chunks))
            return new EditOutcome(EditRefusal.Full, 0, 0);

        var (voxels, changedChunks) = (0, 0);
        foreach (var chunk in chunks)
        {
            if (!part.IsNone && chunk.Region(part.Level) != part)
                continue;

            var changedVoxels = stroke.ApplyTo(chunk);
            if (changedVoxels == 0)
                continue;

            if (changedChunks < changed.Length)
                changed[changedChunks] = chunk;
            changedChunks++;
            voxels += changedVoxels;
        }

        return new EditOutcome(EditRefusal.None, voxels, changedChunks);
    }
}
