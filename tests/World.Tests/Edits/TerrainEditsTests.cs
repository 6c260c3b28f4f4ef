using CsCheck;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World.Edits;
using PlanetarySurvival.World.Terrain;
using PlanetarySurvival.World.Tests.Voxels;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.World.Tests.Edits;

public class TerrainEditsTests
{
    private static readonly Planet Home = new(20261123, 8000);
    private static readonly WorldPosition Middle = new(0, 2_048_000, 0);

    private static readonly Gen<Stroke> Strokes = Gen.Select(
        TerrainBrushTests.Brushes(3, 3), Gen.Bool, Gen.OneOf(Gen.Byte, Gen.Const((byte)255)), Gen.Int[0, 7],
        (brush, digs, strength, material) => new Stroke(brush, digs, strength, (Material)material));

    [Fact]
    public void A_stroke_changes_each_voxel_as_the_definition_says() => Strokes.Sample(
        stroke =>
        {
            var (field, before) = (VoxelFieldTests.Synthetic(chunks: 8), VoxelFieldTests.Synthetic(chunks: 8));
            var amounts = Plenty();
            stroke.Apply(field, ref amounts);
            ForEachVoxel((x, y, z) =>
            {
                int density = before.DensityOfVoxel(x, y, z);
                var material = before.MaterialOfVoxel(x, y, z);
                var steps = Math.Clamp(stroke.Brush.StepsTo(x, y, z), -127, 127);
                var expected = stroke.Digs
                    ? Math.Min(density, Math.Max(steps, density - Hardness.DropMax(material, stroke.Strength)))
                    : Math.Max(density, Math.Min(-steps, density + stroke.Strength));
                if (expected != field.DensityOfVoxel(x, y, z))
                    Assert.Fail($"Voxel {x},{y},{z} has {field.DensityOfVoxel(x, y, z)} instead of {expected}.");

                var isFilled = VoxelContent.Of((sbyte)expected) > VoxelContent.Of((sbyte)density);
                if ((isFilled ? stroke.Material : material) != field.MaterialOfVoxel(x, y, z))
                    Assert.Fail($"Voxel {x},{y},{z} is {field.MaterialOfVoxel(x, y, z)}.");
            });
        },
        iter: 40);

    [Fact]
    public void Of_each_material_as_much_is_in_the_ground_and_the_inventory_together_after_any_strokes() =>
        Gen.Select(Strokes.Array[1, 12], Gen.Long[0, 30_000].Array[8]).Sample(
            (strokes, carried) =>
            {
                var field = VoxelFieldTests.Synthetic(chunks: 8);
                var inventory = default(MaterialAmounts);
                for (var i = 0; i < carried.Length; i++)
                    inventory[i] = carried[i];
                var before = InGround(field);
                before.Add(inventory);

                foreach (var stroke in strokes)
                    stroke.Apply(field, ref inventory);

                var after = InGround(field);
                after.Add(inventory);
                for (var i = 0; i < MaterialAmounts.MaterialsMax; i++)
                {
                    Assert.Equal(before[i], after[i]);
                    Assert.True(inventory[i] >= 0);
                }
            },
            iter: 100);

    [Fact]
    public void The_owners_of_the_parts_make_together_what_one_owner_of_the_whole_makes() => Strokes.Sample(
        stroke =>
        {
            var (whole, parts) = (VoxelFieldTests.Synthetic(chunks: 8), VoxelFieldTests.Synthetic(chunks: 8));
            var (amounts, together) = (Plenty(), Plenty());
            var all = stroke.Apply(whole, ref amounts);
            var (voxels, chunks) = (0, 0);

            // The eight chunks lie in eight regions; each owner begins with what the others left.
            for (var i = 0; i < 8; i++)
            {
                var part = stroke.Apply(parts, ref together, new RegionId(0, (i & 1) - 1, (i >> 1) & 1, (i >> 2) - 1));
                (voxels, chunks) = (voxels + part.Voxels, chunks + part.Chunks);
            }

            Assert.Equal(all, new EditOutcome(EditRefusal.None, voxels, chunks));
            AssertSame(amounts, together);
            AssertSameGround(whole, parts);
        },
        iter: 40);

