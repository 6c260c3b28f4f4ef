using System.Numerics;

namespace PlanetarySurvival.Pictures.Rendering;

/// <summary>What the sun sees of a scene around a place: the rest is in the shade.</summary>
public sealed class ShadowMap
{
    private const int Edge = 3072;

    private readonly float[] _height = new float[Edge * Edge];
    private readonly Vector3 _right;
    private readonly Vector3 _up;
    private readonly Vector3 _sun;
    private readonly Vector3 _middle;
    private readonly float _pointsPerMetre;

    public ShadowMap(Scene scene, Vector3 sun, Vector3 middle, float reachMetres)
    {
        _sun = sun;
        _middle = middle;
        _right = Vector3.Normalize(Vector3.Cross(sun, Math.Abs(sun.Y) < 0.9f ? Vector3.UnitY : Vector3.UnitX));
        _up = Vector3.Cross(_right, sun);
        _pointsPerMetre = Edge / (2 * reachMetres);
        Array.Fill(_height, float.MinValue);
        Parallel.For(0, Environment.ProcessorCount, band =>
        {
            var (top, bottom) = (Edge * band / Environment.ProcessorCount, Edge * (band + 1) / Environment.ProcessorCount);
            foreach (var (a, b, c) in scene.Triangles)
                Fill(On(scene.Vertices[a].Place), On(scene.Vertices[b].Place), On(scene.Vertices[c].Place), top, bottom);
        });
    }

    /// <summary>From 0, in the shade, to 1; 1 beyond the map.</summary>
    public float Lit(Vector3 place, Vector3 normal)
    {
        var slope = Math.Clamp(Vector3.Dot(normal, _sun), 0.08f, 1);
        var at = On(place + normal * (0.9f / _pointsPerMetre + 0.05f));
        var bias = 0.06f + 1.2f / _pointsPerMetre * MathF.Sqrt(1 - slope * slope) / slope;
        var (x, y) = ((int)MathF.Floor(at.X - 0.5f), (int)MathF.Floor(at.Y - 0.5f));
        if (x < 1 || y < 1 || x >= Edge - 2 || y >= Edge - 2)
            return 1;

        // Sixteen points around, weighted by how near they are.
        var (fx, fy, lit) = (at.X - 0.5f - x, at.Y - 0.5f - y, 0f);
        for (var j = -1; j <= 2; j++)
        {
            for (var i = -1; i <= 2; i++)
            {
                var weight = (i == -1 ? 1 - fx : i == 2 ? fx : 1) * (j == -1 ? 1 - fy : j == 2 ? fy : 1);
                lit += _height[x + i + (y + j) * Edge] <= at.Z + bias ? weight : 0;
            }
        }

        return lit / 9;
    }

    private Vector3 On(Vector3 place)
    {
        place -= _middle;
        return new(Edge / 2f + Vector3.Dot(place, _right) * _pointsPerMetre, Edge / 2f + Vector3.Dot(place, _up) * _pointsPerMetre, Vector3.Dot(place, _sun));
    }

    private void Fill(Vector3 p, Vector3 q, Vector3 r, int top, int bottom)
    {
        var area = (q.X - p.X) * (r.Y - p.Y) - (q.Y - p.Y) * (r.X - p.X);
        if (!(Math.Abs(area) > 1e-9f))
            return;
        var (fromX, toX) = (Math.Max(0, (int)Math.Min(p.X, Math.Min(q.X, r.X))), Math.Min(Edge - 1, (int)Math.Max(p.X, Math.Max(q.X, r.X))));
        var (fromY, toY) = (Math.Max(top, (int)Math.Min(p.Y, Math.Min(q.Y, r.Y))), Math.Min(bottom - 1, (int)Math.Max(p.Y, Math.Max(q.Y, r.Y))));
        for (var y = fromY; y <= toY; y++)
        {
            for (var x = fromX; x <= toX; x++)
            {
                var (px, py) = (x + 0.5f, y + 0.5f);
                var u = ((q.X - px) * (r.Y - py) - (q.Y - py) * (r.X - px)) / area;
                var v = ((r.X - px) * (p.Y - py) - (r.Y - py) * (p.X - px)) / area;
                if (u < 0 || v < 0 || u + v > 1)
                    continue;
                ref var height = ref _height[x + y * Edge];
                height = Math.Max(height, u * p.Z + v * q.Z + (1 - u - v) * r.Z);
            }
        }
    }
}
