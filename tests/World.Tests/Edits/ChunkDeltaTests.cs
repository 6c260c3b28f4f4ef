using CsCheck;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World.Edits;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.World.Tests.Edits;

public class ChunkDeltaTests
{
    // Few blocks, versions and values, so that two deltas often meet in a voxel.
    private static readonly Gen<Entry> CloseEntries = Gen.Select(
        Gen.Int[0, 255], Gen.SByte[-2, 2], Gen.Byte[0, 3], Gen.UInt[1, 4],
        (index, density, material, version) => new Entry(index, density, material, version));

    private static readonly Gen<Entry> WideEntries = Gen.Select(
        Gen.Int[0, ChunkId.Voxels - 1], Gen.SByte[-127, 127], Gen.Byte[0, 15], Gen.OneOf(Gen.UInt[1, 300], Gen.UInt),
        (index, density, material, version) => new Entry(index, density, material, version));

    // Whole blocks of one kind, too: the bytes have a short form for each part of them.
    private static readonly Gen<Entry[]> FullBlocks = Gen.Select(
        Gen.Int[0, 511], Gen.SByte[-127, 127], Gen.Byte[0, 15], Gen.UInt[1, 9], Gen.Int[0, 7]).Select(
        (block, density, material, version, varies) => Enumerable.Range(0, 64).Select(bit => new Entry(
            ChunkDelta.IndexOf(block, bit),
            (varies & 1) != 0 ? (sbyte)(bit - 30) : density,
            (varies & 2) != 0 ? (byte)(bit & 15) : material,
            (varies & 4) != 0 ? version + (uint)bit : version)).ToArray());

    private static readonly Gen<Entry[]> Entries = Gen.OneOf(
        CloseEntries.Array[0, 60], WideEntries.Array[0, 300],
        Gen.Select(FullBlocks.Array[1, 5], WideEntries.Array[0, 20]).Select(
            (blocks, others) => blocks.SelectMany(block => block).Concat(others).ToArray()));

    [Fact]
    public void What_is_written_is_read_again() => Entries.Sample(entries =>
    {
        var delta = Delta(entries);
        var bytes = Encoded(delta);
        Assert.True(bytes.Length <= ChunkDelta.DeltaBytesMax);
        var read = Delta([new Entry(7, 1, 2, 3)]);
        Assert.True(read.TryDecode(bytes));
        AssertSame(delta, read);
        Assert.Equal(bytes, Encoded(read));
        foreach (var entry in entries)
        {
            Assert.True(read.TryGet(entry.Index, out var density, out var material));
            Assert.True(delta.TryGet(entry.Index, out var expected, out var expectedMaterial));
            Assert.Equal((expected, expectedMaterial), (density, material));
        }
    });

    [Fact]
    public void Merging_commutes_associates_and_repeats_without_effect() =>
        Gen.Select(Entries, CloseEntries.Array[0, 60], CloseEntries.Array[0, 60]).Sample((first, second, third) =>
        {
            AssertSame(Merged(Delta(first), Delta(second)), Merged(Delta(second), Delta(first)));
            AssertSame(
                Merged(Merged(Delta(first), Delta(second)), Delta(third)),
                Merged(Delta(first), Merged(Delta(second), Delta(third))));
            AssertSame(Delta(first), Merged(Delta(first), Delta(first)));
            var once = Merged(Delta(first), Delta(second));
            AssertSame(once, Merged(Merged(Delta(first), Delta(second)), Delta(second)));
            AssertSame(once, Merged(once, once));
        });

    [Fact]
    public void Of_two_edits_of_a_voxel_the_later_holds_then_the_hole_then_the_greater_material()
    {
        AssertHolds(new Entry(5, 90, 1, 4), new Entry(5, -90, 2, 3));
        AssertHolds(new Entry(5, -90, 1, 4), new Entry(5, 90, 2, 4));
        AssertHolds(new Entry(5, 90, 2, 4), new Entry(5, 90, 1, 4));

        static void AssertHolds(Entry holds, Entry other)
        {
            var merged = Merged(Delta([other]), Delta([holds]));
            Assert.True(merged.TryGet(5, out var density, out var material));
            Assert.Equal((holds.Density, holds.Material), (density, material));
            Assert.Equal((4u, 1), (merged.Version, merged.Voxels));
        }
    }

