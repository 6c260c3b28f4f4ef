using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.World.Space;

namespace PlanetarySurvival.World.Queries;

/// <summary>The first contact of a moving sphere or capsule with the ground, in metres from the planet's centre.</summary>
/// <param name="Fraction">Of the displacement, 0 to 1: as far as the body may go. 0 where it touches the ground at the start.</param>
/// <param name="Place">The place of the ground that is touched.</param>
/// <param name="Normal">Of length 1, from there to the body's core (a sphere's centre, a capsule's segment); where the core is at the surface or in
/// rock, out of the rock.</param>
/// <param name="Material">What is touched.</param>
/// <param name="Stop">Whether that is ground or a bound of the query.</param>
internal readonly record struct SweepHit(double Fraction, DoubleVector Place, DoubleVector Normal, Material Material, SweepStop Stop);

/// <summary>What stops a sweep.</summary>
internal enum SweepStop : byte
{
    /// <summary>The ground.</summary>
    Ground = 0,

    /// <summary>The sweep was asked for further than is looked at: what lies beyond is not known, so the body does not go there.</summary>
    Bound = 1,

    /// <summary>The question was none (not finite, a negative or too large size): the body does not move.</summary>
    Refused = 2,
}