    [Fact]
    public void Ground_that_is_not_at_hand_is_edited_to_the_same_voxels()
    {
        var centre = Home.SpawnPlace(new PlayerId(5));
        Gen.Select(Strokes.Array[1, 3], Gen.Int[0, 3]).Sample(
            (strokes, when) =>
            {
                var (near, far) = (new VoxelField(Home), new VoxelField(Home));
                var (amounts, others) = (Plenty(), Plenty());
                var chunks = new ChunkId[TerrainBrush.ChunksMax];
                var edited = new HashSet<ChunkId>();
                for (var i = 0; i < strokes.Length; i++)
                {
                    var stroke = strokes[i].Moved(centre.X, centre.Y - Middle.Y, centre.Z);
                    foreach (var chunk in chunks.AsSpan(0, stroke.Brush.ListChunks(chunks)))
                    {
                        if (edited.Add(chunk))
                            near.Install(ChunkVoxels.Generate(Home, chunk));
                        if (i == when)
                            far.Install(ChunkVoxels.Generate(Home, chunk));
                    }

                    Assert.Equal(stroke.Apply(near, ref amounts), stroke.Apply(far, ref others));
                }

                AssertSame(amounts, others);
                foreach (var chunk in edited)
                {
                    var expected = Encoded(near, chunk);
                    Assert.Equal(expected, Encoded(far, chunk));
                    far.Remove(chunk);
                    Assert.Equal(expected, Encoded(far, chunk));
                    far.Install(ChunkVoxels.Generate(Home, chunk));
                    Assert.Equal(expected, Encoded(far, chunk));
                    Assert.Equal(near.Find(chunk)!.Voxels!.Density, far.Find(chunk)!.Voxels!.Density);
                    Assert.Equal(near.Find(chunk)!.Voxels!.Material, far.Find(chunk)!.Voxels!.Material);
                }
            },
            iter: 6);
    }

    [Fact]
    public void Digging_up_what_was_filled_into_air_leaves_no_edit()
    {
        foreach (var atHand in new[] { false, true })
        {
            var field = new VoxelField(new Planet(7, 1000));
            if (atHand)
                field.Install(new ChunkVoxels(ChunkId.At(Middle)));
            var inventory = Plenty();
            var first = inventory;
            Assert.True(TerrainBrush.TrySphere(Middle, 2 * 1024, out var ball));
            Assert.True(TerrainBrush.TrySphere(Middle, 7 * 1024, out var larger));

            Assert.True(TerrainEdits.Fill(field, ball, Material.Sand, 255, ref inventory).Voxels > 0);
            Assert.Equal(8, field.EditedChunks);
            Assert.InRange(field.DensityOfVoxel(0, 80 << 5, 0), 1, 127);
            Assert.Equal(Material.Sand, field.MaterialOfVoxel(0, 80 << 5, 0));

            TerrainEdits.Dig(field, larger, 255, ref inventory);
            Assert.Equal((0, 0), (field.EditedChunks, field.EditedBlocks));
            Assert.Null(field.DeltaOf(ChunkId.At(Middle)));
            Assert.Equal(-127, field.DensityOfVoxel(0, 80 << 5, 0));
            AssertSame(first, inventory);
        }
    }

    [Fact]
    public void A_fill_ends_where_the_material_ends()
    {
        var field = new VoxelField(new Planet(7, 1000));
        Assert.True(TerrainBrush.TrySphere(Middle, 3 * 1024, out var ball));
        var inventory = default(MaterialAmounts);
        inventory[(int)Material.Copper] = 1000;
        inventory[(int)Material.Sand] = 70;
        TerrainEdits.Fill(field, ball, Material.Copper, 255, ref inventory);
        Assert.Equal(0, inventory[(int)Material.Copper]);
        Assert.Equal(70, inventory[(int)Material.Sand]);

        var nothing = TerrainEdits.Fill(field, ball, Material.Iron, 255, ref inventory);
        Assert.Equal(EditRefusal.None, nothing.Refusal);
        Assert.Equal(0, inventory[(int)Material.Iron]);

        var inGround = default(MaterialAmounts);
        for (var x = -8; x < 8; x++)
        {
            for (var y = -8; y < 8; y++)
            {
                for (var z = -8; z < 8; z++)
                    inGround[(int)field.MaterialOfVoxel(x, (80 << 5) + y, z)] += VoxelContent.Of(field.DensityOfVoxel(x, (80 << 5) + y, z));
            }
        }

        Assert.Equal(1000, inGround[(int)Material.Copper]);
        Assert.Equal(1000, inGround.Total);
    }