    [Fact]
    public void The_bytes_are_the_same_as_ever()
    {
        var full = Enumerable.Range(0, 64).Select(bit => new Entry(ChunkDelta.IndexOf(1, bit), -127, 4, 5));
        var mixed = new[]
        {
            new Entry(ChunkDelta.IndexOf(511, 0), -3, 1, 5), new Entry(ChunkDelta.IndexOf(511, 9), 12, 7, 4),
            new Entry(ChunkDelta.IndexOf(511, 63), 127, 2, 1),
        };
        var old = new[] { new Entry(ChunkDelta.IndexOf(2, 5), 1, 0, 7), new Entry(ChunkDelta.IndexOf(2, 6), 1, 0, 1000) };

        Assert.Equal("01000000000000", Convert.ToHexStringLower(Encoded(new ChunkDelta())));
        Assert.Equal("01050000000100" + "011e" + "81" + "04" + "00", Convert.ToHexStringLower(Encoded(Delta([.. full]))));
        Assert.Equal(
            "01050000000100" + "ff01" + "0102000000000080" + "fd0c7f" + "7102" + "000104",
            Convert.ToHexStringLower(Encoded(Delta(mixed))));
        Assert.Equal(
            "01e80300000100" + "022c" + "6000000000000000" + "01" + "00" + "e1030000" + "00000000",
            Convert.ToHexStringLower(Encoded(Delta(old))));
        Assert.Equal(182_791, ChunkDelta.DeltaBytesMax);
    }

    [Fact]
    public void A_delta_that_is_cut_anywhere_or_has_something_after_it_is_none() => Entries.Sample(
        entries =>
        {
            var bytes = Encoded(Delta(entries));
            var read = new ChunkDelta();
            for (var length = 0; length < bytes.Length; length++)
                Assert.False(read.TryDecode(bytes.AsSpan(0, length)));
            Assert.False(read.TryDecode([.. bytes, 0]));
            Assert.True(read.IsNone);
        },
        iter: 40);

    [Fact]
    public void A_delta_that_does_not_fit_is_not_written() => Entries.Sample(
        entries =>
        {
            var delta = Delta(entries);
            var length = Encoded(delta).Length;
            var room = new byte[length];
            for (var shorter = 0; shorter < length; shorter += 1 + length / 50)
                Assert.Equal(0, delta.Encode(room.AsSpan(0, shorter)));
            Assert.Equal(length, delta.Encode(room));
        },
        iter: 40);

    [Fact]
    public void Hostile_bytes_are_refused_or_read_but_never_do_harm() =>
        Gen.Select(Entries, Gen.Select(Gen.Int, Gen.Byte).Array[1, 6], Gen.Byte.Array[0, 80]).Sample((entries, mutations, garbage) =>
        {
            var bytes = Encoded(Delta(entries));
            foreach (var (place, value) in mutations)
                bytes[(int)((uint)place % (uint)bytes.Length)] = value;

            var delta = Delta([new Entry(9, 1, 1, 1)]);
            foreach (var hostile in new[] { bytes, garbage, [ChunkDelta.Format, .. garbage] })
            {
                var before = Encoded(delta);
                if (!delta.TryDecode(hostile))
                {
                    Assert.Equal(before, Encoded(delta));
                    continue;
                }

                // Whatever was taken can be written, read and merged like any other.
                var again = new ChunkDelta();
                Assert.True(again.TryDecode(Encoded(delta)));
                AssertSame(delta, again);
                Assert.InRange(delta.Voxels, 0, ChunkId.Voxels);
                AssertSame(delta, Merged(again, delta));
            }
        });

    [Fact]
    public void Reading_a_delta_allocates_no_more_than_a_chunk_takes_and_nothing_again()
    {
        var bytes = Encoded(Delta([.. Enumerable.Range(0, ChunkId.Voxels).Select(
            index => new Entry(index, (sbyte)(index % 100), (byte)(index % 16), (uint)index * 7))]));
        var delta = new ChunkDelta();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.True(delta.TryDecode(bytes));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 1 << 19);

