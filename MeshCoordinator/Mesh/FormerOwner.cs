namespace PlanetarySurvival.MeshCoordinator.Mesh;

/// <summary>An incarnation that held an epoch of a region and has neither released it nor been proven dead (rule L4).</summary>
internal readonly record struct FormerOwner(ulong Epoch, IncarnationId Incarnation);
