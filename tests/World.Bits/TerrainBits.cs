using System.Runtime.InteropServices;
using System.Security.Cryptography;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World;

namespace PlanetarySurvival.World_Bits;

/// <summary>
/// Hashes of the terrain of a few planets: whole chunks at, over and under the surface, voxels asked for alone, and the surface itself.
/// </summary>
internal static class TerrainBits
{
    private const int DirectionsOfAPlanet = 24;

    private static readonly (ulong Seed, int RadiusMetres)[] s_planets = [(20261123, 8000), (0, 1000), (ulong.MaxValue, 1_000_000), (7, 63_000)];

    public static void Print(TextWriter output)
    {
        foreach (var (seed, radius) in s_planets)
        {
            var planet = new Planet(seed, radius);
            output.WriteLine($"chunks {seed} {radius} {Chunks(planet)}");
            output.WriteLine($"voxels {seed} {radius} {Voxels(planet)}");
            output.WriteLine($"surface {seed} {radius} {Surfaces(planet)}");
        }
    }

    private static string Chunks(Planet planet)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (density, material) = (new sbyte[ChunkId.Voxels], new byte[ChunkId.Voxels]);
        foreach (var chunk in ChunksOf(planet))
        {
            planet.Generate(chunk, density, material);
            hash.AppendData(MemoryMarshal.AsBytes(density.AsSpan()));
            hash.AppendData(material);
            Append(hash, planet.Classify(chunk));
        }

        return Hex(hash);
    }

    private static string Voxels(Planet planet)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var chunk in ChunksOf(planet))
        {
            for (var i = 0; i < ChunkId.EdgeVoxels; i++)
            {
                var (x, y, z) = ((chunk.X << 5) + i, (chunk.Y << 5) + ((i * 7) & 31), (chunk.Z << 5) + ((i * 13) & 31));
                Append(hash, planet.DensityOfVoxel(x, y, z));
                Append(hash, planet.MaterialOfVoxel(x, y, z));
            }
        }

        return Hex(hash);
    }

    private static string Surfaces(Planet planet)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var direction in Directions())
        {
            var place = planet.Surface(direction);
            Append(hash, place);
            var origin = RegionId.At(place).Origin;
            Append(hash, planet.Density(origin, place.RelativeTo(origin) + new System.Numerics.Vector3(0.3f, -0.7f, 0.9f)));
            Append(hash, planet.MaterialAt(place));
        }

        for (ulong player = 1; player <= 50; player++)
            Append(hash, planet.SpawnPlace(new PlayerId(player)));
        return Hex(hash);
    }

    private static IEnumerable<ChunkId> ChunksOf(Planet planet)
    {
        yield return ChunkId.At(planet.SpawnPlace(new PlayerId(1)));
        foreach (var direction in Directions())
        {
            var chunk = ChunkId.At(planet.Surface(direction));
            yield return chunk;
            yield return chunk.Neighbour(0, chunk.Y < 0 ? -1 : 1, 0);
            yield return chunk.Neighbour(chunk.X < 0 ? 2 : -2, chunk.Y < 0 ? 2 : -2, chunk.Z < 0 ? 2 : -2);
        }
    }

    private static IEnumerable<WorldPosition> Directions()
    {
        // A linear congruential generator: the same numbers in every runtime.
        var state = 0x5EEDUL;
        for (var i = 0; i < DirectionsOfAPlanet; i++)
            yield return new WorldPosition(Next(), Next(), Next());

        long Next()
        {
            state = state * 6364136223846793005 + 1442695040888963407;
            return (long)(state >> 43) - (1 << 20);
        }
    }

    private static void Append<T>(IncrementalHash hash, T value)
        where T : unmanaged => hash.AppendData(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(ref value)));

    private static string Hex(IncrementalHash hash) => Convert.ToHexString(hash.GetHashAndReset()).ToLowerInvariant();
}