    [Fact]
    public void Hard_ground_gives_less_a_stroke()
    {
        var gained = new long[8];
        for (var material = 0; material < gained.Length; material++)
        {
            var field = new VoxelField(new Planet(7, 1000));
            var chunk = new ChunkVoxels(new ChunkId(0, 80, 0));
            Array.Fill(chunk.Density, VoxelDensity.Max);
            Array.Fill(chunk.Material, (byte)material);
            field.Install(chunk);
            Assert.True(TerrainBrush.TrySphere(WorldPosition.FromMetres(12, 2012, 12), 2048, out var ball));
            var amounts = default(MaterialAmounts);
            TerrainEdits.Dig(field, ball, 255, ref amounts);
            var atOnce = amounts[material];
            for (var i = 0; i < 5; i++)
                TerrainEdits.Dig(field, ball, 255, ref amounts);
            gained[material] = amounts[material];
            Assert.Equal(amounts.Total, amounts[material]);

            // From the most of rock to no content is 159 steps.
            Assert.Equal(Hardness.DropMax((Material)material, 255) >= 159, atOnce == gained[material]);

            TerrainEdits.Dig(field, ball, 0, ref amounts);
            Assert.Equal(gained[material], amounts.Total);
        }

        Assert.All(gained, units => Assert.Equal(gained[0], units));
        Assert.True(Hardness.DropMax(Material.Titanium, 255) < Hardness.DropMax(Material.Iron, 255));
        Assert.Equal(Hardness.Stone, Hardness.Of((Material)255));
    }

    [Fact]
    public void A_fill_keeps_off_the_bodies_that_it_is_told_of() => Gen.Select(Strokes, TerrainBrushTests.Brushes(1, 2)).Sample(
        (stroke, body) =>
        {
            var (field, free) = (new VoxelField(new Planet(7, 1000)), new VoxelField(new Planet(7, 1000)));
            var (amounts, others) = (Plenty(), Plenty());
            TerrainEdits.Fill(field, stroke.Brush, stroke.Material, 255, ref amounts, spared: [body]);
            TerrainEdits.Fill(free, stroke.Brush, stroke.Material, 255, ref others);
            ForEachVoxel((x, y, z) =>
            {
                var expected = Math.Min((int)free.DensityOfVoxel(x, y, z), Math.Max(-127, body.StepsTo(x, y, z)));
                if (expected != field.DensityOfVoxel(x, y, z))
                    Assert.Fail($"Voxel {x},{y},{z} has {field.DensityOfVoxel(x, y, z)} instead of {expected}.");
            });
        },
        iter: 30);

    [Fact]
    public void What_cannot_be_done_is_refused_and_changes_nothing()
    {
        var field = new VoxelField(new Planet(7, 1000), editedBlocksMax: 340);
        var inventory = Plenty();
        Assert.Equal(EditRefusal.Impossible, TerrainEdits.Dig(field, default, 255, ref inventory).Refusal);
        Assert.True(TerrainBrush.TrySphere(Middle, 2 * 1024, out var ball));
        Assert.True(TerrainBrush.TrySphere(Middle, 8 * 1024, out var large));
        Assert.Equal(EditRefusal.Impossible, TerrainEdits.Fill(field, ball, (Material)16, 255, ref inventory).Refusal);
        Assert.Equal(EditRefusal.TooManySpared,
            TerrainEdits.Fill(field, ball, Material.Sand, 255, ref inventory, spared: new TerrainBrush[TerrainEdits.SparedMax + 1]).Refusal);
        Assert.Equal(EditRefusal.Full, TerrainEdits.Fill(field, large, Material.Sand, 255, ref inventory).Refusal);
        AssertSame(Plenty(), inventory);
        Assert.Equal(0, field.EditedChunks);

        EditOutcome outcome;
        var (balls, blocks) = (0, 0);
        do
        {
            blocks = field.EditedBlocks;
            Assert.True(TerrainBrush.TrySphere(WorldPosition.FromMetres(10, 2050 + 20 * balls++, 10), 3 * 1024, out var next));
            outcome = TerrainEdits.Fill(field, next, Material.Sand, 255, ref inventory);
        }
        while (outcome.Refusal == EditRefusal.None);

        Assert.Equal(new EditOutcome(EditRefusal.Full, 0, 0), outcome);
        Assert.InRange(balls, 3, 10);
        Assert.Equal(blocks, field.EditedBlocks);
        Assert.InRange(blocks, 100, 340);
    }

