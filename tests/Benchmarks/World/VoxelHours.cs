using System.Diagnostics;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World;
using PlanetarySurvival.World.Edits;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.Benchmarks.World;

/// <summary>
/// Hours of a region's ground: four players wander, chunks come and go around them, and every half second one of them digs or fills. What the field
/// holds is told each simulated hour. It must not grow once the places that are edited have all been edited.
/// </summary>
internal static class VoxelHours
{
    private const int TicksPerSecond = 90;
    private const int Players = 4;
    private const int GrowthBytesMax = 1 << 20;

    public static int Run(int hours)
    {
        var planet = new Planet(20261123, 8000);
        var field = new VoxelField(planet, chunksMax: 64, editedBlocksMax: 8192);
        var demand = new ChunkDemand(field);
        var (amounts, bytes) = (default(MaterialAmounts), new byte[ChunkDelta.DeltaBytesMax]);
        for (var i = 0; i < MaterialAmounts.MaterialsMax; i++)
            amounts[i] = 1L << 40;
        var random = 20261123UL;
        var warm = 0L;
        var watch = Stopwatch.StartNew();
        Span<ChunkId> changed = stackalloc ChunkId[TerrainBrush.ChunksMax];
        Console.WriteLine("hour  chunks  edited  blocks  refused  installed  KiB on the heap  allocated in the hour  seconds");

        for (var hour = 1; hour <= hours; hour++)
        {
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var (refused, installed) = (0, 0);
            for (var halfSecond = 0; halfSecond < 2 * 3600; halfSecond++)
            {
                // Each player walks a circle around the pole at 4 m/s; together they want more chunks on the way than the field holds.
                var tick = (long)hour * 3600 * TicksPerSecond + halfSecond * (TicksPerSecond / 2L);
                demand.Begin();
                for (var player = 0; player < Players; player++)
                    demand.Add(Place(planet, player, tick), default, 12);
                demand.Arrange();

                // What workers of half a second would bring, within the bound of this run's time.
                for (var i = 0; i < 2 && demand.TryTake(out var chunk); i++, installed++)
                {
                    var blank = field.Blank(chunk);
                    blank.Generate(planet);
                    demand.Install(blank);
                }

                random = random * 6364136223846793005 + 1442695040888963407;
                var place = Place(planet, (int)(random >> 62), tick).Offset((long)(random >> 40 & 4095) - 2048, -1024, 0);
                if (!TerrainBrush.TrySphere(place, 1024 + (int)(random >> 52 & 2047), out var brush))
                    throw new InvalidOperationException($"There is no brush at {place}.");
                var outcome = (random >> 35 & 1) == 0
                    ? TerrainEdits.Dig(field, brush, 255, ref amounts, changed)
                    : TerrainEdits.Fill(field, brush, (Material)(random >> 33 & 3), 255, ref amounts, changed);
                refused += outcome.Refusal == EditRefusal.None ? 0 : 1;
                foreach (var chunk in changed[..outcome.Chunks])
                    _ = field.EncodeDelta(chunk, bytes);

                // The oldest edits are put back to the base once the field is full, as an operator would.
                if (outcome.Refusal == EditRefusal.Full)
                    PutBack(field, bytes);
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            var heap = GC.GetTotalMemory(forceFullCollection: true);
            warm = hour == 2 ? heap : warm;
            Console.Write(FormattableString.Invariant(
                $"{hour,4}  {field.Chunks,6}  {field.EditedChunks,6}  {field.EditedBlocks,6}  {refused,7}  {installed,9}  "));
            Console.WriteLine(FormattableString.Invariant(
                $"{heap >> 10,15}  {allocated,21}  {watch.Elapsed.TotalSeconds,7:0.0}"));
            if (hour > 2 && heap > warm + GrowthBytesMax)
            {
                Console.WriteLine($"The heap has grown by {heap - warm} bytes since the second hour.");
                return 1;
            }
        }

        return 0;
    }

    private static void PutBack(VoxelField field, byte[] bytes)
    {
        var length = new ChunkDelta().Encode(bytes);
        for (var x = -12; x <= 12; x++)
        {
            for (var z = -12; z <= 12; z++)
            {
                for (var y = 318; y <= 322; y++)
                    _ = field.LoadDelta(new ChunkId(x, y, z), bytes.AsSpan(0, length));
            }
        }
    }

    private static WorldPosition Place(Planet planet, int player, long tick)
    {
        var metres = 4.0 * tick / TicksPerSecond;
        var radius = 30 + 10 * player;
        var angle = metres / radius;
        return planet.Surface(WorldPosition.FromMetres(radius * Math.Cos(angle), planet.RadiusMetres, radius * Math.Sin(angle)));
    }
}
