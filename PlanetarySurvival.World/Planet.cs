using System.Numerics;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World.Space;
using PlanetarySurvival.World.Terrain;

namespace PlanetarySurvival.World;

/// <summary>One planet: a seed and a radius give every voxel of it. Immutable, so any number of threads may ask at once.</summary>
public sealed class Planet
{
    /// <summary>The smallest radius in metres.</summary>
    public const int RadiusMetresMin = 1_000;

    /// <summary>The largest radius in metres.</summary>
    public const int RadiusMetresMax = 1_000_000;

    /// <summary>Players begin in a square around the north pole; half of its edge in metres.</summary>
    public const int SpawnSpreadMetres = 30;

    /// <summary>Makes the planet; throws <see cref="ArgumentOutOfRangeException"/> for a radius that no planet has.</summary>
    /// <param name="seed">Any number; each gives another planet.</param>
    /// <param name="radiusMetres">From <see cref="RadiusMetresMin"/> to <see cref="RadiusMetresMax"/>.</param>
    public Planet(ulong seed, int radiusMetres)
    {
        if (radiusMetres is < RadiusMetresMin or > RadiusMetresMax)
        {
            throw new ArgumentOutOfRangeException(
                nameof(radiusMetres), radiusMetres, $"A planet's radius is {RadiusMetresMin} to {RadiusMetresMax} m.");
        }

        Seed = seed;
        RadiusMetres = radiusMetres;
        Ground = new Ground(seed, radiusMetres);
    }

    /// <summary>Makes the same planet everywhere.</summary>
    public ulong Seed { get; }

    /// <summary>Metres from the centre to the mean surface, 1,000 to 1,000,000.</summary>
    public int RadiusMetres { get; }

    internal Ground Ground { get; }

    /// <summary>Metres from the centre to the surface of the water; what is lower and not rock is wet.</summary>
    public double WaterMetres => RadiusMetres - 15.0;

    /// <summary>What a chunk is, found from bounds without generating a voxel; <see cref="ChunkKind.Mixed"/> where the bounds do not decide.</summary>
    public ChunkKind Classify(ChunkId chunk)
    {
        var centre = chunk.Origin.Offset(ChunkId.VoxelUnits * 16, ChunkId.VoxelUnits * 16, ChunkId.VoxelUnits * 16).MetresFromCentre - RadiusMetres;
        return centre > Ground.ReliefMetresMax + 24 ? ChunkKind.Air : centre < -Ground.ReliefMetresMax - 24 ? ChunkKind.Rock : ChunkKind.Mixed;
    }

    /// <summary>Generates a chunk's voxels, each the same bits as <see cref="DensityOfVoxel"/> and <see cref="MaterialOfVoxel"/>.</summary>
    /// <param name="chunk">Which chunk.</param>
    /// <param name="density"><see cref="ChunkId.Voxels"/> values; voxel (i, j, k) of the chunk is at i + 32 j + 1024 k.</param>
    /// <param name="material">The same for <see cref="Material"/>.</param>
    public void Generate(ChunkId chunk, Span<sbyte> density, Span<byte> material)
    {
        var (x, y, z) = (chunk.X << ChunkId.EdgeShift, chunk.Y << ChunkId.EdgeShift, chunk.Z << ChunkId.EdgeShift);
        for (var i = 0; i < ChunkId.Voxels; i++)
        {
            density[i] = DensityOfVoxel(x + (i & 31), y + ((i >> 5) & 31), z + (i >> 10));
            material[i] = (byte)MaterialOfVoxel(x + (i & 31), y + ((i >> 5) & 31), z + (i >> 10));
        }
    }

    /// <summary>The density of one voxel before any edit, in units of <see cref="VoxelDensity"/>.</summary>
    public sbyte DensityOfVoxel(int x, int y, int z) =>
        VoxelDensity.FromMetres(Ground.DepthAt(new DoubleVector(x, y, z) * ChunkId.VoxelMetres));

    /// <summary>What a voxel is made of before any edit, if it is rock; what rock would be there, if it is not.</summary>
    public Material MaterialOfVoxel(int x, int y, int z) =>
        MaterialAt(new WorldPosition((long)x * ChunkId.VoxelUnits, (long)y * ChunkId.VoxelUnits, (long)z * ChunkId.VoxelUnits));

    /// <summary>Signed density at a place: positive in rock, negative in air, about metres to the surface near it.</summary>
    /// <param name="origin">The frame's origin, usually a region's.</param>
    /// <param name="position">Metres relative to it.</param>
    public float Density(WorldPosition origin, Vector3 position) =>
        (float)Ground.DepthAt(DoubleVector.From(origin) + DoubleVector.From(position));

    /// <summary>
    /// The highest ground straight up or down from a place (along the line through the planet's centre). From the centre itself, up is towards the
    /// north pole.
    /// </summary>
    public WorldPosition Surface(WorldPosition towards) => Surface(DoubleVector.From(towards));

    /// <summary>What lies loose on the ground there.</summary>
    public Material MaterialAt(WorldPosition place) => Ground.MaterialAt(OnMeanSurface(DoubleVector.From(place)));

    /// <summary>
    /// Where a new player begins: on the ground near the north pole (0, radius, 0), where several regions meet, spread over a few dozen metres by id.
    /// </summary>
    public WorldPosition SpawnPlace(PlayerId player)
    {
        var spread = GradientNoise.Mix(player.Value);
        return Surface(new DoubleVector(Spread(spread), RadiusMetres, Spread(spread >> 32)));

        static double Spread(ulong bits) => ((uint)bits / 4294967296.0 * 2 - 1) * SpawnSpreadMetres;
    }

    private WorldPosition Surface(DoubleVector towards)
    {
        var mean = OnMeanSurface(towards);
        var ground = mean * ((RadiusMetres + Ground.HeightAt(mean)) / RadiusMetres);
        return WorldPosition.FromMetres(ground.X, ground.Y, ground.Z);
    }

    private DoubleVector OnMeanSurface(DoubleVector place) => place.NormalizedOr(new DoubleVector(0, 1, 0)) * RadiusMetres;
}