        before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10; i++)
            Assert.True(delta.TryDecode(bytes));
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(ChunkId.Voxels, delta.Voxels);
    }

    [Fact]
    public void A_voxel_has_one_block_and_bit_and_they_lead_back_to_it()
    {
        var seen = new HashSet<(int, int)>();
        for (var index = 0; index < ChunkId.Voxels; index++)
        {
            var (block, bit) = (ChunkDelta.BlockOf(index), ChunkDelta.BitOf(index));
            Assert.Equal(index, ChunkDelta.IndexOf(block, bit));
            Assert.InRange(block, 0, 511);
            Assert.InRange(bit, 0, 63);
            Assert.True(seen.Add((block, bit)));
        }

        Assert.False(new ChunkDelta().TryGet(-1, out _, out _));
        Assert.False(new ChunkDelta().TryGet(ChunkId.Voxels, out _, out _));
    }

    [Fact]
    public void Two_fields_that_take_each_others_edits_have_the_same_ground() =>
        Gen.Select(TerrainBrushTests.Brushes(3, 3).Array[1, 4], TerrainBrushTests.Brushes(3, 3).Array[1, 4], Gen.Bool).Sample(
            (dug, filled, atHand) =>
            {
                var (one, other) = (new VoxelField(new Planet(7, 1000)), new VoxelField(new Planet(7, 1000)));
                var inventory = TerrainEditsTests.Plenty();
                foreach (var brush in dug)
                    TerrainEdits.Fill(one, brush, Material.Sand, 100, ref inventory);
                foreach (var brush in filled)
                    TerrainEdits.Fill(other, brush, Material.Iron, 200, ref inventory);

                for (var i = 0; i < 8; i++)
                {
                    var chunk = new ChunkId((i & 1) - 1, 79 + ((i >> 1) & 1), (i >> 2) - 1);
                    if (atHand)
                        one.Install(new ChunkVoxels(chunk));
                    var (ours, theirs) = (TerrainEditsTests.Encoded(one, chunk), TerrainEditsTests.Encoded(other, chunk));
                    if (theirs.Length > 0)
                        Assert.Equal(DeltaOutcome.Taken, one.MergeDelta(chunk, theirs));
                    if (ours.Length > 0)
                        Assert.Equal(DeltaOutcome.Taken, other.MergeDelta(chunk, ours));
                    Assert.Equal(TerrainEditsTests.Encoded(one, chunk), TerrainEditsTests.Encoded(other, chunk));
                    for (var voxel = 0; voxel < ChunkId.Voxels; voxel += 3)
                    {
                        var (x, y, z) = ((chunk.X << 5) + (voxel & 31), (chunk.Y << 5) + ((voxel >> 5) & 31), (chunk.Z << 5) + (voxel >> 10));
                        if (one.DensityOfVoxel(x, y, z) != other.DensityOfVoxel(x, y, z))
                            Assert.Fail($"Voxel {x},{y},{z} differs.");
                    }
                }
            },
            iter: 20);

    [Fact]
    public void A_field_takes_a_delta_in_place_of_its_own_and_an_empty_one_takes_the_edits_away()
    {
        var field = new VoxelField(new Planet(7, 1000));
        var chunk = new ChunkId(0, 80, 0);
        field.Install(new ChunkVoxels(chunk));
        Assert.Equal(DeltaOutcome.Taken, field.LoadDelta(chunk, Encoded(Delta([new Entry(3, 55, 2, 9)]))));
        Assert.Equal(55, field.DensityOfVoxel(3, 80 << 5, 0));
        Assert.Equal(DeltaOutcome.Taken, field.LoadDelta(chunk, Encoded(Delta([new Entry(4, 56, 2, 1)]))));
        Assert.Equal((-127, 56), (field.DensityOfVoxel(3, 80 << 5, 0), field.DensityOfVoxel(4, 80 << 5, 0)));
        Assert.Equal(1, field.EditedChunks);

        // What changes nothing is no edit; that is seen once the chunk is at hand.
        Assert.Equal(DeltaOutcome.Taken, field.LoadDelta(chunk, Encoded(Delta([new Entry(4, -127, 0, 1)]))));
        Assert.Equal(0, field.EditedChunks);
        Assert.Equal(DeltaOutcome.Taken, field.LoadDelta(chunk, Encoded(Delta([new Entry(4, 56, 2, 1)]))));
        Assert.Equal(DeltaOutcome.Taken, field.LoadDelta(chunk, Encoded(new ChunkDelta())));
        Assert.Equal((0, 0), (field.EditedChunks, field.EditedBlocks));
        Assert.Equal(-127, field.DensityOfVoxel(4, 80 << 5, 0));

        Assert.Equal(DeltaOutcome.Malformed, field.LoadDelta(chunk, []));
        Assert.Equal(DeltaOutcome.Malformed, field.LoadDelta(default, Encoded(new ChunkDelta())));
        Assert.Equal(DeltaOutcome.Taken, field.MergeDelta(new ChunkId(0, 81, 0), Encoded(new ChunkDelta())));
        Assert.Equal(0, field.EditedChunks);

        var small = new VoxelField(new Planet(7, 1000), editedBlocksMax: 1);
        Assert.Equal(DeltaOutcome.Full, small.LoadDelta(chunk, Encoded(Delta([new Entry(0, 1, 1, 1), new Entry(31, 1, 1, 1)]))));
        Assert.Equal(DeltaOutcome.Taken, small.LoadDelta(chunk, Encoded(Delta([new Entry(0, 1, 1, 1)]))));
    }

    [Fact]
    public void A_field_keeps_edits_of_as_many_chunks_as_its_bound_says_and_those_may_still_change()
    {
        var field = new VoxelField(new Planet(7, 1000), editedBlocksMax: VoxelField.EditedChunksMax + 1);
        var bytes = Encoded(Delta([new Entry(0, 1, 1, 1)]));
        for (var i = 0; i < VoxelField.EditedChunksMax; i++)
        {
            if (field.LoadDelta(Place(i), bytes) != DeltaOutcome.Taken)
                Assert.Fail($"There was no room for chunk {i}.");
        }

        Assert.Equal((VoxelField.EditedChunksMax, VoxelField.EditedChunksMax), (field.EditedChunks, field.EditedBlocks));
        Assert.Equal(DeltaOutcome.Full, field.LoadDelta(Place(VoxelField.EditedChunksMax), bytes));
        Assert.Equal(DeltaOutcome.Full, field.MergeDelta(Place(VoxelField.EditedChunksMax), bytes));
        Assert.Equal(DeltaOutcome.Taken, field.MergeDelta(Place(5), Encoded(Delta([new Entry(1, 2, 2, 2)]))));
        Assert.Equal(DeltaOutcome.Taken, field.LoadDelta(Place(5), Encoded(Delta([new Entry(1, 2, 2, 2), new Entry(32_767, 2, 2, 2)]))));
        Assert.Equal(DeltaOutcome.Full, field.LoadDelta(Place(6), Encoded(Delta([new Entry(1, 2, 2, 2), new Entry(32_767, 2, 2, 2)]))));

        var amounts = TerrainEditsTests.Plenty();
        Assert.True(TerrainBrush.TrySphere(Place(VoxelField.EditedChunksMax).Origin, 1024, out var ball));
        Assert.Equal(EditRefusal.Full, TerrainEdits.Fill(field, ball, Material.Sand, 255, ref amounts).Refusal);
        Assert.Equal(DeltaOutcome.Taken, field.LoadDelta(Place(5), Encoded(new ChunkDelta())));
        Assert.Equal(DeltaOutcome.Taken, field.LoadDelta(Place(VoxelField.EditedChunksMax), bytes));
        Assert.Equal(1, field.DensityOfVoxel(Place(6).X << 5, Place(6).Y << 5, Place(6).Z << 5));

        static ChunkId Place(int i) => new(i % 32, 90 + i / 1024, i / 32 % 32);
    }

    [Fact]
    public void The_last_version_stays_the_last()
    {
        var field = new VoxelField(new Planet(7, 1000));
        var chunk = new ChunkId(0, 80, 0);
        Assert.Equal(DeltaOutcome.Taken, field.LoadDelta(chunk, Encoded(Delta([new Entry(0, 1, 1, uint.MaxValue - 1)]))));
        var amounts = TerrainEditsTests.Plenty();
        Assert.True(TerrainBrush.TrySphere(WorldPosition.FromMetres(12, 2012, 12), 1024, out var ball));
        for (var i = 0; i < 3; i++)
        {
            TerrainEdits.Fill(field, ball, Material.Sand, 20, ref amounts);
            Assert.Equal(uint.MaxValue, field.DeltaOf(chunk)!.Version);
        }
    }

    private static ChunkDelta Delta(Entry[] entries)
    {
        var delta = new ChunkDelta();
        foreach (var entry in entries)
        {
            ref var block = ref delta.BlockAt(ChunkDelta.BlockOf(entry.Index));
            var bit = ChunkDelta.BitOf(entry.Index);
            if ((block.Changed >> bit & 1) == 0)
                delta.Mark(ref block, bit);
            (block.Density[bit], block.Material[bit], block.Version[bit]) = (entry.Density, entry.Material, entry.Version);
            delta.Version = Math.Max(delta.Version, entry.Version);
        }

        return delta;
    }

    private static ChunkDelta Merged(ChunkDelta delta, ChunkDelta other)
    {
        delta.Merge(other);
        return delta;
    }

    private static byte[] Encoded(ChunkDelta delta)
    {
        var bytes = new byte[ChunkDelta.DeltaBytesMax];
        var length = delta.Encode(bytes);
        Assert.True(length > 0);
        return bytes[..length];
    }

    private static void AssertSame(ChunkDelta expected, ChunkDelta actual)
    {
        Assert.Equal((expected.Version, expected.Voxels, expected.Blocks), (actual.Version, actual.Voxels, actual.Blocks));
        Assert.Equal(Encoded(expected), Encoded(actual));
    }

    private readonly record struct Entry(int Index, sbyte Density, byte Material, uint Version);
}
