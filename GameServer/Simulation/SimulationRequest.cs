using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Protocol;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.GameServer.Transfers;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.GameServer.Simulation;

/// <summary>Something rare that the simulation wants done outside of the tick.</summary>
public abstract record SimulationRequest;

/// <summary>Close a client's connection, with the reason as its last byte.</summary>
public sealed record DisconnectClient(int Connection, DenyReason Reason) : SimulationRequest;

/// <summary>Mint a ticket for another server and send it to the client in a <see cref="StandbyOffer"/>.</summary>
public sealed record OfferStandby(int Connection, PlayerId Player, ulong Session, string Name, string Server, string Host, ushort Port)
    : SimulationRequest;

/// <summary>Read and claim the player's record; answered with <see cref="PlayerLoad"/>.</summary>
public sealed record LoadPlayer(int Connection, PlayerId Player, ulong Session) : SimulationRequest;

/// <summary>
/// Write these players, in one transaction that checks the region's fence; answered with <see cref="SaveResult"/>. At most one is under
/// way per region.
/// </summary>
public sealed record SavePlayers(RegionId Region, ulong Epoch, ulong Number, IReadOnlyList<PlayerSave> Players) : SimulationRequest;

/// <summary>Fill a blank with the voxels that the planet has there; answered with the same, filled. Always answered while the process lives.</summary>
public sealed record GenerateChunk(ChunkVoxels Blank) : SimulationRequest;

/// <summary>Tell the coordinators that this process will never act for the pair again.</summary>
public sealed record ReleaseRegion(RegionId Region, ulong Epoch) : SimulationRequest;

/// <summary>A transfer out of a region of ours was confirmed or refused: for the log, the metrics and the traces.</summary>
/// <param name="Id">Which.</param>
/// <param name="Player">Whose.</param>
/// <param name="TargetRegion">Where to.</param>
/// <param name="TargetServer">Whose it was at the commit; may be this server.</param>
/// <param name="Arrived">False if it was refused or given up.</param>
/// <param name="IntentTicks">From the intent to the commit; 0 if it was inherited from a former owner.</param>
/// <param name="Ticks">From the commit to the answer; 0 if it was inherited.</param>
public sealed record TransferEnded(
    TransferId Id, PlayerId Player, RegionId TargetRegion, string TargetServer, bool Arrived, uint IntentTicks, uint Ticks) : SimulationRequest;

/// <summary>A transfer into a region of ours was answered for the first time: for the traces.</summary>
/// <param name="Id">Which.</param>
/// <param name="Player">Whose.</param>
/// <param name="TargetRegion">Where to.</param>
/// <param name="SourceServer">Who is answered; may be this server.</param>
/// <param name="Arrived">False if it was refused.</param>
/// <param name="Ticks">From the decision to the answer: until it was safe at the backup and in the database.</param>
public sealed record TransferTaken(TransferId Id, PlayerId Player, RegionId TargetRegion, string SourceServer, bool Arrived, uint Ticks)
    : SimulationRequest;

/// <summary>A player's row as it is written.</summary>
/// <param name="Player">Whose.</param>
/// <param name="Epoch">Of the authority over the player; a row with a higher one is not touched.</param>
/// <param name="Session">The newest login.</param>
/// <param name="Region">Where it belongs.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="Inventory">What it carries.</param>
/// <param name="Online">False once the player has left.</param>
public readonly record struct PlayerSave(
    PlayerId Player, ulong Epoch, ulong Session, RegionId Region, WorldPosition Place, Inventory Inventory, bool Online);

/// <summary>How a <see cref="SavePlayers"/> ended.</summary>
/// <param name="Region">The region.</param>
/// <param name="Epoch">The epoch that wrote.</param>
/// <param name="Number">The region's log number up to which the database now holds everything; meaningful if committed.</param>
/// <param name="Outcome">Committed, refused by the fence, or failed (nothing written; ask again).</param>
/// <param name="Stale">Players whose rows belong to a higher epoch: this server has no authority over them any more.</param>
public sealed record SaveResult(RegionId Region, ulong Epoch, ulong Number, SaveOutcome Outcome, IReadOnlyList<PlayerId> Stale);

/// <summary>See <see cref="SaveResult"/>.</summary>
public enum SaveOutcome
{
    /// <summary>In the database.</summary>
    Committed,

    /// <summary>The region has a newer owner.</summary>
    Fenced,

    /// <summary>The database did not take it; nothing was written.</summary>
    Failed,
}

/// <summary>How a <see cref="LoadPlayer"/> ended.</summary>
/// <param name="Connection">The client that waits.</param>
/// <param name="Player">Who.</param>
/// <param name="Session">The session that claimed.</param>
/// <param name="Outcome">Whether the record was claimed.</param>
/// <param name="Epoch">The player's epoch after the claim.</param>
/// <param name="Place">Where the player was last; null for a new player.</param>
/// <param name="Inventory">What it carries.</param>
public sealed record PlayerLoad(
    int Connection, PlayerId Player, ulong Session, LoadOutcome Outcome, ulong Epoch, WorldPosition? Place, Inventory Inventory);

/// <summary>See <see cref="PlayerLoad"/>.</summary>
public enum LoadOutcome
{
    /// <summary>The record is this server's now.</summary>
    Claimed,

    /// <summary>A living process has the player.</summary>
    Elsewhere,

    /// <summary>A newer session has the record.</summary>
    Replaced,

    /// <summary>The database did not answer, or someone else claimed at the same time.</summary>
    Failed,
}
