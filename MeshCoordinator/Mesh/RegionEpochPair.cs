using PlanetarySurvival.Contracts.Space;

namespace PlanetarySurvival.MeshCoordinator.Mesh;

/// <summary>Authority over one region at one epoch.</summary>
internal readonly record struct RegionEpochPair(RegionId Region, ulong Epoch);
