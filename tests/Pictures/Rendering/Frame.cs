using System.Numerics;
using PlanetarySurvival.Pictures.Images;

namespace PlanetarySurvival.Pictures.Rendering;

/// <summary>What is seen at a point of the picture.</summary>
/// <param name="Depth">Metres ahead of the camera; 0 where nothing is.</param>
/// <param name="Normal">Out of the ground.</param>
/// <param name="Colour">Of the ground in white light, linear.</param>
/// <param name="Open">The share of directions that nothing near obstructs.</param>
/// <param name="Sky">The share of directions in which the sky is seen.</param>
public record struct Seen(float Depth, Vector3 Normal, Vector3 Colour, float Open, float Sky);

/// <summary>A picture that is being made, twice as fine as it will be: triangles by a z-buffer first, light for each point afterwards.</summary>
public sealed class Frame(Camera camera, int width, int height)
{
    private const int Fineness = 2;
    private const float NearMetres = 0.05f;

    private readonly int _width = width * Fineness;
    private readonly int _height = height * Fineness;
    private readonly Seen[] _points = new Seen[width * height * Fineness * Fineness];
    private readonly Vector3[] _light = new Vector3[width * height * Fineness * Fineness];

    public Camera Camera => camera;

    /// <summary>Draws what a scene has.</summary>
    public void Draw(Scene scene)
    {
        // Two bands: each thread has its own rows of the picture.
        var bands = Environment.ProcessorCount;
        Parallel.For(0, bands, band =>
        {
            var (top, bottom) = (_height * band / bands, _height * (band + 1) / bands);
            Span<Corner> corners = stackalloc Corner[4];
            foreach (var (a, b, c) in scene.Triangles)
            {
                var count = Clip(scene, a, b, c, corners);
                for (var i = 2; i < count; i++)
                    Fill(corners[0], corners[i - 1], corners[i], top, bottom);
            }
        });
    }

    /// <summary>Gives every point its light: from the direction of view and what is seen there.</summary>
    public void Light(Func<Vector3, Seen, Vector3> shade) => Parallel.For(0, _height, y =>
    {
        for (var x = 0; x < _width; x++)
        {
            var ray = camera.Ray(x, y, _width, _height);
            var seen = _points[y * _width + x];
            if (seen.Depth > 0)
                seen.Normal = Vector3.Normalize(seen.Normal);
            _light[y * _width + x] = shade(ray, seen);
        }
    });

