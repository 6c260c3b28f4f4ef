using System.Diagnostics;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World;
using PlanetarySurvival.World.Edits;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.Benchmarks.World;

/// <summary>
/// Each of many edits with a radius of 3 m timed by itself, at random places around the corner of eight chunks. An edit is far shorter than a turn on
/// a shared machine's processor, so that the median tells what it costs even beside other work.
/// </summary>
internal static class VoxelEditTimes
{
    private const int Edits = 20_000;

    public static void Print()
    {
        var field = new VoxelField(new Planet(7, 1000));
        for (var i = 0; i < 64; i++)
        {
            var chunk = new ChunkVoxels(new ChunkId(i & 3, 80 + (i >> 2 & 3), i >> 4));
            Array.Fill(chunk.Density, (sbyte)127);
            field.Install(chunk);
        }

        var random = new Random(20261123);
        var (amounts, bytes) = (default(MaterialAmounts), new byte[ChunkDelta.DeltaBytesMax]);
        for (var i = 0; i < MaterialAmounts.MaterialsMax; i++)
            amounts[i] = 1L << 40;
        Span<ChunkId> changed = stackalloc ChunkId[TerrainBrush.ChunksMax];
        var micros = new double[Edits];
        var (chunks, length, before) = (0L, 0L, 0L);
        for (var i = -Edits; i < Edits; i++)
        {
            if (i == 0)
                (chunks, length, before) = (0, 0, GC.GetAllocatedBytesForCurrentThread());

            var place = WorldPosition.FromMetres(46 + 8 * random.NextDouble(), 2046 + 8 * random.NextDouble(), 46 + 8 * random.NextDouble());
            if (!TerrainBrush.TrySphere(place, 3 * 1024, out var brush))
                throw new InvalidOperationException($"There is no brush at {place}.");

            var start = Stopwatch.GetTimestamp();
            var outcome = i % 2 == 0
                ? TerrainEdits.Dig(field, brush, 255, ref amounts, changed)
                : TerrainEdits.Fill(field, brush, Material.Soil, 255, ref amounts, changed);
            foreach (var chunk in changed[..outcome.Chunks])
                length += field.EncodeDelta(chunk, bytes);
            micros[Math.Max(i, 0)] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            chunks += outcome.Chunks;
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Array.Sort(micros);
        Console.WriteLine(FormattableString.Invariant(
            $"edit of 3 m with its deltas: p50 {micros[Edits / 2]:0.0} us, p90 {micros[Edits * 9 / 10]:0.0}, p99 {micros[Edits * 99 / 100]:0.0}; ") +
            FormattableString.Invariant($"{chunks / (double)Edits:0.0} chunks, {length / Edits} bytes of deltas, ") +
            FormattableString.Invariant($"{allocated} bytes allocated in {Edits} edits"));
    }
}
