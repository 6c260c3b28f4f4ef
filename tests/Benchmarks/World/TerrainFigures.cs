using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World;
using PlanetarySurvival.World.Terrain;

namespace PlanetarySurvival.Benchmarks.World;

/// <summary>
/// How fast the planet is made: chunks a second on one core in each width, one octave of noise against a scalar library's way, what a
/// classification and a single voxel cost, and what share of the machine's arithmetic the noise reaches. All in one run, by the processor time of
/// this thread, so that other work on the machine disturbs the figures little; each is the best of several rounds.
/// </summary>
internal static class TerrainFigures
{
    private const int Rounds = 7;
    private const int ChunksOfASample = 200;

    // Sums, products, comparisons and selections of the whole recipe where all of it is needed: 17 layers of 6 and 5 sums of them, ground 55,
    // hindrance 21, caves 13, ores 40, cover 14, rounding 5.
    private const double OperationsOfAVoxel = 17 * 6 + 5 + 55 + 21 + 13 + 40 + 14 + 5;

    private static readonly Planet s_planet = new(20261123, 8000);
    private static readonly sbyte[] s_density = new sbyte[ChunkId.Voxels];
    private static readonly byte[] s_material = new byte[ChunkId.Voxels];

    public static int Run()
    {
        var surface = SurfaceChunks();
        Console.WriteLine($"Vectors of {LaneWidth.Best} floats. Planet: seed {s_planet.Seed}, radius {s_planet.RadiusMetres} m.");
        Generation(surface);
        Noise();
        Classification(surface);
        Points(surface);
        return 0;
    }

    private static void Generation(ChunkId[] surface)
    {
        Console.WriteLine($"\nGeneration of {surface.Length} chunks that hold the surface or a cave (none is all air or all rock), one core:");
        foreach (var lanes in new[] { 1, 4, 8, 16 })
        {
            var seconds = Best(() =>
            {
                foreach (var chunk in surface)
                    s_planet.GenerateBy(lanes, chunk, s_density, s_material);
            }) / surface.Length;
            var nanoseconds = seconds * 1e9 / ChunkId.Voxels;
            Console.WriteLine($"  {lanes,2} lanes: {1 / seconds,8:0} chunks/s, {seconds * 1e6,7:0.0} us a chunk, {nanoseconds:0.00} ns a voxel");
            if (lanes == LaneWidth.Best)
            {
                Console.WriteLine($"    {OperationsOfAVoxel / nanoseconds:0} G operations/s, "
                    + $"of {PeakFlops() / 1e9:0} that a plain multiply-and-add loop reaches");
            }
        }
    }

    private static void Noise()
    {
        const int repeats = 200;
        var values = new AlignedFloats(ChunkId.Voxels);
        var block = new NoiseBlock();
        var layer = new NoiseLayer(5, 5, 1);
        var scalar = Best(() =>
        {
            for (var repeat = 0; repeat < 10; repeat++)
                Scalar(values.Span, repeat);
        }) / 10;
        Console.WriteLine($"\nOne octave of 3D gradient noise over 32 x 32 x 32, cells of 32 voxels that the chunk lies across:");
        Console.WriteLine($"  scalar, a point at a time: {scalar * 1e6,7:0.0} us");

        var peak = PeakFlops();
        foreach (var lanes in new[] { 1, 4, 8, 16 })
        {
            var seconds = Best(() =>
            {
                for (var repeat = 0; repeat < repeats; repeat++)
                    Lattice(lanes, block, layer, values, repeat);
            }) / repeats;
            Console.WriteLine($"  lattice, {lanes,2} lanes: {seconds * 1e6,7:0.0} us, {scalar / seconds,5:0.0} times as fast");
            if (lanes == LaneWidth.Best)
            {
                // Six operations a voxel in the inner loop; what is done once for a row or a cell is not counted.
                var flops = 6.0 * ChunkId.Voxels / seconds;
                Console.WriteLine($"    {flops / 1e9:0.0} GFLOP/s of {peak / 1e9:0.0} that a plain multiply-and-add loop reaches: {flops / peak:P0}");
            }
        }
    }

