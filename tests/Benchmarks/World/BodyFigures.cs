using System.Numerics;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World;
using PlanetarySurvival.World.Bodies;
using PlanetarySurvival.World.Terrain;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.Benchmarks.World;

/// <summary>
/// What a tick of bodies costs in time of its own thread, which does not count what else runs on the machine: the middle and the worst of thousands
/// of ticks, for 250 to 2000 bodies with a quarter as many players at equal density, all stirred so that they never sleep; and what sleepers cost.
/// </summary>
public static class BodyFigures
{
    private const int WarmTicks = 600;

    // The ground is made by hand around (0, 3000, 0), over a planet that ends at 1000 m: hills of three metres.
    private static readonly RegionId Region = new(0, 0, 1, 0);

    /// <summary>Writes the table; the first argument is the number of ticks.</summary>
    public static int Run(ReadOnlySpan<string> arguments)
    {
        var ticks = arguments.Length > 0 && int.TryParse(arguments[0], out var number) && number > 0 ? number : 6_000;
        Console.WriteLine($"{ticks} ticks after {WarmTicks}; microseconds of thread time");
        Console.WriteLine("bodies  players  awake  contacts    p50    p99  p99.9    max   p50 per body (ns)  bytes");
        foreach (var bodies in (ReadOnlySpan<int>)[250, 500, 1000, 2000])
            Measure(bodies, ticks);
        MeasureSleepers(ticks);
        return 0;
    }

    private static void Measure(int bodies, int ticks)
    {
        // 2000 bodies on 80 m x 80 m.
        var half = 40 * Math.Sqrt(bodies / 2000.0);
        var (world, field, seed) = (new BodyWorld(Region), Ground(4), 5ul);
        Fill(world, bodies, half, ref seed);
        var players = new KinematicCapsule[bodies / 4];
        for (var i = 0; i < players.Length; i++)
            players[i] = Standing((Next(ref seed) * 2 - 1) * half, (Next(ref seed) * 2 - 1) * half, default);

        var micros = new double[ticks];
        var (contacts, awake, bytes) = (0L, 0L, 0L);
        for (var tick = -WarmTicks; tick < ticks; tick++)
        {
            Stir(world, tick + WarmTicks, half, ref seed);
            Walk(players, tick + WarmTicks, half);
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var start = ThreadClock.Nanos;
            world.Step(field, players);
            var nanos = ThreadClock.Nanos - start;
            if (tick < 0)
                continue;

            bytes += GC.GetAllocatedBytesForCurrentThread() - allocated;
            micros[tick] = nanos / 1000.0;
            contacts += world.ContactCount;
            awake += world.AwakeCount;
        }

        Array.Sort(micros);
        var (middle, high, higher) = (At(micros, 0.5), At(micros, 0.99), At(micros, 0.999));
        Console.WriteLine(FormattableString.Invariant(
            $"{bodies,6}  {players.Length,7}  {awake / ticks,5}  {contacts / ticks,8}  {middle,5:0}  {high,5:0}  {higher,5:0}  {micros[^1],5:0}") +
            FormattableString.Invariant($"  {middle * 1000 / bodies,17:0}  {bytes,5}"));
        if (world.ContactsDropped > 0)
            Console.WriteLine($"        {world.ContactsDropped} contacts were over a bound");
    }

    private static void MeasureSleepers(int ticks)
    {
        var (world, field, seed) = (new BodyWorld(Region), Ground(4), 7ul);
        Fill(world, BodyWorld.BodiesPerRegionMax, 45, ref seed);
        var waited = 0;
        for (; waited < 9_000 && world.AwakeCount > 0; waited++)
            world.Step(field, default);

        var players = new KinematicCapsule[500];
        for (var i = 0; i < players.Length; i++)
            players[i] = Standing((i % 25 - 12) * 3.2, (i / 25 - 10) * 3.2, default);

        Console.WriteLine();
        Console.WriteLine($"{world.Count} bodies, {world.AwakeCount} of them awake after {waited} ticks");
        Console.WriteLine(FormattableString.Invariant($"nobody near          p50 {Middle(default),7:0.00} us"));
        Console.WriteLine(FormattableString.Invariant($"500 players standing p50 {Middle(players),7:0.00} us"));

        double Middle(KinematicCapsule[]? near)
        {
            var micros = new double[ticks];
            for (var tick = 0; tick < ticks; tick++)
            {
                var start = ThreadClock.Nanos;
                world.Step(field, near);
                micros[tick] = (ThreadClock.Nanos - start) / 1000.0;
            }

            Array.Sort(micros);
            return At(micros, 0.5);
        }
    }

