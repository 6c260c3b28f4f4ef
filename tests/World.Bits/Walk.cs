using System.Runtime.InteropServices;
using System.Security.Cryptography;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World;

namespace PlanetarySurvival.World_Bits;

/// <summary>Two players who follow a script of random inputs, one from the pole and one from the hills.</summary>
internal static class Walk
{
    /// <summary>The hash of all their states, tick by tick.</summary>
    public static string Hash(int ticks)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var planet = new Planet(20261123, 8000);
        var hills = planet.Surface(WorldPosition.FromMetres(3000, -4000, 5000));
        var walkers = new[] { new Walker(planet.SpawnPlace(new PlayerId(1))), new Walker(hills) };
        var script = 0x5EEDUL;
        for (var tick = 0; tick < ticks; tick++)
        {
            // A linear congruential generator, held for a third of a second each.
            if (tick % 30 == 0)
                script = script * 6364136223846793005 + 1442695040888963407;
            var input = new PlayerInput(
                (sbyte)(script >> 56), (sbyte)(script >> 48), (ushort)(script >> 32), (short)(script >> 24), (PlayerButtons)((script >> 40) & 7));
            foreach (var walker in walkers)
            {
                walker.Step(planet, input);
                Append(hash, walker.Region);
                Append(hash, walker.Body.Position);
                Append(hash, walker.Body.Velocity);
                Append(hash, walker.Body.Flags);
                Append(hash, walker.Inventory);
            }
        }

        return Convert.ToHexString(hash.GetHashAndReset()).ToLowerInvariant();
    }

    // Types without padding only.
    private static void Append<T>(IncrementalHash hash, T value)
        where T : unmanaged => hash.AppendData(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(ref value)));

    private sealed class Walker(WorldPosition place)
    {
        public PlayerBody Body = new(place.RelativeTo(RegionId.At(place).Origin), default, BodyFlags.None, 0);
        public Inventory Inventory;
        public RegionId Region = RegionId.At(place);

        public void Step(Planet planet, in PlayerInput input)
        {
            PlayerStep.Apply(ref Body, ref Inventory, input, planet, Region.Origin);
            var region = RegionId.At(WorldPosition.From(Region.Origin, Body.Position));
            if (region == Region)
                return;

            Body.Position = WorldPosition.Rebase(Body.Position, Region.Origin, region.Origin);
            Region = region;
        }
    }
}
