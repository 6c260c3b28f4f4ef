using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CsCheck;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World.Meshing;
using PlanetarySurvival.World.Terrain;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.World.Tests.Meshing;

public class ChunkMesherTests
{
    private const int Middle = MeshedGround.Edge / 2;

    public static TheoryData<string> Grounds => new()
    {
        "noise", "noise of few values", "blobs", "sheets", "rock with holes", "checkerboard", "almost a checkerboard",
    };

    [Theory]
    [MemberData(nameof(Grounds))]
    public void Chunks_together_have_no_crack_and_no_face_twice(string kind) =>
        Gen.ULong.Sample(seed => AssertClosed(new MeshedGround(Ground(kind, seed)).Mesh(), seed), iter: 3, threads: 1);

    [Fact]
    public void A_ball_across_eight_chunks_has_the_area_and_volume_of_a_ball()
    {
        const double radius = 14.3;
        var ball = new MeshedGround(Ball(radius)).Mesh();
        var (area, volume) = (0.0, 0.0);
        foreach (var (a, b, c) in ball.Triangles)
        {
            var (p, q, r) = (FromMiddle(ball.Places[a]), FromMiddle(ball.Places[b]), FromMiddle(ball.Places[c]));
            area += Vector3.Cross(q - p, r - p).Length() / 2;
            volume += Vector3.Dot(p, Vector3.Cross(q, r)) / 6;
        }

        Assert.InRange(area / (4 * Math.PI * radius * radius), 0.985, 1.015);
        Assert.InRange(volume / (4.0 / 3 * Math.PI * radius * radius * radius), 0.985, 1.005);
        for (var i = 0; i < ball.Places.Count; i++)
        {
            var place = FromMiddle(ball.Places[i]);
            Assert.InRange(place.Length() - radius, -0.05, 0.02);
            Assert.InRange(ball.Vertices[i].Normal.Length(), 0.985f, 1.015f);
            Assert.InRange(Vector3.Dot(ball.Vertices[i].Normal, Vector3.Normalize(place)), 0.97f, 1.02f);
        }
    }

    [Theory]
    [MemberData(nameof(Grounds))]
    public void Every_vertex_lies_in_a_cell_that_has_both_rock_and_air(string kind)
    {
        var ground = new MeshedGround(Ground(kind, 20261123)).Mesh();
        foreach (var place in ground.Places)
        {
            var (x, y, z) = (Floor(place.X), Floor(place.Y), Floor(place.Z));
            var rock = 0;
            for (var corner = 0; corner < 8; corner++)
                rock += ground.DensityAt(x + (corner & 1), y + (corner >> 1 & 1), z + (corner >> 2)) > 0 ? 1 : 0;
            Assert.InRange(rock, 1, 7);
        }

        static long Floor(long units) => (long)Math.Floor(units / (double)ChunkId.VoxelUnits);
    }