    [Fact]
    public void The_chunks_that_changed_are_told_as_far_as_there_is_room()
    {
        var field = new VoxelField(new Planet(7, 1000));
        var inventory = Plenty();
        Assert.True(TerrainBrush.TrySphere(Middle, 2 * 1024, out var ball));
        var changed = new ChunkId[TerrainBrush.ChunksMax];
        var outcome = TerrainEdits.Fill(field, ball, Material.Sand, 255, ref inventory, changed);
        Assert.Equal(8, outcome.Chunks);
        Assert.Equal(Enumerable.Range(0, 8).Select(i => new ChunkId((i >> 2) - 1, 79 + ((i >> 1) & 1), (i & 1) - 1)), changed.Take(8));
        Assert.True(changed[8].IsNone);
        Assert.Equal(8, TerrainEdits.Dig(field, ball, 255, ref inventory, changed.AsSpan(0, 2)).Chunks);
    }

    [Fact]
    public void A_warm_edit_and_its_encoding_allocate_nothing()
    {
        var field = VoxelFieldTests.Synthetic(chunks: 8);
        var bytes = new byte[ChunkDelta.DeltaBytesMax];
        Assert.True(TerrainBrush.TrySphere(Middle, 3 * 1024, out var ball));
        Edit(field, ball, bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Edit(field, ball, bytes);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        static void Edit(VoxelField field, TerrainBrush ball, byte[] bytes)
        {
            Span<ChunkId> changed = stackalloc ChunkId[TerrainBrush.ChunksMax];
            var inventory = Plenty();
            for (var i = 0; i < 20; i++)
            {
                var outcome = i % 2 == 0
                    ? TerrainEdits.Dig(field, ball, 255, ref inventory, changed)
                    : TerrainEdits.Fill(field, ball, Material.Soil, 255, ref inventory, changed);
                foreach (var chunk in changed[..outcome.Chunks])
                    Assert.True(field.EncodeDelta(chunk, bytes) > 0);
            }
        }
    }

    internal static byte[] Encoded(VoxelField field, ChunkId chunk)
    {
        var bytes = new byte[ChunkDelta.DeltaBytesMax];
        return bytes[..field.EncodeDelta(chunk, bytes)];
    }

    internal static MaterialAmounts Plenty()
    {
        var amounts = default(MaterialAmounts);
        for (var i = 0; i < MaterialAmounts.MaterialsMax; i++)
            amounts[i] = 1_000_000_000;
        return amounts;
    }

    private static MaterialAmounts InGround(VoxelField field)
    {
        var amounts = default(MaterialAmounts);
        for (var i = 0; i < 8; i++)
        {
            var voxels = field.Find(new ChunkId((i & 1) - 1, 79 + ((i >> 1) & 1), (i >> 2) - 1))!.Voxels!;
            for (var voxel = 0; voxel < ChunkId.Voxels; voxel++)
                amounts[voxels.Material[voxel]] += VoxelContent.Of(voxels.Density[voxel]);
        }

        return amounts;
    }

    private static void ForEachVoxel(Action<int, int, int> action)
    {
        for (var z = -32; z < 32; z++)
        {
            for (var y = -32; y < 32; y++)
            {
                for (var x = -32; x < 32; x++)
                    action(x, (80 << 5) + y, z);
            }
        }
    }

    private static void AssertSame(MaterialAmounts expected, MaterialAmounts actual)
    {
        for (var i = 0; i < MaterialAmounts.MaterialsMax; i++)
            Assert.Equal(expected[i], actual[i]);
    }

    private static void AssertSameGround(VoxelField expected, VoxelField actual)
    {
        for (var i = 0; i < 8; i++)
        {
            var chunk = new ChunkId((i & 1) - 1, 79 + ((i >> 1) & 1), (i >> 2) - 1);
            Assert.Equal(expected.Find(chunk)!.Voxels!.Density, actual.Find(chunk)!.Voxels!.Density);
            Assert.Equal(expected.Find(chunk)!.Voxels!.Material, actual.Find(chunk)!.Voxels!.Material);
            Assert.Equal(Encoded(expected, chunk), Encoded(actual, chunk));
        }
    }

    internal readonly record struct Stroke(TerrainBrush Brush, bool Digs, byte Strength, Material Material)
    {
        public EditOutcome Apply(VoxelField field, ref MaterialAmounts amounts, RegionId part = default) => Digs
            ? TerrainEdits.Dig(field, Brush, Strength, ref amounts, part: part)
            : TerrainEdits.Fill(field, Brush, Material, Strength, ref amounts, part: part);

        public Stroke Moved(long x, long y, long z)
        {
            Assert.True(TerrainBrush.TryCapsule(Brush.From.Offset(x, y, z), Brush.To.Offset(x, y, z), Brush.RadiusUnits, out var moved));
            return this with { Brush = moved };
        }
    }
}
