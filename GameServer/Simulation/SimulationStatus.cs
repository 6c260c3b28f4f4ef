using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Space;

namespace PlanetarySurvival.GameServer.Simulation;

/// <summary>What the simulation tells the rest of the process, made anew every few ticks. Immutable.</summary>
/// <param name="Tick">The last tick.</param>
/// <param name="MapRevision">Of the map that the simulation acts by.</param>
/// <param name="Players">Players that this server acts for and whose clients prove to see snapshots.</param>
/// <param name="Entities">Players that this server simulates, with or without a client.</param>
/// <param name="Regions">Regions to ask permission for.</param>
/// <param name="Wanted">Regions that something is near or in.</param>
/// <param name="Playing">Players with a client, and for a moment those that were handed over to another server.</param>
/// <param name="Transfers">Players that arrived from another process and were then seen.</param>
/// <param name="Disconnects">Sessions that were lost.</param>
/// <param name="Chunks">Chunks of the ground at hand.</param>
/// <param name="Present">Where each simulated player is.</param>
public sealed record SimulationStatus(
    uint Tick, ulong MapRevision, int Players, int Entities, IReadOnlyList<RegionStatus> Regions, IReadOnlyList<RegionId> Wanted,
    IReadOnlyList<PlayerId> Playing, ulong Transfers, ulong Disconnects, int Chunks,
    IReadOnlyDictionary<PlayerId, PlayerPresence> Present)
{
    /// <summary>Before the first tick.</summary>
    public static readonly SimulationStatus None = new(0, 0, 0, 0, [], [], [], 0, 0, 0, new Dictionary<PlayerId, PlayerPresence>());
}

/// <summary>A region that the map gives to this process.</summary>
/// <param name="Region">Which.</param>
/// <param name="Epoch">The epoch to ask permission for.</param>
/// <param name="Acting">Whether permission stands now.</param>
/// <param name="Players">Players with a client.</param>
/// <param name="SyncedBackup">The incarnation that holds everything, or default.</param>
public readonly record struct RegionStatus(RegionId Region, ulong Epoch, bool Acting, int Players, Guid SyncedBackup);

/// <summary>Where a player is.</summary>
/// <param name="Region">The region it belongs to.</param>
/// <param name="Moving">Whether it is between servers.</param>
public readonly record struct PlayerPresence(RegionId Region, bool Moving);
