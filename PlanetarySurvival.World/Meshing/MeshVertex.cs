using System.Numerics;
using System.Runtime.InteropServices;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Space;

namespace PlanetarySurvival.World.Meshing;

/// <summary>
/// One vertex of a mesh: twelve bytes that a graphics card takes as they are (a short4 and a normalised sbyte4). Positions are whole units of
/// <see cref="WorldPosition"/> relative to the chunk's lowest voxel, so that a vertex which two chunks make is the same place to the bit, whichever
/// chunk made it: there is no rounding in which their sums could differ.
/// </summary>
/// <remarks><code>
/// offset  size  field
///      0     6  X, Y, Z              1/1024 m (of level n: 2^n/1024 m) from the chunk's origin, -799 to 25599
///      6     1  Material             what the rock there is made of
///      7     1  0
///      8     3  NormalX, Y, Z        1/127, out of the rock
///     11     1  0
/// </code></remarks>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = Size)]
public readonly record struct MeshVertex(short X, short Y, short Z, Material Material, byte Reserved, sbyte NormalX, sbyte NormalY, sbyte NormalZ)
{
    /// <summary>Bytes of one vertex.</summary>
    public const int Size = 12;

    /// <summary>Metres from the chunk's lowest voxel; of a mesh of level n, in units of 2^n metres.</summary>
    public Vector3 Metres => new Vector3(X, Y, Z) * (1f / WorldPosition.UnitsPerMetre);

    /// <summary>The direction out of the rock, of length 1 to within a hundredth.</summary>
    public Vector3 Normal => new Vector3(NormalX, NormalY, NormalZ) * (1f / 127);
}
