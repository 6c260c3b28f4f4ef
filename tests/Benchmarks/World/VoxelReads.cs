using BenchmarkDotNet.Attributes;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World;
using PlanetarySurvival.World.Space;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.Benchmarks.World;

/// <summary>What a read of the voxel field costs, against a dictionary of chunks that is asked for each voxel.</summary>
[MemoryDiagnoser]
public class VoxelReads
{
    private const int Reads = 1024;

    private readonly Dictionary<ChunkId, ChunkVoxels> _dictionary = [];
    private readonly VoxelField _field = new(new Planet(7, 1000));
    private readonly (int X, int Y, int Z)[] _inside = new (int, int, int)[Reads];
    private readonly (int X, int Y, int Z)[] _anywhere = new (int, int, int)[Reads];
    private readonly (int X, int Y, int Z)[] _faces = new (int, int, int)[Reads];
    private readonly DoubleVector[] _places = new DoubleVector[Reads];

    /// <summary>27 chunks of rubble high over a small planet, and places in them.</summary>
    [GlobalSetup]
    public void Fill()
    {
        var random = new Random(20261123);
        for (var i = 0; i < 27; i++)
        {
            var chunk = new ChunkVoxels(new ChunkId(i % 3, 80 + i / 3 % 3, i / 9));
            foreach (ref var density in chunk.Density.AsSpan())
                density = (sbyte)random.Next(-127, 128);
            _field.Install(chunk);
            _dictionary.Add(chunk.Id, chunk);
        }

        for (var i = 0; i < Reads; i++)
        {
            _inside[i] = (32 + random.Next(31), (81 << 5) + random.Next(31), 32 + random.Next(31));
            _anywhere[i] = (16 + random.Next(48), (80 << 5) + 16 + random.Next(48), 16 + random.Next(48));
            _faces[i] = (31, (81 << 5) + random.Next(31), 32 + random.Next(31));
            _places[i] = new DoubleVector(25 + 25 * random.NextDouble(), 2025 + 25 * random.NextDouble(), 25 + 25 * random.NextDouble());
        }
    }

    /// <summary>Eight look-ups in a dictionary, as the field was before.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Reads)]
    public int CellByDictionary()
    {
        var sum = 0;
        foreach (var (x, y, z) in _inside)
        {
            for (var corner = 0; corner < 8; corner++)
            {
                var (i, j, k) = (x + (corner & 1), y + ((corner >> 1) & 1), z + (corner >> 2));
                sum += _dictionary[ChunkId.OfVoxel(i, j, k)].Density[(i & 31) | ((j & 31) << 5) | ((k & 31) << 10)];
            }
        }

        return sum;
    }

    /// <summary>Cells of one chunk.</summary>
    [Benchmark(OperationsPerInvoke = Reads)]
    public ulong CellInside() => Sum(_inside);

    /// <summary>Cells between two chunks.</summary>
    [Benchmark(OperationsPerInvoke = Reads)]
    public ulong CellAtFace() => Sum(_faces);

    /// <summary>Cells in no order over eight chunks and their faces.</summary>
    [Benchmark(OperationsPerInvoke = Reads)]
    public ulong CellAnywhere() => Sum(_anywhere);

    /// <summary>Cells of a chunk of nothing but air.</summary>
    [Benchmark(OperationsPerInvoke = Reads)]
    public ulong CellInAir()
    {
        ulong sum = 0;
        foreach (var (x, y, z) in _inside)
            sum += _field.Cell(x, y + 320, z).Packed;
        return sum;
    }

    /// <summary>Single voxels of one chunk.</summary>
    [Benchmark(OperationsPerInvoke = Reads)]
    public int Density()
    {
        var sum = 0;
        foreach (var (x, y, z) in _inside)
            sum += _field.DensityOfVoxel(x, y, z);
        return sum;
    }

    /// <summary>Depth and gradient at places of one chunk and its faces.</summary>
    [Benchmark(OperationsPerInvoke = Reads)]
    public double Sample()
    {
        var sum = 0.0;
        foreach (var place in _places)
            sum += _field.Sample(place, out var gradient) + gradient.X;
        return sum;
    }

    /// <summary>Is a chunk at hand: the look-up in the table.</summary>
    [Benchmark(OperationsPerInvoke = Reads)]
    public int LookUp()
    {
        var sum = 0;
        foreach (var (x, y, z) in _anywhere)
            sum += _field.IsAtHand(ChunkId.OfVoxel(x, y, z)) ? 1 : 0;
        return sum;
    }

    private ulong Sum((int X, int Y, int Z)[] cells)
    {
        ulong sum = 0;
        foreach (var (x, y, z) in cells)
            sum += _field.Cell(x, y, z).Packed;
        return sum;
    }
}