    private static void Scalar(Span<float> values, int repeat)
    {
        for (int z = 0, i = 0; z < 32; z++)
        {
            for (var y = 0; y < 32; y++)
            {
                for (var x = 0; x < 32; x++, i++)
                    values[i] = ScalarNoise.At(5, 1 / 32f, x + 16 + 32 * repeat, y + 16, z + 16);
            }
        }
    }

    private static void Lattice(int lanes, NoiseBlock block, NoiseLayer layer, AlignedFloats values, int repeat)
    {
        switch (lanes)
        {
            case 16:
                Fill<Lanes16>();
                break;
            case 8:
                Fill<Lanes8>();
                break;
            case 4:
                Fill<Lanes4>();
                break;
            default:
                Fill<Lanes1>();
                break;
        }

        void Fill<T>()
            where T : struct, ILanes<T>
        {
            block.Prepare<T>(layer, 32 * repeat, 0, 0, 32, 1, 32);
            for (var plane = 0; plane < 32; plane++)
                block.Plane<T>(plane, ref values.Span[plane * 1024], adds: false);
        }
    }

    // Twelve independent chains of x * a + b, multiplication and addition apart as the kernels have them: as many as hide the latency.
    private static double PeakFlops()
    {
        const int turns = 2_000_000;
        var seconds = Best(() => s_sink = LaneWidth.Best switch
        {
            16 => Chains512(turns),
            8 => Chains256(turns),
            _ => Chains128(turns),
        });
        return 24.0 * LaneWidth.Best * turns / seconds;
    }

    private static float Chains512(int turns)
    {
        var (a, b) = (Vector512.Create(0.999f), Vector512.Create(0.001f));
        Vector512<float> c0 = a, c1 = b, c2 = a + b, c3 = a - b, c4 = a, c5 = b, c6 = a + b, c7 = a - b, c8 = a, c9 = b, c10 = a + b, c11 = a - b;
        for (var i = 0; i < turns; i++)
        {
            c0 = c0 * a + b;
            c1 = c1 * a + b;
            c2 = c2 * a + b;
            c3 = c3 * a + b;
            c4 = c4 * a + b;
            c5 = c5 * a + b;
            c6 = c6 * a + b;
            c7 = c7 * a + b;
            c8 = c8 * a + b;
            c9 = c9 * a + b;
            c10 = c10 * a + b;
            c11 = c11 * a + b;
        }

        return Vector512.Sum(c0 + c1 + c2 + c3 + c4 + c5 + c6 + c7 + c8 + c9 + c10 + c11);
    }

    private static float Chains256(int turns)
    {
        var (a, b) = (Vector256.Create(0.999f), Vector256.Create(0.001f));
        Vector256<float> c0 = a, c1 = b, c2 = a + b, c3 = a - b, c4 = a, c5 = b, c6 = a + b, c7 = a - b, c8 = a, c9 = b, c10 = a + b, c11 = a - b;
        for (var i = 0; i < turns; i++)
        {
            c0 = c0 * a + b;
            c1 = c1 * a + b;
            c2 = c2 * a + b;
            c3 = c3 * a + b;
            c4 = c4 * a + b;
            c5 = c5 * a + b;
            c6 = c6 * a + b;
            c7 = c7 * a + b;
            c8 = c8 * a + b;
            c9 = c9 * a + b;
            c10 = c10 * a + b;
            c11 = c11 * a + b;
        }

        return Vector256.Sum(c0 + c1 + c2 + c3 + c4 + c5 + c6 + c7 + c8 + c9 + c10 + c11);
    }

    private static float Chains128(int turns)
    {
        var (a, b) = (Vector128.Create(0.999f), Vector128.Create(0.001f));
        Vector128<float> c0 = a, c1 = b, c2 = a + b, c3 = a - b, c4 = a, c5 = b, c6 = a + b, c7 = a - b, c8 = a, c9 = b, c10 = a + b, c11 = a - b;
        for (var i = 0; i < turns; i++)
        {
            c0 = c0 * a + b;
            c1 = c1 * a + b;
            c2 = c2 * a + b;
            c3 = c3 * a + b;
            c4 = c4 * a + b;
            c5 = c5 * a + b;
            c6 = c6 * a + b;
            c7 = c7 * a + b;
            c8 = c8 * a + b;
            c9 = c9 * a + b;
            c10 = c10 * a + b;
            c11 = c11 * a + b;
        }

        return Vector128.Sum(c0 + c1 + c2 + c3 + c4 + c5 + c6 + c7 + c8 + c9 + c10 + c11);
    }

