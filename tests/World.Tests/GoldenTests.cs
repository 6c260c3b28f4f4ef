using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Space;

namespace PlanetarySurvival.World.Tests;

/// <summary>
/// The same bits on every machine and runtime (invariant I5): a change of these hashes is a change of every world and of the protocol. To accept one,
/// run with PLANETARY_GOLDEN=write, and raise ProtocolLimits.Version once clients are released.
/// </summary>
public class GoldenTests
{
    internal static string Root => FindRoot(AppContext.BaseDirectory);

    [Fact]
    public void The_densities_of_three_planets_are_the_same_bits_as_ever()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (seed, radius) in new[] { (20261123UL, 8000), (0UL, 1000), (ulong.MaxValue, 1_000_000) })
        {
            var planet = new Planet(seed, radius);
            foreach (var direction in TerrainTests.Directions(2000))
            {
                var place = planet.Surface(direction);
                var frame = RegionId.At(place).Origin;
                Append(hash, place);
                Append(hash, planet.Density(frame, place.RelativeTo(frame) + new Vector3(0.3f, -1.7f, 2.9f)));
                Append(hash, planet.MaterialAt(place));
            }
        }

        AssertGolden("density", hash);
    }

    [Fact]
    public void Ten_thousand_ticks_of_a_script_end_in_the_same_bits_as_ever()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var planet = new Planet(20261123, 8000);
        var walkers = new[]
        {
            new Walker(planet, planet.SpawnPlace(new PlayerId(1)), above: 1),
            new Walker(planet, planet.Surface(WorldPosition.FromMetres(3000, -4000, 5000)), above: 1),
        };
        var script = 0x5EEDUL;
        for (var tick = 0; tick < 10_000; tick++)
        {
            // A linear congruential generator, held for a third of a second each.
            if (tick % 30 == 0)
                script = script * 6364136223846793005 + 1442695040888963407;
            var input = new PlayerInput(
                (sbyte)(script >> 56), (sbyte)(script >> 48), (ushort)(script >> 32), (short)(script >> 24), (PlayerButtons)((script >> 40) & 15));
            foreach (var walker in walkers)
            {
                walker.Step(input);
                walker.FollowRegion();
                Append(hash, walker.Region);
                Append(hash, walker.Body.Position);
                Append(hash, walker.Body.Velocity);
                Append(hash, walker.Body.Flags);
            }
        }

        Assert.All(walkers, walker => Assert.True(walker.Inventory.Total > 10));
        Append(hash, walkers[0].Inventory);
        Append(hash, walkers[1].Inventory);
        AssertGolden("ticks", hash);
    }

    private static void Append<T>(IncrementalHash hash, T value)
        where T : unmanaged => hash.AppendData(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(ref value)));

    internal static void AssertGolden(string name, IncrementalHash hash)
    {
        var actual = Convert.ToHexStringLower(hash.GetHashAndReset());
        var path = Path.Combine(Root, "tests", "World.Tests", "Golden", name + ".sha256");
        if (Environment.GetEnvironmentVariable("PLANETARY_GOLDEN") == "write")
            File.WriteAllText(path, actual + "\n");

        Assert.Equal(File.ReadAllText(path).Trim(), actual);
    }

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "PlanetarySurvival.sln"))
            ? folder
            : FindRoot(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("PlanetarySurvival.sln lies in no folder above the tests."));
}
