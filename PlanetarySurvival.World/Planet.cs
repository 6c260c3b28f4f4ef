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

    /// <summary>No ground is further from the mean surface, in metres, on any planet.</summary>
    public const int ReliefMetresMax = TerrainRecipe.ReliefMetresMax;

    private readonly TerrainRecipe _recipe;
    private readonly TerrainShell _shell;

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
        _recipe = new TerrainRecipe(seed, radiusMetres);
        _shell = new TerrainShell(_recipe);
        Ground = new Ground(_recipe);
    }

    /// <summary>Makes the same planet everywhere.</summary>
    public ulong Seed { get; }

    /// <summary>Metres from the centre to the mean surface, 1,000 to 1,000,000.</summary>
    public int RadiusMetres { get; }

    internal Ground Ground { get; }

    /// <summary>Metres from the centre to the surface of the water; what is lower and not rock is wet.</summary>
    public double WaterMetres => RadiusMetres + TerrainRecipe.WaterMetres;

    /// <summary>What a chunk is, found from bounds without generating a voxel; <see cref="ChunkKind.Mixed"/> where the bounds do not decide.</summary>
    public ChunkKind Classify(ChunkId chunk)
    {
        var square = TerrainShell.MiddleSquare(chunk.X << ChunkId.EdgeShift, chunk.Y << ChunkId.EdgeShift, chunk.Z << ChunkId.EdgeShift);
        return _shell.IsAir(square) ? ChunkKind.Air : _shell.IsRock(square) ? ChunkKind.Rock : ChunkKind.Mixed;
    }

    /// <summary>Generates a chunk's voxels, each the same bits as <see cref="DensityOfVoxel"/> and <see cref="MaterialOfVoxel"/>.</summary>
    /// <param name="chunk">Which chunk.</param>
    /// <param name="density"><see cref="ChunkId.Voxels"/> values; voxel (i, j, k) of the chunk is at i + 32 j + 1024 k.</param>
    /// <param name="material">The same for <see cref="Material"/>.</param>
    public void Generate(ChunkId chunk, Span<sbyte> density, Span<byte> material) =>
        GenerateBy(LaneWidth.Best, chunk, density, material);

    /// <summary>The density of one voxel before any edit, in units of <see cref="VoxelDensity"/>.</summary>
    public sbyte DensityOfVoxel(int x, int y, int z)
    {
        var square = TerrainShell.MiddleSquare(x, y, z);
        return _shell.IsAir(square) ? VoxelDensity.Min : _shell.IsRock(square) ? VoxelDensity.Max : TerrainPoint.Density(_recipe, x, y, z);
    }

    /// <summary>What a voxel is made of before any edit, if it is rock; what rock would be there, if it is not.</summary>
    public Material MaterialOfVoxel(int x, int y, int z)
    {
        var square = TerrainShell.MiddleSquare(x, y, z);
        return _shell.IsAir(square) || _shell.IsStone(square) ? Material.Stone : TerrainPoint.MaterialOf(_recipe, x, y, z);
    }

    /// <summary>
    /// Signed density at a place: positive in rock, negative in air, about metres to the surface near it and never more than two; interpolated between
    /// the eight voxels around, before any edit.
    /// </summary>
    /// <param name="origin">The frame's origin, usually a region's.</param>
    /// <param name="position">Metres relative to it.</param>
    public float Density(WorldPosition origin, Vector3 position) =>
        (float)new BaseCell(this).DepthMetres(DoubleVector.From(origin) + DoubleVector.From(position));

    /// <summary>
    /// The highest ground straight up or down from a place (along the line through the planet's centre). From the centre itself, up is towards the
    /// north pole.
    /// </summary>
    public WorldPosition Surface(WorldPosition towards) => Surface(DoubleVector.From(towards));

    /// <summary>What lies loose on the ground at the highest place above or below one: veins of iron, hollows of sand, stone, and soil between them.</summary>
    public Material MaterialAt(WorldPosition place)
    {
        const double voxelsPerMetre = 1 / ChunkId.VoxelMetres;
        var mean = DoubleVector.From(place).NormalizedOr(new DoubleVector(0, 1, 0)) * (RadiusMetres * voxelsPerMetre);
        return TerrainPoint.LooseAt(_recipe, (int)Math.Floor(mean.X + 0.5), (int)Math.Floor(mean.Y + 0.5), (int)Math.Floor(mean.Z + 0.5));
    }

    /// <summary>
    /// Where a new player begins: on the ground near the north pole (0, radius, 0), where several regions meet, spread over a few dozen metres by id.
    /// </summary>
    public WorldPosition SpawnPlace(PlayerId player)
    {
        var spread = NoiseLayer.Mix(player.Value);
        return Surface(new DoubleVector(Spread(spread), RadiusMetres, Spread(spread >> 32)));

        static double Spread(ulong bits) => ((uint)bits / 4294967296.0 * 2 - 1) * SpawnSpreadMetres;
    }

    /// <summary>The same bits by vectors of a chosen number of lanes: 1, 4, 8 or 16.</summary>
    internal void GenerateBy(int lanes, ChunkId chunk, Span<sbyte> density, Span<byte> material)
    {
        var square = TerrainShell.MiddleSquare(chunk.X << ChunkId.EdgeShift, chunk.Y << ChunkId.EdgeShift, chunk.Z << ChunkId.EdgeShift);
        var isAir = _shell.IsAir(square);
        if (isAir || _shell.IsStone(square))
        {
            density[..ChunkId.Voxels].Fill(isAir ? VoxelDensity.Min : VoxelDensity.Max);
            material[..ChunkId.Voxels].Fill((byte)Material.Stone);
            return;
        }

        var generator = TerrainGenerator.Mine;
        switch (lanes)
        {
            case 16:
                generator.Fill<Lanes16>(_recipe, chunk, density, material);
                break;
            case 8:
                generator.Fill<Lanes8>(_recipe, chunk, density, material);
                break;
            case 4:
                generator.Fill<Lanes4>(_recipe, chunk, density, material);
                break;
            case 1:
                generator.Fill<Lanes1>(_recipe, chunk, density, material);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(lanes), lanes, "There are 1, 4, 8 or 16 lanes.");
        }
    }

    private WorldPosition Surface(DoubleVector towards)
    {
        var direction = towards.NormalizedOr(new DoubleVector(0, 1, 0));
        var ground = direction * SurfaceSearch.Metres(this, _recipe, direction);
        return WorldPosition.FromMetres(ground.X, ground.Y, ground.Z);
    }
}
