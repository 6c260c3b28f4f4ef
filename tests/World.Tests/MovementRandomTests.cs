using System.Runtime.InteropServices;
using System.Security.Cryptography;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.World.Movement;
using PlanetarySurvival.World.Space;

namespace PlanetarySurvival.World.Tests;

/// <summary>Random inputs in a closed cave that is half under water: everything a body can meet, and nothing of the planet's terrain.</summary>
public class MovementRandomTests
{
    private const int SmallRadiusMetres = 8000;

    // The water lies through the middle of the cave; the outermost metres are rock on all sides.
    private static Scenery Cave(bool hard = false)
    {
        var planet = new Planet(3, SmallRadiusMetres);
        var baseMetres = (int)planet.WaterMetres;
        return new Scenery(
            (x, y, z) =>
            {
                var edge = Math.Max(Math.Abs(x), Math.Max(Math.Abs(y), Math.Abs(z))) - 42;
                var depth = Math.Max(edge, 5 * Noise(x / 9, y / 9, z / 9) + 1.2 * Noise(x / 3, y / 3, z / 3) - 0.6);
                return hard ? depth > 0 ? 2 : -2 : depth;
            },
            planet, baseMetres, 2);
    }

    // Numbers from -1 to 1 on a lattice, blended between: the same bits everywhere, as a golden hash needs.
    private static double Noise(double x, double y, double z)
    {
        var (fx, fy, fz) = (Math.Floor(x), Math.Floor(y), Math.Floor(z));
        var (tx, ty, tz) = (x - fx, y - fy, z - fz);
        var sum = 0.0;
        for (var corner = 0; corner < 8; corner++)
        {
            var (i, j, k) = (corner & 1, (corner >> 1) & 1, corner >> 2);
            var hash = (ulong)((long)fx + i) * 0x9E3779B97F4A7C15 + (ulong)((long)fy + j) * 0xC2B2AE3D27D4EB4F +
                (ulong)((long)fz + k) * 0x165667B19E3779F9;
            hash = (hash ^ (hash >> 32)) * 0xD6E8FEB86659FD93;
            hash = (hash ^ (hash >> 32)) * 0xD6E8FEB86659FD93;
            sum += ((hash >> 40) / 8388608.0 - 1) * (i == 0 ? 1 - tx : tx) * (j == 0 ? 1 - ty : ty) * (k == 0 ? 1 - tz : tz);
        }

        return sum;
    }

    private static PlayerInput Input(ref ulong script, int tick, PlayerInput last)
    {
        // A linear congruential generator, held for a sixth of a second each.
        if (tick % 15 != 0)
            return last;

        script = script * 6364136223846793005 + 1442695040888963407;
        return new PlayerInput(
            (sbyte)(script >> 56), (sbyte)(script >> 48), (ushort)(script >> 32), (short)(script >> 24), (PlayerButtons)((script >> 40) & 15));
    }

    [Fact]
    public void A_hundred_thousand_ticks_of_random_inputs_end_in_the_same_bits_as_ever()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var scenery = Cave();
        var walkers = new[] { scenery.Walker(0, 20, 0), scenery.Walker(5, -10, 9) };
        var (script, input, seen) = (0x5EEDUL, default(PlayerInput), BodyFlags.None);
        for (var tick = 0; tick < 100_000; tick++)
        {
            input = Input(ref script, tick, input);
            foreach (var walker in walkers)
            {
                walker.Step(input);
                walker.FollowRegion();
                seen |= walker.Body.Flags;
                hash.AppendData(MemoryMarshal.AsBytes(new ReadOnlySpan<PlayerBody>(ref walker.Body)));
            }
        }

        Assert.Equal(BodyFlags.OnGround | BodyFlags.InWater | BodyFlags.Jetting, seen);
        GoldenTests.AssertGolden("movement", hash);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void In_a_cave_no_input_leads_into_the_rock(bool hard)
    {
        var scenery = Cave(hard);
        for (var seed = 1UL; seed <= 12; seed++)
        {
            var walker = scenery.Walker(seed * 3.0 - 20, 15 - seed * 2.0, 7.0 * (seed % 5) - 14);
            walker.Step(10, default);
            var (script, input) = (seed * 0x9E3779B97F4A7C15, default(PlayerInput));
            var (met, place) = (0, scenery.Of(walker));
            for (var tick = 0; tick < 3000; tick++)
            {
                input = Input(ref script, tick, input);
                walker.Step(input);
                walker.FollowRegion();
                var feet = walker.FromCentre;
                var up = new SurfaceFrame(feet).Up;
                var (x, y, z) = scenery.Of(walker);
                Assert.True(Math.Max(Math.Abs(x), Math.Max(Math.Abs(y), Math.Abs(z))) < 45, $"seed {seed}, tick {tick}: {(x, y, z)}");
                for (var height = Capsule.FootMetres; height <= Capsule.HeadMetres; height += 0.25)
                {
                    var depth = walker.Field.Sample(feet + up * height, out _);
                    Assert.True(depth < 0, $"seed {seed}, tick {tick}, {(x, y, z)}: {depth} m of rock at {height:0.00} m");
                }

                // A body moves by what its speed allows, and a step up; nothing throws it about.
                var moved = Math.Sqrt((x - place.X) * (x - place.X) + (y - place.Y) * (y - place.Y) + (z - place.Z) * (z - place.Z));
                met += moved > 0.7 ? 1 : 0;
                place = (x, y, z);
            }

            Assert.InRange(met, 0, 3);
        }
    }

    [Fact]
    public void A_warm_step_allocates_nothing_wherever_it_leads()
    {
        var scenery = Cave();
        var walker = scenery.Walker(0, 20, 0);
        var (script, input) = (9UL, default(PlayerInput));
        for (var tick = 0; tick < 2000; tick++)
            walker.Step(input = Input(ref script, tick, input));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var tick = 0; tick < 20_000; tick++)
            walker.Step(input = Input(ref script, tick, input));
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
