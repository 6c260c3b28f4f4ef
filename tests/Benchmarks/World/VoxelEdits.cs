using BenchmarkDotNet.Attributes;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World;
using PlanetarySurvival.World.Edits;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.Benchmarks.World;

/// <summary>What an edit with a radius of 3 m costs, applied and the deltas of all chunks that it changed written.</summary>
[MemoryDiagnoser]
public class VoxelEdits
{
    private readonly VoxelField _field = new(new Planet(7, 1000));
    private readonly byte[] _bytes = new byte[ChunkDelta.DeltaBytesMax];
    private readonly TerrainBrush[] _brushes = new TerrainBrush[2];
    private MaterialAmounts _amounts;
    private int _turn;

    /// <summary>In the middle of one chunk, or where eight meet.</summary>
    [Params(1, 8)]
    public int Chunks { get; set; }

    /// <summary>Rock in all of 27 chunks.</summary>
    [GlobalSetup]
    public void Fill()
    {
        for (var i = 0; i < 27; i++)
        {
            var chunk = new ChunkVoxels(new ChunkId(i % 3, 80 + i / 3 % 3, i / 9));
            Array.Fill(chunk.Density, (sbyte)127);
            _field.Install(chunk);
        }

        for (var i = 0; i < MaterialAmounts.MaterialsMax; i++)
            _amounts[i] = 1L << 40;

        // Two balls half a metre apart, so that each stroke has something to do.
        var at = Chunks == 1 ? 37.5 : 50.0;
        for (var i = 0; i < _brushes.Length; i++)
        {
            if (!TerrainBrush.TrySphere(WorldPosition.FromMetres(at + 0.5 * i, 2000 + at, at), 3 * 1024, out _brushes[i]))
                throw new InvalidOperationException("The ball is no brush.");
        }
    }

    /// <summary>Dig and fill in turn; the figure is one stroke.</summary>
    [Benchmark(OperationsPerInvoke = 4)]
    public int ApplyAndEncode()
    {
        Span<ChunkId> changed = stackalloc ChunkId[TerrainBrush.ChunksMax];
        var bytes = 0;
        for (var i = 0; i < 4; i++)
        {
            var outcome = Stroke(changed);
            foreach (var chunk in changed[..outcome.Chunks])
                bytes += _field.EncodeDelta(chunk, _bytes);
        }

        return bytes;
    }

    /// <summary>The same without the writing.</summary>
    [Benchmark(OperationsPerInvoke = 4)]
    public int Apply()
    {
        var voxels = 0;
        for (var i = 0; i < 4; i++)
            voxels += Stroke([]).Voxels;
        return voxels;
    }

    private EditOutcome Stroke(Span<ChunkId> changed)
    {
        var turn = _turn++;
        return turn % 2 == 0
            ? TerrainEdits.Dig(_field, _brushes[turn / 2 % 2], 255, ref _amounts, changed)
            : TerrainEdits.Fill(_field, _brushes[turn / 2 % 2], Material.Soil, 255, ref _amounts, changed);
    }
}
