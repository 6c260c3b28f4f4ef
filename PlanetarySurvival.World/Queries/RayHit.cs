using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.World.Space;

namespace PlanetarySurvival.World.Queries;

/// <summary>Where a ray meets the surface, in metres from the planet's centre.</summary>
/// <param name="DistanceMetres">Along the ray; 0 where it starts on the far side of the surface already.</param>
/// <param name="Place">Where.</param>
/// <param name="Normal">Out of the rock, of length 1; against the ray where the ground has no slope.</param>
/// <param name="Material">What is there.</param>
internal readonly record struct RayHit(double DistanceMetres, DoubleVector Place, DoubleVector Normal, Material Material);

/// <summary>A ray to ask for; see <see cref="GroundRay.TryCast(Voxels.VoxelField, DoubleVector, DoubleVector, double, out RayHit)"/>.</summary>
/// <param name="From">Metres from the planet's centre.</param>
/// <param name="Direction">Of any length but 0.</param>
/// <param name="LengthMetres">How far.</param>
internal readonly record struct Ray(DoubleVector From, DoubleVector Direction, double LengthMetres);
