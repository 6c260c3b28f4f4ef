using System.Numerics;
using PlanetarySurvival.Contracts.Players;

namespace PlanetarySurvival.World.Queries;

/// <summary>A place of the ground that a query found, in the frame that it was asked in.</summary>
/// <param name="Position">Metres relative to the frame's origin.</param>
/// <param name="Normal">Of length 1, out of the rock; for a sweep, from the place to the body.</param>
/// <param name="DistanceMetres">Along the ray or the displacement.</param>
/// <param name="Material">What the ground is made of there.</param>
public readonly record struct GroundContact(Vector3 Position, Vector3 Normal, float DistanceMetres, Material Material);

/// <summary>A ray in a frame, to ask for many at once.</summary>
/// <param name="From">Metres relative to the frame's origin.</param>
/// <param name="Direction">Of any length but 0.</param>
/// <param name="LengthMetres">How far; at most <see cref="GroundQueries.RayMetresMax"/> is looked at.</param>
public readonly record struct GroundRayQuestion(Vector3 From, Vector3 Direction, float LengthMetres);