    private static void Classification(ChunkId[] surface)
    {
        Console.WriteLine("\nClassification of chunks over and under the surface chunks, nanoseconds a chunk:");
        Measure("shell (450 m up)", Moved(surface, 450), s_planet.Classify);
        Measure("shell (500 m down)", Moved(surface, -500), s_planet.Classify);
        foreach (var metres in new[] { 150, 75, 50, 25, 0, -25, -50, -75, -150 })
        {
            var chunks = Moved(surface, metres);
            Measure($"corners alone, {metres,4} m", chunks, s_planet.ClassifyByCorners);
            Measure($"all tiers,     {metres,4} m", chunks, s_planet.Classify);
        }
    }

    private static void Measure(string name, ChunkId[] chunks, Func<ChunkId, ChunkKind> classify)
    {
        const int repeats = 20;
        var decided = 0;
        var seconds = Best(() =>
        {
            decided = 0;
            for (var repeat = 0; repeat < repeats; repeat++)
            {
                foreach (var chunk in chunks)
                    decided += classify(chunk) == ChunkKind.Mixed ? 0 : 1;
            }
        }) / (repeats * chunks.Length);
        Console.WriteLine($"  {name,-24} {seconds * 1e9,7:0} ns, {decided * 100.0 / (repeats * chunks.Length),3:0} % decided");
    }

    private static void Points(ChunkId[] surface)
    {
        var total = 0;
        var voxel = Best(() =>
        {
            foreach (var chunk in surface)
            {
                for (var i = 0; i < 32; i++)
                    total += s_planet.DensityOfVoxel((chunk.X << 5) + i, (chunk.Y << 5) + (i * 7 & 31), (chunk.Z << 5) + (i * 13 & 31));
            }
        }) / (32 * surface.Length);
        var ground = Best(() =>
        {
            foreach (var chunk in surface)
                total += (int)s_planet.Surface(chunk.Origin).X;
        }) / surface.Length;
        s_sink = total;
        Console.WriteLine($"\nAsked for alone: a voxel's density {voxel * 1e9:0} ns, the surface along a line {ground * 1e6:0} us");
    }

    private static ChunkId[] SurfaceChunks()
    {
        var chunks = new List<ChunkId>();
        var random = new Random(9133);
        while (chunks.Count < ChunksOfASample)
        {
            var chunk = ChunkId.At(s_planet.Surface(new WorldPosition(random.Next(-1000, 1000), random.Next(-1000, 1000), random.Next(-1000, 1000))));
            s_planet.Generate(chunk, s_density, s_material);
            if (s_density.AsSpan().IndexOfAnyExcept(VoxelDensity.Min) >= 0 && s_density.AsSpan().IndexOfAnyExcept(VoxelDensity.Max) >= 0)
                chunks.Add(chunk);
        }

        return [.. chunks];
    }

    private static ChunkId[] Moved(ChunkId[] chunks, int metres) => Array.ConvertAll(chunks, chunk =>
    {
        var factor = 1 + metres / chunk.Origin.MetresFromCentre;
        return ChunkId.At(new WorldPosition((long)(chunk.Origin.X * factor), (long)(chunk.Origin.Y * factor), (long)(chunk.Origin.Z * factor)));
    });

    private static float s_sink;

    // The best round: whatever else the machine does only adds.
    private static double Best(Action action)
    {
        // Until the compiler has made its best code of it.
        var warm = ThreadSeconds() + 0.3;
        while (ThreadSeconds() < warm)
            action();

        var best = double.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var start = ThreadSeconds();
            action();
            best = Math.Min(best, ThreadSeconds() - start);
        }

        return best;
    }

    private static double ThreadSeconds()
    {
        const int threadCpuTime = 3;
        _ = ClockGetTime(threadCpuTime, out var time);
        return time.Seconds + time.Nanoseconds * 1e-9;
    }

    [DllImport("libc", EntryPoint = "clock_gettime")]
    private static extern int ClockGetTime(int clock, out TimeSpec time);

    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