    [Fact]
    public void Faces_look_into_the_air()
    {
        var ground = new MeshedGround(Ground("blobs", 7)).Mesh();
        var outward = 0;
        foreach (var (a, b, c) in ground.Triangles)
        {
            var (p, q, r) = (FromMiddle(ground.Places[a]), FromMiddle(ground.Places[b]), FromMiddle(ground.Places[c]));
            var face = Vector3.Cross(q - p, r - p);
            outward += Vector3.Dot(face, ground.Vertices[a].Normal + ground.Vertices[b].Normal + ground.Vertices[c].Normal) > 0 ? 1 : 0;
        }

        // A pinched cell can fold a triangle over, and gradients of rough ground are rough.
        Assert.InRange(outward, ground.Triangles.Count * 99 / 100, ground.Triangles.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_surface_that_passes_through_voxels_has_no_face_without_area(int onSurface)
    {
        // A floor whose surface lies exactly on a layer of voxels, with a pillar of the same.
        var ground = new MeshedGround((x, y, z) => (sbyte)(y < 20 || (y < 40 && x is > 20 and < 30 && z is > 20 and < 30) ? 50 : y > 45 ? -50 : onSurface))
            .Mesh();
        AssertClosed(ground, 0);
        foreach (var (a, b, c) in ground.Triangles)
        {
            var (p, q, r) = (FromMiddle(ground.Places[a]), FromMiddle(ground.Places[b]), FromMiddle(ground.Places[c]));
            Assert.True(Vector3.Cross(q - p, r - p).Length() > 0);
        }
    }

    [Fact]
    public void A_vertex_is_made_of_the_rock_below_it()
    {
        var ground = new MeshedGround(Ball(20), (x, _, _) => (byte)(x < Middle ? Material.Iron : Material.Sand)).Mesh();
        for (var i = 0; i < ground.Places.Count; i++)
        {
            var x = FromMiddle(ground.Places[i]).X;
            if (Math.Abs(x) > 0.8)
                Assert.Equal(x < 0 ? Material.Iron : Material.Sand, ground.Vertices[i].Material);
        }
    }

    [Theory]
    [InlineData(VoxelDensity.Min)]
    [InlineData(VoxelDensity.Max)]
    [InlineData(0)]
    [InlineData(1)]
    public void A_chunk_with_no_surface_in_or_around_it_has_no_mesh(sbyte density)
    {
        var field = new VoxelField(MeshedGround.Planet);
        for (var i = 0; i < 27; i++)
        {
            var chunk = new ChunkVoxels(new ChunkId(i % 3, 100 + i / 3 % 3, i / 9));
            Array.Fill(chunk.Density, density);
            field.Install(chunk);
        }

        Assert.True(new ChunkMesher().TryMesh(field, new ChunkId(1, 101, 1), default, default, out var size));
        Assert.True(size.IsEmpty);
    }

    [Fact]
    public void Deep_rock_high_air_and_no_chunk_at_all_have_no_mesh()
    {
        var field = new VoxelField(new Planet(20261123, 8000));
        foreach (var chunk in new[] { new ChunkId(0, 0, 0), new ChunkId(0, 1000, 0), new ChunkId(ChunkId.CoordinateLimit - 1, 0, 0), default })
        {
            Assert.True(new ChunkMesher().TryMesh(field, chunk, default, default, out var size));
            Assert.Equal(default, size);
        }
    }

    [Fact]
    public void The_chunk_below_a_border_has_the_faces_at_the_border()
    {
        // Rock begins with the first voxel of the upper chunk: the lower one, of nothing but air, has the whole ceiling.
        var field = new VoxelField(MeshedGround.Planet);
        var (air, rock) = (new ChunkVoxels(new ChunkId(0, 100, 0)), new ChunkVoxels(new ChunkId(0, 101, 0)));
        Array.Fill(rock.Density, VoxelDensity.Max);
        field.Install(air);
        field.Install(rock);

        var mesh = MeshOf(field, air.Id);
        Assert.Equal(32 * 32 * 2, mesh.Indices.Length / 3);
        Assert.True(mesh.Vertices.All(vertex => vertex.Y is >= 31 * 800 + 400 and < 32 * 800 && vertex.NormalY < 0));
    }

    [Theory]
    [InlineData(20261123, 8000)]
    [InlineData(3, 1000)]
    public void Chunks_at_hand_and_chunks_that_are_asked_for_give_the_same_mesh(ulong seed, int radiusMetres)
    {
        var planet = new Planet(seed, radiusMetres);
        var id = ChunkId.At(planet.SpawnPlace(default));
        var atHand = new VoxelField(planet);
        for (var i = 0; i < 27; i++)
            atHand.Install(ChunkVoxels.Generate(planet, id.Neighbour(i % 3 - 1, i / 3 % 3 - 1, i / 9 - 1)));

        var (one, two) = (MeshOf(atHand, id), MeshOf(new VoxelField(planet), id));
        Assert.NotEmpty(one.Vertices);
        Assert.Equal(one.Vertices, two.Vertices);
        Assert.Equal(one.Indices, two.Indices);
    }

    [Fact]
    public void The_ground_lies_where_the_planet_says()
    {
        var planet = new Planet(20261123, 8000);
        var id = ChunkId.At(planet.SpawnPlace(default));
        foreach (var vertex in MeshOf(new VoxelField(planet), id).Vertices)
            Assert.InRange(planet.Density(id.Origin, vertex.Metres), -0.4f, 0.4f);
    }

    [Fact]
    public void A_checkerboard_is_the_largest_mesh_and_fits()
    {
        var (mesher, field) = (new ChunkMesher(), Checkerboard());
        var (vertices, indices) = (new MeshVertex[ChunkMesher.VerticesMax], new int[ChunkMesher.IndicesMax]);
        Assert.True(mesher.TryMesh(field, CheckerboardChunk, vertices, indices, out var size));
        Assert.Equal(ChunkMesher.VerticesMax, size.Vertices);
        Assert.Equal(3 * ChunkId.Voxels * 6, size.Indices);
        Assert.All(indices[..size.Indices], index => Assert.InRange(index, 0, size.Vertices - 1));
    }

    [Fact]
    public void No_way_of_a_cell_takes_more_than_its_share_of_the_largest_mesh()
    {
        for (var way = 0; way < 256; way++)
        {
            var twice = BitOperations.PopCount(CellPatches.Labels[way] & CellPatches.TwiceMask);
            var crossed = 0;
            for (var patch = 0; patch < CellPatches.PatchesMax; patch++)
                crossed += BitOperations.PopCount(CellPatches.Edges[way * CellPatches.PatchesMax + patch]);

            // Four faces and two cells share a vertex that is added on a face: each of the four faces has its own copy and one triangle more.
            Assert.True(CellPatches.Count[way] + 2 * twice <= ChunkMesher.VerticesMax / (33 * 33 * 33));

            // Four cells share a quadrilateral of two triangles.
            Assert.True(3 * (crossed * 2 / 4.0 + 4 / 2.0 * twice) <= ChunkMesher.IndicesMax / (33 * 33 * 33));
        }
    }

    [Fact]
    public void Buffers_that_are_too_small_are_told_what_the_mesh_takes_and_nothing_is_written_beyond_them()
    {
        var (mesher, field) = (new ChunkMesher(), new MeshedGround(Ground("noise", 5)).Field);
        var id = new ChunkId(MeshedGround.Chunk.X, MeshedGround.Chunk.Y, MeshedGround.Chunk.Z);
        var whole = MeshOf(field, id);
        Gen.Select(Gen.Int[0, whole.Vertices.Length + 2], Gen.Int[0, whole.Indices.Length + 2]).Sample(
            (vertexCount, indexCount) =>
            {
                var vertices = new MeshVertex[vertexCount];
                var indices = new int[indexCount];
                var isEnough = vertexCount >= whole.Vertices.Length && indexCount >= whole.Indices.Length;
                Assert.Equal(isEnough, mesher.TryMesh(field, id, vertices, indices, out var size));
                Assert.Equal(new MeshSize(whole.Vertices.Length, whole.Indices.Length), size);
            },
            iter: 20,
            threads: 1);
        Assert.False(mesher.TryMesh(field, id, default, default, out _));
    }

    [Fact]
    public void A_warm_mesher_allocates_nothing()
    {
        var (mesher, ground) = (new ChunkMesher(), new MeshedGround(Ground("blobs", 3)));
        var (vertices, indices) = (new MeshVertex[60_000], new int[200_000]);
        var id = new ChunkId(MeshedGround.Chunk.X, MeshedGround.Chunk.Y, MeshedGround.Chunk.Z);
        mesher.TryMesh(ground.Field, id, vertices, indices, out _);
        mesher.TryMesh(MeshedGround.Planet, 0, 10, 0, 2, vertices, indices, out _);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 8; i++)
        {
            mesher.TryMesh(ground.Field, id.Neighbour(i & 1, i >> 1 & 1, i >> 2), vertices, indices, out _);
            mesher.TryMesh(MeshedGround.Planet, 0, 10, 0, 2, vertices, indices, out _);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_mesh_is_the_same_bytes_everywhere()
    {
        var ground = new MeshedGround(Ground("almost a checkerboard", 11), (x, y, z) => (byte)((x ^ y ^ z) & 3));
        ulong hash = 14695981039346656037;
        for (var i = 0; i < 8; i++)
        {
            var id = new ChunkId(MeshedGround.Chunk.X + (i & 1), MeshedGround.Chunk.Y + (i >> 1 & 1), MeshedGround.Chunk.Z + (i >> 2));
            var mesh = MeshOf(ground.Field, id);
            foreach (var b in MemoryMarshal.AsBytes(mesh.Vertices.AsSpan()))
                hash = (hash ^ b) * 1099511628211;
            foreach (var index in mesh.Indices)
                hash = (hash ^ (uint)index) * 1099511628211;
        }

        Assert.Equal(12, Unsafe.SizeOf<MeshVertex>());
        Assert.Equal(MeshVertex.Size, Unsafe.SizeOf<MeshVertex>());
        Assert.Equal(6261668183268157589UL, hash);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public void Cubes_of_a_coarse_level_meet_without_a_crack_and_follow_the_planet(int level)
    {
        var planet = new Planet(20261123, 8000);
        var mesher = new ChunkMesher();
        var (vertices, indices) = (new MeshVertex[60_000], new int[300_000]);
        var edges = new Dictionary<(WorldPosition, WorldPosition), int>();
        var top = planet.Surface(WorldPosition.FromMetres(2100, 8000, 900));
        var cube = 32 << level;
        var half = cube * 400L;
        var (x, y, z) = (Cube(top.X), Cube(top.Y), Cube(top.Z));
        for (var i = 0; i < 27; i++)
        {
            var (cx, cy, cz) = (x + i % 3 - 1, y + i / 3 % 3 - 1, z + i / 9 - 1);
            var middle = new WorldPosition((2 * cx + 1) * half, (2 * cy + 1) * half, (2 * cz + 1) * half);
            if (Math.Abs(middle.MetresFromCentre - planet.Surface(middle).MetresFromCentre) > 3 * half / 1024.0 + 20)
                continue;

            Assert.True(mesher.TryMesh(planet, cx, cy, cz, level, vertices, indices, out var size));
            for (var t = 0; t < size.Indices; t++)
            {
                var (a, b) = (Place(indices[t]), Place(indices[t % 3 == 2 ? t - 2 : t + 1]));
                edges[(a, b)] = edges.GetValueOrDefault((a, b)) + 1;
            }

            for (var v = 0; v < size.Vertices; v++)
                Assert.InRange(RockAround(cx, vertices[v].X, cy, vertices[v].Y, cz, vertices[v].Z), 1, 7);

            WorldPosition Place(int v) => new(Units(cx, vertices[v].X), Units(cy, vertices[v].Y), Units(cz, vertices[v].Z));
        }

        // What has no other side lies at the outside of the 27 cubes.
        Assert.NotEmpty(edges);
        var inside = 0;
        foreach (var ((a, b), count) in edges)
        {
            Assert.Equal(1, count);
            if (IsInside(a) && IsInside(b))
            {
                inside++;
                Assert.True(edges.ContainsKey((b, a)), $"The edge from {a} to {b} has one side.");
            }
        }

        Assert.True(inside > 1000);

        // Of the coarse cell's eight corners.
        int RockAround(int cx, int atX, int cy, int atY, int cz, int atZ)
        {
            var rock = 0;
            for (var corner = 0; corner < 8; corner++)
                rock += planet.DensityOfVoxel(Voxel(cx, atX, corner), Voxel(cy, atY, corner >> 1), Voxel(cz, atZ, corner >> 2)) > 0 ? 1 : 0;
            return rock;
        }

        int Voxel(int c, int at, int corner) => c * 32 + (int)Math.Floor(at / 800.0) + (corner & 1) << level;
        int Cube(long units) => (int)Math.Floor(units / (double)(cube * 800L));
        long Units(long place, short at) => (place * 25600 + at) << level;
        bool IsInside(WorldPosition p) => Within(p.X, x) && Within(p.Y, y) && Within(p.Z, z);
        bool Within(long units, int c) => units > ((c - 1) * 25600L + 1600 << level) && units < ((c + 2) * 25600L - 1600 << level);
    }

    [Theory]
    [InlineData(0, 0, 0, -1)]
    [InlineData(0, 0, 0, 11)]
    [InlineData(1 << 20, 0, 0, 0)]
    [InlineData(0, -(1 << 18) - 1, 0, 2)]
    [InlineData(0, 0, int.MinValue, 0)]
    public void A_cube_beyond_the_world_is_refused(int x, int y, int z, int level) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ChunkMesher().TryMesh(MeshedGround.Planet, x, y, z, level, default, default, out _));

    private static ChunkId CheckerboardChunk => new(1, 101, 1);

    private static VoxelField Checkerboard()
    {
        var field = new VoxelField(MeshedGround.Planet);
        for (var i = 0; i < 27; i++)
        {
            var chunk = new ChunkVoxels(CheckerboardChunk.Neighbour(i % 3 - 1, i / 3 % 3 - 1, i / 9 - 1));
            for (var v = 0; v < ChunkId.Voxels; v++)
                chunk.Density[v] = (sbyte)(((v ^ v >> 5 ^ v >> 10) & 1) == 0 ? 64 : -64);
            field.Install(chunk);
        }

        return field;
    }

    private static (MeshVertex[] Vertices, int[] Indices) MeshOf(VoxelField field, ChunkId chunk)
    {
        var (vertices, indices) = (new MeshVertex[ChunkMesher.VerticesMax], new int[ChunkMesher.IndicesMax]);
        Assert.True(new ChunkMesher().TryMesh(field, chunk, vertices, indices, out var size));
        return (vertices[..size.Vertices], indices[..size.Indices]);
    }

    private static void AssertClosed(MeshedGround ground, ulong seed)
    {
        Assert.NotEmpty(ground.Triangles);
        var edges = new HashSet<(int, int)>();
        foreach (var (a, b, c) in ground.Triangles)
        {
            foreach (var edge in new[] { (a, b), (b, c), (c, a) })
                Assert.True(edges.Add(edge), $"seed {seed}: two faces on one side of {ground.Places[edge.Item1]} to {ground.Places[edge.Item2]}.");
        }

        foreach (var (a, b) in edges)
            Assert.True(edges.Contains((b, a)), $"seed {seed}: a crack along the edge from {ground.Places[a]} to {ground.Places[b]}.");
    }

    private static Func<int, int, int, sbyte> Ball(double radiusMetres) => (x, y, z) =>
    {
        var (dx, dy, dz) = ((x - Middle) * ChunkId.VoxelMetres, (y - Middle) * ChunkId.VoxelMetres, (z - Middle) * ChunkId.VoxelMetres);
        return VoxelDensity.FromMetres(radiusMetres - Math.Sqrt(dx * dx + dy * dy + dz * dz));
    };

    private static Func<int, int, int, sbyte> Ground(string kind, ulong seed)
    {
        return kind switch
        {
            "noise" => AtMiddle((x, y, z) => (sbyte)((int)(Bits(seed, x, y, z) % 255) - 127)),
            "noise of few values" => AtMiddle((x, y, z) => (sbyte)((int)(Bits(seed, x, y, z) % 4) - 2)),
            "blobs" => AtMiddle((x, y, z) => VoxelDensity.FromMetres(Waves(seed, x, y, z))),
            "sheets" => AtMiddle((x, y, z) => VoxelDensity.FromMetres(0.3 - Math.Abs(Waves(seed, x, y, z)))),
            "rock with holes" => AtMiddle((x, y, z) => (sbyte)(Bits(seed, x, y, z) % 3 == 0 ? -40 : 40)),
            "checkerboard" => AtMiddle((x, y, z) => (sbyte)(((x ^ y ^ z) & 1) == 0 ? 60 : -60)),
            _ => AtMiddle((x, y, z) => (sbyte)(((x ^ y ^ z) & 1) == 0 ^ Bits(seed, x, y, z) % 10 == 0 ? 60 : -90)),
        };

        // Around the corner that eight chunks share; a whole ground of noise would take minutes.
        static Func<int, int, int, sbyte> AtMiddle(Func<int, int, int, sbyte> density) => (x, y, z) =>
            Math.Abs(x - Middle) < 11 && Math.Abs(y - Middle) < 11 && Math.Abs(z - Middle) < 11 ? density(x, y, z) : VoxelDensity.Min;
    }

    // Two metres up and down.
    private static double Waves(ulong seed, int x, int y, int z)
    {
        var phase = seed % 1000;
        return 1.1 * Math.Sin(0.9 * x + 0.4 * z + phase) + 1.2 * Math.Sin(0.8 * y - 0.5 * x + 3 * phase) + Math.Sin(0.7 * z + 0.6 * y + 7 * phase);
    }

    private static ulong Bits(ulong seed, int x, int y, int z)
    {
        var bits = (seed ^ (uint)(x | y << 6 | z << 12)) * 0x9E3779B97F4A7C15;
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits >> 20;
    }

    private static Vector3 FromMiddle(WorldPosition place) =>
        place.RelativeTo(new WorldPosition(
            (MeshedGround.Chunk.X * 32L + Middle) * 800, (MeshedGround.Chunk.Y * 32L + Middle) * 800, (MeshedGround.Chunk.Z * 32L + Middle) * 800));
}
