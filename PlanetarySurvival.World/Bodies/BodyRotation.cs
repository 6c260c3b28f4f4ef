namespace PlanetarySurvival.World.Bodies;

/// <summary>A unit quaternion. Only + - * / and a square root: the library's is summed in another order on some machines.</summary>
internal readonly struct BodyRotation(float x, float y, float z, float w)
{
    public readonly float X = x;
    public readonly float Y = y;
    public readonly float Z = z;
    public readonly float W = w;

    public static BodyRotation None => new(0, 0, 0, 1);

    public float LengthSquared => X * X + Y * Y + Z * Z + W * W;

    /// <summary>Turned further by a small angle (radians about each axis of the world), and brought back to unit length.</summary>
    public BodyRotation Turned(FloatVector angle)
    {
        // The derivative of a unit quaternion under a spin w is w q / 2. Its error is of third order in the angle, and only in the angle turned.
        var (ax, ay, az) = (angle.X * 0.5f, angle.Y * 0.5f, angle.Z * 0.5f);
        var x = X + (ax * W + ay * Z - az * Y);
        var y = Y + (ay * W + az * X - ax * Z);
        var z = Z + (az * W + ax * Y - ay * X);
        var w = W - (ax * X + ay * Y + az * Z);
        var scale = 1 / (float)Math.Sqrt(x * x + y * y + z * z + w * w);
        return new BodyRotation(x * scale, y * scale, z * scale, w * scale);
    }

    public BodyAxes ToAxes()
    {
        var (xx, yy, zz) = (X * X, Y * Y, Z * Z);
        var (xy, xz, yz) = (X * Y, X * Z, Y * Z);
        var (wx, wy, wz) = (W * X, W * Y, W * Z);
        return new BodyAxes(
            new FloatVector(1 - 2 * (yy + zz), 2 * (xy + wz), 2 * (xz - wy)),
            new FloatVector(2 * (xy - wz), 1 - 2 * (xx + zz), 2 * (yz + wx)),
            new FloatVector(2 * (xz + wy), 2 * (yz - wx), 1 - 2 * (xx + yy)));
    }
}
