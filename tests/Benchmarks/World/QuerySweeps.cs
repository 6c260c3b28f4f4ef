using System.Numerics;
using BenchmarkDotNet.Attributes;
using PlanetarySurvival.World.Queries;

namespace PlanetarySurvival.Benchmarks.World;

/// <summary>
/// What one tick's sweep of a player's capsule costs, against moving it in steps of a centimetre and taking depth over slope at three places of
/// its core for the distance, which both misses and invents contacts.
/// </summary>
[MemoryDiagnoser]
public class QuerySweeps
{
    private const int Count = 256;
    private const float RadiusMetres = 0.4f;
    private const float CoreMetres = 1;

    private readonly QueryGround _ground = new();

    /// <summary>Metres a second: walking, running, and as fast as any body may fall.</summary>
    [Params(4, 7, 60)]
    public int Speed { get; set; }

    /// <summary>Metres of the capsule over the ground: standing with the skin that a mover keeps, just over it, and in the air.</summary>
    [Params(0.01f, 0.2f, 10f)]
    public float Gap { get; set; }

    [Benchmark(Baseline = true, OperationsPerInvoke = Count)]
    public int StepsOfOneCentimetre()
    {
        var count = 0;
        for (var i = 0; i < Count; i++)
        {
            var (foot, move) = Way(i);
            var steps = (int)(move.Length() / 0.01f) + 1;
            for (var step = 1; step <= steps; step++)
            {
                if (!Touches(foot + move * ((float)step / steps)))
                    continue;
                count++;
                break;
            }
        }

        return count;
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public int Sweep()
    {
        var count = 0;
        for (var i = 0; i < Count; i++)
        {
            var (foot, move) = Way(i);
            var head = foot + _ground.Up * CoreMetres;
            count += GroundQueries.TrySweepCapsule(_ground.Field, _ground.Origin, foot, head, move, RadiusMetres, out _, out _) ? 1 : 0;
        }

        return count;
    }

    private (Vector3 Foot, Vector3 Move) Way(int i) =>
        (_ground.Places[i] + _ground.Up * (RadiusMetres * 1.3f + Gap), _ground.Directions[i] * (Speed / 90f));

    private bool Touches(Vector3 foot)
    {
        for (var part = 0; part < 3; part++)
        {
            var depth = GroundQueries.Depth(_ground.Field, _ground.Origin, foot + _ground.Up * (0.5f * part * CoreMetres), out var gradient);
            if (depth >= -RadiusMetres * gradient.Length())
                return true;
        }

        return false;
    }
}
