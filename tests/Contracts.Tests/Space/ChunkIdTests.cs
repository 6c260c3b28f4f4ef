using CsCheck;
using PlanetarySurvival.Contracts.Space;

namespace PlanetarySurvival.Contracts.Tests.Space;

public class ChunkIdTests
{
    private const int Limit = ChunkId.CoordinateLimit;

    private static readonly Gen<int> Coordinate = Gen.OneOf(Gen.Int[-Limit, Limit - 1], Gen.Int[-3, 3], Gen.Const(-Limit), Gen.Const(Limit - 1));

    private static readonly Gen<ChunkId> Chunks = Gen.Select(Coordinate, Coordinate, Coordinate, (x, y, z) => new ChunkId(x, y, z));

    private static readonly Gen<ChunkId> Near = Gen.Select(Gen.Int[-3, 3], Gen.Int[-3, 3], Gen.Int[-3, 3], (x, y, z) => new ChunkId(x, y, z));

    [Fact]
    public void The_64_bits_and_the_coordinates_say_the_same() => Gen.Select(Coordinate, Coordinate, Coordinate).Sample((x, y, z) =>
    {
        var chunk = new ChunkId(x, y, z);
        Assert.Equal((x, y, z), (chunk.X, chunk.Y, chunk.Z));
        Assert.False(chunk.IsNone);
        Assert.True(ChunkId.TryUnpack(chunk.Packed, out var unpacked));
        Assert.Equal(chunk, unpacked);
    });

    [Fact]
    public void Any_64_bits_are_a_chunk_or_refused() => Gen.ULong.Sample(packed =>
    {
        Assert.Equal(packed >> 63 == 1, ChunkId.TryUnpack(packed, out var chunk));
        Assert.Equal(packed >> 63 == 1 ? packed : 0, chunk.Packed);
        if (!chunk.IsNone)
            Assert.Equal(chunk, new ChunkId(chunk.X, chunk.Y, chunk.Z));
    });

    [Fact]
    public void The_packed_form_is_the_same_as_ever()
    {
        Assert.Equal(0xC000_0200_0010_0000UL, new ChunkId(0, 0, 0).Packed);
        Assert.Equal(0x8000_0000_0000_0000UL, new ChunkId(-Limit, -Limit, -Limit).Packed);
        Assert.Equal(ulong.MaxValue, new ChunkId(Limit - 1, Limit - 1, Limit - 1).Packed);
        Assert.Equal("1,-2,3", new ChunkId(1, -2, 3).ToString());
        Assert.Equal("none", default(ChunkId).ToString());
    }

    [Theory]
    [InlineData(Limit, 0, 0)]
    [InlineData(0, -Limit - 1, 0)]
    [InlineData(0, 0, int.MaxValue)]
    [InlineData(int.MinValue, 0, 0)]
    public void A_chunk_that_does_not_exist_is_refused(int x, int y, int z) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ChunkId(x, y, z));

    [Fact]
    public void A_voxel_lies_in_the_chunk_whose_cube_holds_its_place() =>
        Gen.Select(VoxelCoordinate(), VoxelCoordinate(), VoxelCoordinate()).Sample((x, y, z) =>
        {
            var chunk = ChunkId.OfVoxel(x, y, z);
            var place = new WorldPosition((long)x * ChunkId.VoxelUnits, (long)y * ChunkId.VoxelUnits, (long)z * ChunkId.VoxelUnits);
            Assert.Equal(chunk, ChunkId.At(place));
            if (IsInside(x) && IsInside(y) && IsInside(z))
            {
                Assert.InRange(x - chunk.X * ChunkId.EdgeVoxels, 0, ChunkId.EdgeVoxels - 1);
                Assert.InRange(y - chunk.Y * ChunkId.EdgeVoxels, 0, ChunkId.EdgeVoxels - 1);
                Assert.InRange(z - chunk.Z * ChunkId.EdgeVoxels, 0, ChunkId.EdgeVoxels - 1);
            }
            else
            {
                Assert.True(chunk.IsNone);
            }
        });

    [Fact]
    public void Lower_faces_belong_to_a_chunk_and_upper_ones_to_its_neighbour() => Chunks.Sample(chunk =>
    {
        var origin = chunk.Origin;
        Assert.Equal(chunk, ChunkId.At(origin));
        Assert.Equal(chunk, ChunkId.At(origin.Offset(25_599, 25_599, 25_599)));
        Assert.Equal(chunk.Neighbour(1, 0, 0), ChunkId.At(origin.Offset(25_600, 0, 0)));
        Assert.Equal(chunk.Neighbour(0, -1, 0), ChunkId.At(origin.Offset(0, -1, 0)));
        Assert.Equal(chunk.Neighbour(-1, -1, 1), ChunkId.At(origin.Offset(-1, -1, 25_600)));
    });

    [Fact]
    public void The_way_back_from_a_neighbour_leads_home() => Gen.Select(
        Chunks, Gen.Int[-5, 5], Gen.Int[-5, 5], Gen.Int[-5, 5]).Sample((chunk, dx, dy, dz) =>
    {
        var neighbour = chunk.Neighbour(dx, dy, dz);
        if (neighbour.IsNone)
            Assert.True(Leaves(chunk.X + dx) || Leaves(chunk.Y + dy) || Leaves(chunk.Z + dz));
        else
            Assert.Equal(chunk, neighbour.Neighbour(-dx, -dy, -dz));

        static bool Leaves(int coordinate) => coordinate is < -Limit or >= Limit;
    });

    [Fact]
    public void At_the_edge_of_space_there_is_no_neighbour_and_outside_no_chunk()
    {
        Assert.True(new ChunkId(Limit - 1, 0, 0).Neighbour(1, 0, 0).IsNone);
        Assert.True(new ChunkId(0, 0, -Limit).Neighbour(0, 0, -1).IsNone);
        Assert.True(new ChunkId(0, 0, 0).Neighbour(int.MinValue, 0, 0).IsNone);
        Assert.True(ChunkId.At(new WorldPosition(long.MinValue, 0, 0)).IsNone);
        Assert.True(ChunkId.At(new WorldPosition(0, long.MaxValue, 0)).IsNone);
        Assert.False(ChunkId.TryUnpack(0, out _));
    }

    [Fact]
    public void A_chunk_lies_whole_in_one_region_of_each_level() => Chunks.Sample(chunk =>
    {
        for (var level = 0; level <= RegionId.LevelMax; level++)
        {
            var region = chunk.Region(level);
            Assert.True(region.Contains(chunk.Origin));
            Assert.True(region.Contains(chunk.Origin.Offset(25_599, 25_599, 25_599)));
            if (level > 0)
                Assert.Equal(chunk.Region(level - 1), region.Parent);
        }
    });

    [Fact]
    public void Ids_sort_by_x_y_z() => Gen.Select(Near, Near).Sample((a, b) =>
        Assert.Equal((a.X, a.Y, a.Z).CompareTo((b.X, b.Y, b.Z)), a.CompareTo(b)));

    private static Gen<int> VoxelCoordinate() => Gen.OneOf(
        Gen.Int, Gen.Int[-70, 70], Gen.Const(Limit * 32 - 1), Gen.Const(Limit * 32), Gen.Const(-Limit * 32), Gen.Const(-Limit * 32 - 1));

    private static bool IsInside(int voxel) => voxel is >= -Limit * 32 and < Limit * 32;
}
