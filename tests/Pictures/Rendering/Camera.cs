using System.Numerics;

namespace PlanetarySurvival.Pictures.Rendering;

/// <summary>Where a picture is taken from. Places are metres relative to the scene's origin.</summary>
public sealed class Camera
{
    public Camera(Vector3 position, Vector3 forward, Vector3 up, float degreesWide)
    {
        Position = position;
        Forward = Vector3.Normalize(forward);
        Right = Vector3.Normalize(Vector3.Cross(Forward, up));
        Up = Vector3.Cross(Right, Forward);
        Focal = 1 / MathF.Tan(degreesWide * MathF.PI / 360);
    }

    public Vector3 Position { get; }

    public Vector3 Forward { get; }

    public Vector3 Right { get; }

    public Vector3 Up { get; }

    /// <summary>Half the picture's width in units of its distance, inverted.</summary>
    public float Focal { get; }

    /// <summary>Right, up and ahead of the camera.</summary>
    public Vector3 Seen(Vector3 place)
    {
        place -= Position;
        return new(Vector3.Dot(place, Right), Vector3.Dot(place, Up), Vector3.Dot(place, Forward));
    }

    /// <summary>The direction through a pixel's middle.</summary>
    public Vector3 Ray(float x, float y, int width, int height) =>
        Vector3.Normalize(Forward * Focal + Right * ((x + 0.5f) * 2 / width - 1) + Up * ((height - 2 * (y + 0.5f)) / width));
}
