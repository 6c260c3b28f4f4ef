using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World.Space;
using PlanetarySurvival.World.Terrain;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.World.Tests;

/// <summary>
/// Ground made by a formula, in the air far above a planet: there +Y is up, and a planet of 1000 km is flat. Coordinates are metres from the middle
/// of the scene; outside of its cubes there is air.
/// </summary>
internal sealed class Scenery
{
    private readonly int _chunks;
    private readonly DoubleVector _base;

    /// <summary>Makes voxels of a depth in metres (positive in rock), <paramref name="chunks"/> × 25 m in each direction.</summary>
    public Scenery(Func<double, double, double, double> depth, int chunks = 1)
        : this(depth, new Planet(1, Planet.RadiusMetresMax), 1_020_000, chunks)
    {
    }

    /// <summary>The same straight above a planet's centre; replaces what the planet has there.</summary>
    public Scenery(Func<double, double, double, double> depth, Planet planet, int baseMetres, int chunks)
    {
        _chunks = chunks;
        _base = new DoubleVector(0, baseMetres / ChunkId.EdgeMetres * ChunkId.EdgeMetres, 0);
        Field = new VoxelField(planet);
        Fill(depth);
    }

    public VoxelField Field { get; }

    /// <summary>Replaces all of the ground.</summary>
    public void Fill(Func<double, double, double, double> depth)
    {
        var y0 = (int)(_base.Y / ChunkId.EdgeMetres);
        for (var x = -_chunks; x < _chunks; x++)
        {
            for (var y = -_chunks; y < _chunks; y++)
            {
                for (var z = -_chunks; z < _chunks; z++)
                    Field.Install(Chunk(new ChunkId(x, y0 + y, z), depth));
            }
        }
    }

    public DoubleVector FromCentre(double x, double y, double z) => _base + new DoubleVector(x, y, z);

    /// <summary>Metres of depth there.</summary>
    public double Depth(double x, double y, double z) => Field.Sample(FromCentre(x, y, z), out _);

    public Walker Walker(double x, double y, double z)
    {
        var place = FromCentre(x, y, z);
        return new Walker(Field, WorldPosition.FromMetres(place.X, place.Y, place.Z));
    }

    public (double X, double Y, double Z) Of(Walker walker)
    {
        var place = walker.FromCentre - _base;
        return (place.X, place.Y, place.Z);
    }

    /// <summary>The same ground with nothing between rock and air: all that hostile or hand-made voxels could be.</summary>
    public static Func<double, double, double, double> Hard(Func<double, double, double, double> depth) => (x, y, z) => depth(x, y, z) > 0 ? 2 : -2;

    private ChunkVoxels Chunk(ChunkId id, Func<double, double, double, double> depth)
    {
        var chunk = new ChunkVoxels(id);
        var origin = DoubleVector.From(id.Origin) - _base;
        for (var i = 0; i < ChunkId.Voxels; i++)
        {
            chunk.Density[i] = VoxelDensity.FromMetres(depth(
                origin.X + (i & 31) * ChunkId.VoxelMetres, origin.Y + ((i >> 5) & 31) * ChunkId.VoxelMetres,
                origin.Z + (i >> 10) * ChunkId.VoxelMetres));
            chunk.Material[i] = (byte)Material.Stone;
        }

        return chunk;
    }
}
