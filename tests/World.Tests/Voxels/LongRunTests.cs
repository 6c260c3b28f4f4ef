using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World.Edits;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.World.Tests.Voxels;

/// <summary>Hours of edits and of chunks that come and go, as fast as they run. The benchmark program has the same for thirty hours on real
/// ground.</summary>
public class LongRunTests
{
    private const int ChunksMax = 48;
    private const int BlocksMax = 4096;

    [Fact]
    public void Hours_of_edits_and_of_chunks_that_come_and_go_hold_no_more_than_the_first()
    {
        var field = new VoxelField(new Planet(7, 1000), ChunksMax, BlocksMax);
        var run = new Run(field);
        run.Hour();
        run.Hour();

        var heap = GC.GetTotalMemory(forceFullCollection: true);
        for (var hour = 0; hour < 4; hour++)
        {
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            run.Hour();
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - allocated);
            Assert.Equal(ChunksMax, field.Chunks);
            Assert.InRange(field.EditedBlocks, 1, BlocksMax);
            Assert.InRange(field.EditedChunks, 1, 100);
        }

        // Other tests run beside this one: what they hold in between is allowed for, a leak of one chunk a minute is not.
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - heap, long.MinValue, 8 << 20);
        Assert.True(run.Refused > 0, "The field never was full.");
        Assert.Equal(run.UnitsAtFirst, run.Units + run.PutBack);
    }

    private sealed class Run(VoxelField field)
    {
        private readonly byte[] _bytes = new byte[ChunkDelta.DeltaBytesMax];
        private readonly byte[] _nothing = Nothing();
        private MaterialAmounts _amounts = Rich();
        private ulong _random = 9133;

        public int Refused { get; private set; }

        public long UnitsAtFirst { get; } = Rich().Total;

        /// <summary>What lies in the ground that was put back to the base, all of it filled by this run: the base is air.</summary>
        public long PutBack { get; private set; }

        public long Units
        {
            get
            {
                var total = _amounts.Total;
                for (var i = 0; i < 100; i++)
                    total += InGround(Place(i));
                return total;
            }
        }

        public void Hour()
        {
            // An edit each two seconds, a chunk each second.
            Span<ChunkId> changed = stackalloc ChunkId[TerrainBrush.ChunksMax];
            for (var second = 0; second < 3600; second++)
            {
                field.Install(Blank(Place((int)(Next() % 100))));
                if (second % 2 != 0)
                    continue;

                // Well inside of the 250 m by 25 m by 250 m, so that no edit leaves them.
                var centre = WorldPosition.FromMetres(6 + Next() % 238, 2006 + Next() % 13, 6 + Next() % 238);
                Assert.True(TerrainBrush.TrySphere(centre, 1024 + (int)(Next() % 2048), out var brush));
                var outcome = Next() % 3 == 0
                    ? TerrainEdits.Dig(field, brush, 255, ref _amounts, changed)
                    : TerrainEdits.Fill(field, brush, (Material)(Next() % 8), 200, ref _amounts, changed);
                foreach (var chunk in changed[..outcome.Chunks])
                    _ = field.EncodeDelta(chunk, _bytes);
                if (outcome.Refusal == EditRefusal.Full)
                    MakeRoom();
            }
        }

        private void MakeRoom()
        {
            Refused++;
            for (var i = 0; i < 100; i += 2)
            {
                PutBack += InGround(Place(i));
                if (field.LoadDelta(Place(i), _nothing) != DeltaOutcome.Taken)
                    Assert.Fail($"Chunk {Place(i)} could not be put back.");
            }
        }

        private long InGround(ChunkId chunk)
        {
            if (field.DeltaOf(chunk) is not { } delta)
                return 0;

            long units = 0;
            for (var index = 0; index < ChunkId.Voxels; index++)
                units += delta.TryGet(index, out var density, out _) ? VoxelContent.Of(density) : 0;
            return units;
        }

        private ChunkVoxels Blank(ChunkId chunk)
        {
            var blank = field.Blank(chunk);
            Array.Fill(blank.Density, (sbyte)-127);
            Array.Clear(blank.Material);
            return blank;
        }

        private ulong Next()
        {
            _random = _random * 6364136223846793005 + 1442695040888963407;
            return _random >> 33;
        }

        private static ChunkId Place(int i) => new(i % 10, 80, i / 10);

        private static byte[] Nothing()
        {
            var bytes = new byte[16];
            return bytes[..new ChunkDelta().Encode(bytes)];
        }

        private static MaterialAmounts Rich()
        {
            var amounts = default(MaterialAmounts);
            for (var i = 0; i < 8; i++)
                amounts[i] = 1L << 40;
            return amounts;
        }
    }
}