    private static double At(double[] sorted, double share) => sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];

    private static void Fill(BodyWorld world, int bodies, double half, ref ulong seed)
    {
        for (var i = 1ul; i <= (ulong)bodies; i++)
        {
            var shape = i % 2 == 0
                ? BodyShape.Sphere(0.15f + 0.35f * Next(ref seed))
                : BodyShape.Box(0.15f + 0.35f * Next(ref seed), 0.15f + 0.35f * Next(ref seed), 0.15f + 0.35f * Next(ref seed));
            var (x, y, z) = ((Next(ref seed) * 2 - 1) * half, 3005 + Next(ref seed) * 20, (Next(ref seed) * 2 - 1) * half);
            var refusal = world.Add(BodyRecord.AtRest(new BodyId(i), shape, 1 + 50 * Next(ref seed), x, y, z));
            if (refusal != BodyRefusal.None)
                throw new InvalidOperationException($"Body {i} was refused: {refusal}.");
        }
    }

    // Each body is thrown every hundred ticks, sideways and towards the middle.
    private static void Stir(BodyWorld world, int tick, double half, ref ulong seed)
    {
        if (tick % 20 != 0)
            return;

        for (var row = tick / 20 % 5; row < world.Count; row += 5)
        {
            var body = world[row];
            var inwards = new Vector3((float)-body.X, 0, (float)-body.Z) / (float)half;
            var push = inwards + new Vector3(Next(ref seed) - 0.5f, 0.3f, Next(ref seed) - 0.5f);
            world.Push(body.Id, push * (1.5f * body.MassKilograms), default);
        }
    }

    // In circles of 4 m/s, over the ground.
    private static void Walk(KinematicCapsule[] players, int tick, double half)
    {
        for (var i = 0; i < players.Length; i++)
        {
            var angle = i * 2.4 + tick * 0.01;
            var velocity = new Vector3((float)Math.Cos(angle), 0, (float)Math.Sin(angle)) * 4;
            var (x, z) = (players[i].X + velocity.X / 90, players[i].Z + velocity.Z / 90);
            players[i] = Standing(Math.Clamp(x, -half, half), Math.Clamp(z, -half, half), velocity);
        }
    }

    private static KinematicCapsule Standing(double x, double z, Vector3 velocity) =>
        new(x, 3000 + Depth(x, 3000, z), z, velocity, 0.4f, 1.8f);

    private static VoxelField Ground(int half)
    {
        var field = new VoxelField(new Planet(1, 1000));
        for (var x = -half; x < half; x++)
        {
            for (var y = 119; y < 122; y++)
            {
                for (var z = -half; z < half; z++)
                    field.Install(Chunk(new ChunkId(x, y, z)));
            }
        }

        return field;
    }

    private static ChunkVoxels Chunk(ChunkId id)
    {
        var chunk = new ChunkVoxels(id);
        for (var i = 0; i < ChunkId.Voxels; i++)
        {
            chunk.Density[i] = VoxelDensity.FromMetres(Depth(
                (id.X * 32 + (i & 31)) * ChunkId.VoxelMetres, (id.Y * 32 + ((i >> 5) & 31)) * ChunkId.VoxelMetres,
                (id.Z * 32 + (i >> 10)) * ChunkId.VoxelMetres));
        }

        return chunk;
    }

    private static double Depth(double x, double y, double z) =>
        3000 + 3 * Math.Sin(x * 0.12) * Math.Cos(z * 0.1) + 0.4 * Math.Sin(x * 0.7 + z * 0.5) - Math.Sqrt(x * x + y * y + z * z);

    private static float Next(ref ulong seed)
    {
        seed = seed * 6364136223846793005 + 1442695040888963407;
        return (seed >> 40) / 16777216f;
    }
}