    /// <summary>Writes the picture.</summary>
    public int Save(string path, float exposure, int bytesMax)
    {
        var (width, height) = (_width / Fineness, _height / Fineness);
        var rgb = new byte[width * height * 3];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                // The mean is taken of what the eye sees: one bright point does not outshine the three others.
                var sum = Vector3.Zero;
                for (var i = 0; i < Fineness * Fineness; i++)
                    sum += Toned(_light[(y * Fineness + i / Fineness) * _width + x * Fineness + i % Fineness] * exposure);
                sum *= 255f / (Fineness * Fineness);
                var at = (y * width + x) * 3;
                (rgb[at], rgb[at + 1], rgb[at + 2]) = ((byte)(sum.X + 0.5f), (byte)(sum.Y + 0.5f), (byte)(sum.Z + 0.5f));
            }
        }

        return Png.Write(path, rgb, width, height, bytesMax);
    }

    // A curve as of film, then the display's.
    private static Vector3 Toned(Vector3 light)
    {
        var film = (light * (light * 2.51f + new Vector3(0.03f))) / (light * (light * 2.43f + new Vector3(0.59f)) + new Vector3(0.14f));
        film = Vector3.Clamp(film, Vector3.Zero, Vector3.One);
        return new(MathF.Pow(film.X, 1 / 2.2f), MathF.Pow(film.Y, 1 / 2.2f), MathF.Pow(film.Z, 1 / 2.2f));
    }

    private int Clip(Scene scene, int a, int b, int c, Span<Corner> corners)
    {
        Span<Corner> whole = [CornerOf(scene, a), CornerOf(scene, b), CornerOf(scene, c)];
        var count = 0;
        for (var i = 0; i < 3; i++)
        {
            var (from, to) = (whole[i], whole[(i + 1) % 3]);
            if (from.Place.Z >= NearMetres)
                corners[count++] = from;
            if (from.Place.Z >= NearMetres != to.Place.Z >= NearMetres)
                corners[count++] = Corner.Between(from, to, (NearMetres - from.Place.Z) / (to.Place.Z - from.Place.Z));
        }

        return count;
    }

    private Corner CornerOf(Scene scene, int i)
    {
        var vertex = scene.Vertices[i];
        return new(camera.Seen(vertex.Place), vertex.Normal, vertex.Colour, vertex.Open, vertex.Sky);
    }

    private void Fill(in Corner a, in Corner b, in Corner c, int top, int bottom)
    {
        var (p, q, r) = (OnScreen(a.Place), OnScreen(b.Place), OnScreen(c.Place));
        var area = (q.X - p.X) * (r.Y - p.Y) - (q.Y - p.Y) * (r.X - p.X);
        if (!(Math.Abs(area) > 1e-9f))
            return;

        var (fromX, toX) = (Math.Max(0, (int)MathF.Ceiling(Min(p.X, q.X, r.X))), Math.Min(_width - 1, (int)MathF.Floor(Max(p.X, q.X, r.X))));
        var (fromY, toY) = (Math.Max(top, (int)MathF.Ceiling(Min(p.Y, q.Y, r.Y))), Math.Min(bottom - 1, (int)MathF.Floor(Max(p.Y, q.Y, r.Y))));
        for (var y = fromY; y <= toY; y++)
        {
            for (var x = fromX; x <= toX; x++)
            {
                var u = ((q.X - x) * (r.Y - y) - (q.Y - y) * (r.X - x)) / area;
                var v = ((r.X - x) * (p.Y - y) - (r.Y - y) * (p.X - x)) / area;
                var w = 1 - u - v;
                if (u < 0 || v < 0 || w < 0)
                    continue;

                // What is linear on the screen is the inverse of the distance, and all else divided by it.
                var (ua, vb, wc) = (u / a.Place.Z, v / b.Place.Z, w / c.Place.Z);
                var depth = 1 / (ua + vb + wc);
                ref var point = ref _points[y * _width + x];
                if (point.Depth > 0 && point.Depth <= depth)
                    continue;
                point = new(
                    depth,
                    (a.Normal * ua + b.Normal * vb + c.Normal * wc) * depth,
                    (a.Colour * ua + b.Colour * vb + c.Colour * wc) * depth,
                    (a.Open * ua + b.Open * vb + c.Open * wc) * depth,
                    (a.Sky * ua + b.Sky * vb + c.Sky * wc) * depth);
            }
        }
    }

    private (float X, float Y) OnScreen(Vector3 place)
    {
        var scale = camera.Focal * _width / (2 * place.Z);
        return (_width / 2f - 0.5f + place.X * scale, _height / 2f - 0.5f - place.Y * scale);
    }

    private static float Min(float a, float b, float c) => Math.Min(a, Math.Min(b, c));

    private static float Max(float a, float b, float c) => Math.Max(a, Math.Max(b, c));

    private readonly record struct Corner(Vector3 Place, Vector3 Normal, Vector3 Colour, float Open, float Sky)
    {
        public static Corner Between(in Corner a, in Corner b, float t) => new(
            Vector3.Lerp(a.Place, b.Place, t), Vector3.Lerp(a.Normal, b.Normal, t), Vector3.Lerp(a.Colour, b.Colour, t),
            a.Open + (b.Open - a.Open) * t, a.Sky + (b.Sky - a.Sky) * t);
    }
}
