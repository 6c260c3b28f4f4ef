using System.Numerics;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World.Space;

namespace PlanetarySurvival.World.Reach;

/// <summary>From places relative to a body (x right, y up, z to where it looks) to metres from the planet's centre.</summary>
internal readonly struct BodyFrame
{
    private readonly DoubleVector _feet;
    private readonly DoubleVector _up;
    private readonly DoubleVector _right;
    private readonly DoubleVector _forward;

    public BodyFrame(in PlayerBody body, ushort yaw, WorldPosition origin)
    {
        _feet = DoubleVector.From(origin) + DoubleVector.From(body.Position);
        var frame = new SurfaceFrame(_feet);
        var (sine, cosine) = Angle.SineCosine(yaw);
        _up = frame.Up;
        _forward = frame.Forward * cosine + frame.Right * sine;
        _right = frame.Right * cosine - frame.Forward * sine;
    }

    public DoubleVector Place(Vector3 relative) => _feet + _right * relative.X + _up * relative.Y + _forward * relative.Z;
}
