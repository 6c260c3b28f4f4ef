using System.Collections.Immutable;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.MeshCoordinator.Mesh;

namespace PlanetarySurvival.MeshCoordinator.Planning;

/// <summary>What one heartbeat of a game server said.</summary>
/// <remarks>
/// <c>At</c>: When it arrived, by the leader's clock.<br/>
/// <c>Held</c>: The regions that it asks permission to act for.<br/>
/// <c>Wanted</c>: The regions that something of its own is near or in.<br/>
/// <c>Playing</c>: The players with a client there, and for a moment those that it handed over.<br/>
/// <c>Draining</c>: It wants to go.
/// </remarks>
internal sealed record ServerReport(
    IncarnationId Incarnation, TimeSpan At, ReportedLoad Load, ServerCounters Counters, ImmutableArray<HeldReport> Held,
    ImmutableArray<RegionId> Wanted, ImmutableArray<ulong> Playing, bool Draining);

/// <summary>One region in a heartbeat.</summary>
/// <remarks><c>SyncedBackup</c>: The incarnation that holds everything, as the owner says; none if nobody does.</remarks>
internal readonly record struct HeldReport(RegionId Region, ulong Epoch, uint Players, IncarnationId SyncedBackup);

/// <summary>How busy a server is: players, 99th percentile of the tick in milliseconds, cores, megabytes.</summary>
internal readonly record struct ReportedLoad(uint Players, double TickMillisecondsP99, double Cpu, double MemoryMegabytes);
