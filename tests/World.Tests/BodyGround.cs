using System.Numerics;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World.Bodies;
using PlanetarySurvival.World.Terrain;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.World.Tests;

/// <summary>Ground made by hand around (0, 3000, 0), high above a small planet, and bodies on it. There, up is nearly +y.</summary>
internal static class BodyGround
{
    public const double SurfaceMetres = 3000;

    public static readonly RegionId Region = new(0, 0, 1, 0);

    private static readonly Planet Small = new(1, 1000);

    /// <summary>Metres of rock over a place.</summary>
    public delegate double Depth(double x, double y, double z);

    /// <summary>A field of 100 m x 75 m x 100 m; every test gets its own, since some change it.</summary>
    public static VoxelField Of(Depth depth)
    {
        var field = new VoxelField(Small);
        for (var x = -2; x < 2; x++)
        {
            for (var y = 119; y < 122; y++)
            {
                for (var z = -2; z < 2; z++)
                    field.Install(Chunk(new ChunkId(x, y, z), depth));
            }
        }

        return field;
    }

    public static VoxelField Flat() => Of(FlatDepth);

    public static VoxelField Empty() => Of((_, _, _) => -10);

    /// <summary>Level everywhere: a sphere about the planet's centre.</summary>
    public static double FlatDepth(double x, double y, double z) => SurfaceMetres - Math.Sqrt(x * x + y * y + z * z);

    /// <summary>Hills of three metres in a bowl, so that nothing rolls off the edge of what is made.</summary>
    public static double HillsDepth(double x, double y, double z) =>
        FlatDepth(x, y, z) + 1.5 * Wave(x / 23) * Wave(z / 29) + 0.2 * Wave((x + 0.7 * z) / 7) + (x * x + z * z) * 0.006;

    public static ChunkVoxels Chunk(ChunkId id, Depth depth)
    {
        var chunk = new ChunkVoxels(id);
        for (var i = 0; i < ChunkId.Voxels; i++)
        {
            var x = (id.X * 32 + (i & 31)) * ChunkId.VoxelMetres;
            var y = (id.Y * 32 + ((i >> 5) & 31)) * ChunkId.VoxelMetres;
            var z = (id.Z * 32 + (i >> 10)) * ChunkId.VoxelMetres;
            chunk.Density[i] = VoxelDensity.FromMetres(depth(x, y, z));
        }

        return chunk;
    }

    public static BodyRecord At(ulong id, BodyShape shape, double x, double y, double z, float mass = 10) =>
        BodyRecord.AtRest(new BodyId(id), shape, mass, x, y, z);

    public static BodyRecord Get(this BodyWorld world, ulong id)
    {
        Assert.True(world.TryGet(new BodyId(id), out var record));
        return record;
    }

    public static void Add(this BodyWorld world, params ReadOnlySpan<BodyRecord> records)
    {
        foreach (var record in records)
            Assert.Equal(BodyRefusal.None, world.Add(record));
    }

    public static void Step(this BodyWorld world, VoxelField field, int ticks)
    {
        for (var i = 0; i < ticks; i++)
            world.Step(field, default);
    }

    /// <summary>Kinetic energy and height, in joules.</summary>
    public static double Energy(this BodyWorld world)
    {
        var sum = 0.0;
        for (var row = 0; row < world.Count; row++)
        {
            var body = world[row];
            var height = Math.Sqrt(body.X * body.X + body.Y * body.Y + body.Z * body.Z) - SurfaceMetres;
            sum += body.MassKilograms * (0.5 * body.Velocity.LengthSquared() + 9.81 * height) + SpinEnergy(body);
        }

        return sum;
    }

    public static bool IsFinite(this BodyWorld world)
    {
        for (var row = 0; row < world.Count; row++)
        {
            var body = world[row];
            if (!double.IsFinite(body.X + body.Y + body.Z) || !float.IsFinite(body.Velocity.LengthSquared() + body.Spin.LengthSquared()))
                return false;
        }

        return true;
    }

    /// <summary>Balls and boxes of many sizes in a column above the ground.</summary>
    public static BodyRecord[] Rain(int count, ulong seed, double spread, double low, double high)
    {
        var records = new BodyRecord[count];
        for (var i = 0; i < count; i++)
        {
            var shape = i % 2 == 0
                ? BodyShape.Sphere(0.12f + 0.3f * Next(ref seed))
                : BodyShape.Box(0.12f + 0.3f * Next(ref seed), 0.12f + 0.3f * Next(ref seed), 0.12f + 0.3f * Next(ref seed));
            var rotation = Vector4.Normalize(new Vector4(Next(ref seed) - 0.5f, Next(ref seed) - 0.5f, Next(ref seed) - 0.5f, 0.3f + Next(ref seed)));
            records[i] = At(
                (ulong)i + 1, shape, (Next(ref seed) * 2 - 1) * spread, low + Next(ref seed) * (high - low), (Next(ref seed) * 2 - 1) * spread,
                1 + 40 * Next(ref seed)) with
            {
                Rotation = rotation,
                Restitution = 0.3f * Next(ref seed),
                Friction = 0.3f + 0.6f * Next(ref seed),
            };
        }

        return records;
    }

    /// <summary>From 0 to 1, from a seed.</summary>
    public static float Next(ref ulong seed)
    {
        seed = seed * 6364136223846793005 + 1442695040888963407;
        return (seed >> 40) / 16777216f;
    }

    /// <summary>Of a ball or a box of even density, in joules.</summary>
    public static double SpinEnergy(BodyRecord body)
    {
        // The turn into the body's own frame.
        var q = new Quaternion(-body.Rotation.X, -body.Rotation.Y, -body.Rotation.Z, body.Rotation.W);
        var spin = Vector3.Transform(body.Spin, q);
        var (x, y, z) = (body.Shape.HalfX * body.Shape.HalfX, body.Shape.HalfY * body.Shape.HalfY, body.Shape.HalfZ * body.Shape.HalfZ);
        return body.Shape.Kind == BodyShapeKind.Sphere
            ? 0.2 * body.MassKilograms * x * spin.LengthSquared()
            : body.MassKilograms / 6 * (spin.X * spin.X * (y + z) + spin.Y * spin.Y * (x + z) + spin.Z * spin.Z * (x + y));
    }

    // A wave of parabolas from -1 to 1 with period 1; only + - *, so that the ground is the same on every machine.
    private static double Wave(double t)
    {
        t -= Math.Floor(t);
        return t < 0.5 ? 16 * t * (0.5 - t) : -16 * (t - 0.5) * (1 - t);
    }
}
