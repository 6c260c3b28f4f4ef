using System.Numerics;
using BenchmarkDotNet.Attributes;
using PlanetarySurvival.World.Queries;

namespace PlanetarySurvival.Benchmarks.World;

/// <summary>What the depth at a place costs, alone and in a batch, against asking the planet itself.</summary>
[MemoryDiagnoser]
public class QuerySamples
{
    private const int Count = 256;

    private readonly QueryGround _ground = new();
    private readonly float[] _depths = new float[Count];

    [Benchmark(Baseline = true, OperationsPerInvoke = Count)]
    public float ByPlanet()
    {
        var sum = 0f;
        foreach (var place in _ground.Places)
            sum += _ground.Field.Planet.Density(_ground.Origin, place);
        return sum;
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public float OneByOne()
    {
        var sum = 0f;
        foreach (var place in _ground.Places)
            sum += GroundQueries.Depth(_ground.Field, _ground.Origin, place);
        return sum;
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public float Batch()
    {
        GroundQueries.Depths(_ground.Field, _ground.Origin, _ground.Places, _depths);
        return _depths[0];
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public float WithGradient()
    {
        var sum = 0f;
        foreach (var place in _ground.Places)
            sum += GroundQueries.Depth(_ground.Field, _ground.Origin, place, out Vector3 gradient) + gradient.X;
        return sum;
    }
}
