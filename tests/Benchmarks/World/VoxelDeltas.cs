using BenchmarkDotNet.Attributes;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World;
using PlanetarySurvival.World.Edits;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.Benchmarks.World;

/// <summary>What it costs to write, read and merge the delta of a chunk that was dug and filled many times, hardly a voxel of it untouched.</summary>
[MemoryDiagnoser]
public class VoxelDeltas
{
    private readonly ChunkDelta _read = new();
    private readonly byte[] _room = new byte[ChunkDelta.DeltaBytesMax];
    private ChunkDelta _delta = new();
    private byte[] _bytes = [];

    /// <summary>Two hundred strokes all over one chunk of rock.</summary>
    [GlobalSetup]
    public void Edit()
    {
        var field = new VoxelField(new Planet(7, 1000));
        var id = new ChunkId(0, 80, 0);
        var chunk = new ChunkVoxels(id);
        Array.Fill(chunk.Density, (sbyte)127);
        field.Install(chunk);
        var random = new Random(20261123);
        var amounts = default(MaterialAmounts);
        for (var i = 0; i < MaterialAmounts.MaterialsMax; i++)
            amounts[i] = 1L << 40;

        for (var i = 0; i < 200; i++)
        {
            var place = WorldPosition.FromMetres(25 * random.NextDouble(), 2000 + 25 * random.NextDouble(), 25 * random.NextDouble());
            if (!TerrainBrush.TrySphere(place, 3 * 1024, out var brush))
                throw new InvalidOperationException($"There is no brush at {place}.");
            if (i % 2 == 0)
                TerrainEdits.Dig(field, brush, 255, ref amounts);
            else
                TerrainEdits.Fill(field, brush, (Material)random.Next(8), 255, ref amounts);
        }

        _delta = field.DeltaOf(id) ?? throw new InvalidOperationException("No stroke has changed the chunk.");
        _bytes = _room[..Encode()];
        Console.WriteLine($"// {_delta.Voxels} voxels are changed, {_bytes.Length} bytes");
    }

    /// <summary>Writes it.</summary>
    [Benchmark]
    public int Encode() => _delta.Encode(_room);

    /// <summary>Reads it in place of what was read before.</summary>
    [Benchmark]
    public bool Decode() => _read.TryDecode(_bytes);

    /// <summary>Merges it with an equal one: every voxel is compared.</summary>
    [Benchmark]
    public void Merge()
    {
        if (_read.IsNone)
            _ = _read.TryDecode(_bytes);
        _read.Merge(_delta);
    }
}
