using BenchmarkDotNet.Attributes;
using PlanetarySurvival.World.Queries;

namespace PlanetarySurvival.Benchmarks.World;

/// <summary>What a ray of 50 m near the ground costs, against marching in fixed steps, which finds only what is thicker than a step.</summary>
[MemoryDiagnoser]
public class QueryRays
{
    private const int Count = 256;
    private const float LengthMetres = 50;

    private readonly QueryGround _ground = new();
    private readonly GroundRayQuestion[] _rays = new GroundRayQuestion[Count];
    private readonly GroundContact[] _contacts = new GroundContact[Count];

    /// <summary>From eye height in any direction, a little downwards.</summary>
    [GlobalSetup]
    public void Aim()
    {
        for (var i = 0; i < Count; i++)
            _rays[i] = new(_ground.Places[i] + _ground.Up * 1.7f, _ground.Directions[i] - _ground.Up * 0.1f, LengthMetres);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Count)]
    public int StepsOf5Centimetres() => March(0.05f);

    [Benchmark(OperationsPerInvoke = Count)]
    public int StepsOf40Centimetres() => March(0.4f);

    [Benchmark(OperationsPerInvoke = Count)]
    public int Exact()
    {
        var count = 0;
        foreach (var ray in _rays)
            count += GroundQueries.TryRaycast(_ground.Field, _ground.Origin, ray, out _) ? 1 : 0;
        return count;
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public int ExactBatch() => GroundQueries.Raycast(_ground.Field, _ground.Origin, _rays, _contacts);

    private int March(float step)
    {
        var count = 0;
        foreach (var ray in _rays)
        {
            var unit = System.Numerics.Vector3.Normalize(ray.Direction);
            for (var s = 0f; s < ray.LengthMetres; s += step)
            {
                if (GroundQueries.Depth(_ground.Field, _ground.Origin, ray.From + unit * s) < 0)
                    continue;
                count++;
                break;
            }
        }

        return count;
    }
}
