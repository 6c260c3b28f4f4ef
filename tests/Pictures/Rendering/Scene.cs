using System.Numerics;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World;
using PlanetarySurvival.World.Meshing;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.Pictures.Rendering;

/// <summary>A corner of the ground as it will be drawn.</summary>
public record struct SceneVertex(Vector3 Place, Vector3 Normal, Vector3 Colour, float Open, float Sky);

/// <summary>
/// The triangles of a picture: the game's meshes around a place, chunk by chunk near it and in ever coarser cubes further away, joined into one.
/// </summary>
public sealed class Scene(WorldPosition origin)
{
    private const float BehindMetres = 90;

    private readonly Dictionary<(WorldPosition Place, int Level), int> _known = [];
    private readonly List<Material> _materials = [];
    private readonly MeshVertex[] _vertices = new MeshVertex[ChunkMesher.VerticesMax];
    private readonly int[] _indices = new int[ChunkMesher.IndicesMax];
    private readonly ChunkMesher _mesher = new();
    private SceneVertex[] _scene = [];
    private int _count;

    /// <summary>All places are metres relative to this.</summary>
    public WorldPosition Origin => origin;

    /// <summary>The direction away from the planet's centre at the origin.</summary>
    public Vector3 Up { get; } = UpAt(origin, default);

    public ReadOnlySpan<SceneVertex> VerticesSpan => _scene.AsSpan(0, _count);

    public SceneVertex[] Vertices => _scene;

    public List<(int A, int B, int C)> Triangles { get; } = [];

    /// <summary>The direction away from the planet's centre.</summary>
    public static Vector3 UpAt(WorldPosition origin, Vector3 place) => Vector3.Normalize(origin.RelativeTo(default) + place);

    /// <summary>Brings the chunks to hand that lie within a distance of the origin.</summary>
    public void Generate(VoxelField field, int reachChunks)
    {
        var middle = ChunkId.At(origin);
        foreach (var chunk in Around(middle, reachChunks))
        {
            if (field.Planet.Classify(chunk) == World.Terrain.ChunkKind.Mixed)
                field.Install(ChunkVoxels.Generate(field.Planet, chunk));
        }
    }

    /// <summary>Adds the meshes of chunks as a simulation sees them, with their edits.</summary>
    public void AddNear(VoxelField field, int reachChunks)
    {
        foreach (var chunk in Around(ChunkId.At(origin), reachChunks))
        {
            if (_mesher.TryMesh(field, chunk, _vertices, _indices, out var size))
                Add(chunk.Origin, 0, size, _ => true, 0);
        }
    }

    /// <summary>Adds coarse cubes around what was added before, each level twice as far as the last.</summary>
    /// <param name="planet">The planet.</param>
    /// <param name="camera">What is far behind it is left out.</param>
    /// <param name="reachChunks">As it was given to <see cref="AddNear"/>.</param>
    /// <param name="levels">The coarsest.</param>
    public void AddFar(Planet planet, Camera camera, int reachChunks, int levels)
    {
        var (inner, previous) = (InnerBox(reachChunks, 0), 0);
        for (var level = 1; level <= levels; level++)
        {
            var cubeUnits = 25600L << level;
            var (x, y, z) = (Floor(origin.X, cubeUnits), Floor(origin.Y, cubeUnits), Floor(origin.Z, cubeUnits));
            var reach = reachChunks;
            for (var i = 0; i < (2 * reach + 1) * (2 * reach + 1) * (2 * reach + 1); i++)
            {
                var across = 2 * reach + 1;
                var (cx, cy, cz) = (x + i % across - reach, y + i / across % across - reach, z + i / (across * across) - reach);
                var low = new WorldPosition(cx * cubeUnits, cy * cubeUnits, cz * cubeUnits);
                var middle = low.Offset(cubeUnits / 2, cubeUnits / 2, cubeUnits / 2);
                var seen = camera.Seen(middle.RelativeTo(origin));
                var radius = cubeUnits / 1024f * 0.87f;
                var isSeen = seen.Z > -BehindMetres - radius && Math.Abs(seen.X) * camera.Focal < seen.Z + radius * (camera.Focal + 1) + BehindMetres;
                if (!isSeen || inner.Contains(low.RelativeTo(origin), cubeUnits / 1024f))
                    continue;
                if (Math.Abs(middle.MetresFromCentre - planet.Surface(middle).MetresFromCentre) > 1.7f * radius + 15)
                    continue;
                if (_mesher.TryMesh(planet, (int)cx, (int)cy, (int)cz, level, _vertices, _indices, out var size))
                {
                    var hole = inner.Shrunk((float)(1.6 * ChunkId.VoxelMetres * (1 << level)));
                    Add(low, level, size, place => !hole.Contains(place), 0.12f * (1 << level));
                }
            }

            (inner, previous) = (InnerBox(reach, level), level);
        }

        static long Floor(long units, long edge) => (long)Math.Floor(units / (double)edge);
    }

    /// <summary>Gives the vertices their colours and the light that reaches them.</summary>
    /// <param name="grid">The ground nearby.</param>
    /// <param name="waterMetres">The water's distance from the planet's centre.</param>
    public void Finish(DensityGrid grid, double waterMetres) => Parallel.For(0, _count, i =>
    {
        ref var vertex = ref _scene[i];
        var up = UpAt(origin, vertex.Place);
        vertex.Normal = Vector3.Normalize(vertex.Normal);
        (vertex.Open, vertex.Sky) = grid.Contains(vertex.Place) ? Surroundings(grid, vertex.Place + vertex.Normal * 0.25f, vertex.Normal, up) : (1, 1);
        var overWater = (float)(HeightOf(vertex.Place) - waterMetres);
        vertex.Colour = Palette.Of(_materials[i], Vector3.Dot(vertex.Normal, up), vertex.Sky, vertex.Place, overWater);
    });

    /// <summary>Adds a vertex of a picture's own: of the planet from space, in units of its radius.</summary>
    public int AddVertex(Vector3 place, Material material, float overWater)
    {
        if (_count == _scene.Length)
            Array.Resize(ref _scene, Math.Max(65_536, 2 * _count));
        _scene[_count] = new(place, default, PlanetColour(material, place, overWater), Math.Clamp(-overWater / 45, 0, 1), overWater > 0 ? 1 : 0);
        return _count++;
    }

    /// <summary>Adds a player's figure. After <see cref="Finish"/>, which would take it for ground.</summary>
    public void AddFigure(in Figure figure)
    {
        const int around = 20;
        var right = Vector3.Normalize(Vector3.Cross(figure.Up, figure.Forward));
        foreach (var part in figure.Parts)
        {
            // A ball that is drawn out upwards.
            const int rings = 16;
            for (var ring = 0; ring <= rings; ring++)
            {
                var (sin, cos) = MathF.SinCos(MathF.PI * ring / rings);
                var middle = cos > 0 ? part.Top : part.Bottom;
                for (var i = 0; i < around; i++)
                {
                    if (_count == _scene.Length)
                        Array.Resize(ref _scene, Math.Max(65_536, 2 * _count));
                    var turn = MathF.Tau * i / around;
                    var normal = figure.Up * cos + (figure.Forward * MathF.Cos(turn) + right * MathF.Sin(turn)) * sin;
                    var isVisor = part.HasVisor && MathF.Cos(turn) * sin > 0.55f && cos < 0.55f;
                    var colour = isVisor ? new(0.05f, 0.07f, 0.10f) : part.Colour;
                    _scene[_count] = new(middle + normal * part.RadiusMetres, normal, colour, 0.9f, figure.Sky);
                    if (ring > 0)
                    {
                        var (a, b) = (_count, i == around - 1 ? _count - around + 1 : _count + 1);
                        Triangles.Add((a - around, b - around, b));
                        Triangles.Add((a - around, b, a));
                    }

                    _count++;
                }
            }
        }
    }

    /// <summary>Adds a triangle of such.</summary>
    public void AddTriangle(int a, int b, int c)
    {
        var face = Vector3.Cross(_scene[b].Place - _scene[a].Place, _scene[c].Place - _scene[a].Place);
        _scene[a].Normal += face;
        _scene[b].Normal += face;
        _scene[c].Normal += face;
        Triangles.Add((a, b, c));
    }

    /// <summary>Metres from the planet's centre.</summary>
    public double HeightOf(Vector3 place)
    {
        var (x, y, z) = (origin.X / 1024.0 + place.X, origin.Y / 1024.0 + place.Y, origin.Z / 1024.0 + place.Z);
        return Math.Sqrt(x * x + y * y + z * z);
    }

    // From far away, what grows on soil changes with latitude.
    private static Vector3 PlanetColour(Material material, Vector3 place, float overWater)
    {
        var colour = Palette.Of(material, 1, 1, place * 900, overWater);
        var dry = Noise.Layers(place * 5, 4) - 0.25f * Math.Abs(place.Y);
        return material == Material.Soil ? Vector3.Lerp(colour, new(0.36f, 0.29f, 0.15f), 0.7f * Palette.Smooth(0.45f, 0.62f, dry)) : colour;
    }

    // The share of directions on the ground's side in which nothing is within 3.5 m, and of those in which the sky is seen.
    private static (float Open, float Sky) Surroundings(DensityGrid grid, Vector3 place, Vector3 normal, Vector3 up)
    {
        const int directions = 28;
        var (open, sky, all, upward) = (0f, 0f, 0f, 0f);
        for (var i = 0; i < directions; i++)
        {
            // Evenly over the ball, by the golden angle.
            var height = 1 - (2 * i + 1f) / directions;
            var round = MathF.Sqrt(1 - height * height);
            var direction = new Vector3(round * MathF.Cos(2.39996f * i), round * MathF.Sin(2.39996f * i), height);
            var weight = Vector3.Dot(direction, normal);
            if (weight < 0.05f)
                continue;
            var reach = grid.Reach(place, direction, 32);
            open += weight * Math.Min(1, reach / 3.5f);
            all += weight;
            var isUpward = Vector3.Dot(direction, up) > -0.05f;
            upward += isUpward ? weight : 0;
            sky += isUpward && reach >= 32 ? weight : 0;
        }

        return (open / all, sky / Math.Max(upward, 0.35f * all));
    }

    private static IEnumerable<ChunkId> Around(ChunkId middle, int reach)
    {
        for (var z = -reach; z <= reach; z++)
        {
            for (var y = -reach; y <= reach; y++)
            {
                for (var x = -reach; x <= reach; x++)
                    yield return middle.Neighbour(x, y, z);
            }
        }
    }

    private Box InnerBox(int reach, int level)
    {
        var edge = 25600L << level;
        var low = new WorldPosition(Low(origin.X), Low(origin.Y), Low(origin.Z)).RelativeTo(origin);
        return new(low, low + new Vector3((2 * reach + 1) * (edge / 1024f)));

        long Low(long units) => ((long)Math.Floor(units / (double)edge) - reach) * edge;
    }

    // Coarse cubes lie a little lower, so that they end under the finer ones.
    private void Add(WorldPosition low, int level, MeshSize size, Func<Vector3, bool> isWanted, float sunkMetres)
    {
        Span<int> joined = new int[size.Vertices];
        for (var i = 0; i < size.Vertices; i++)
        {
            var vertex = _vertices[i];
            var place = low.Offset((long)vertex.X << level, (long)vertex.Y << level, (long)vertex.Z << level);
            if (_known.TryGetValue((place, level), out joined[i]))
                continue;
            if (_count == _scene.Length)
                Array.Resize(ref _scene, Math.Max(65_536, 2 * _count));
            var relative = place.RelativeTo(origin);
            _scene[_count] = new(relative - UpAt(origin, relative) * sunkMetres, level == 0 ? vertex.Normal * 0.15f : default, default, 1, 1);
            _materials.Add(vertex.Material);
            _known[(place, level)] = joined[i] = _count++;
        }

        for (var i = 0; i < size.Indices; i += 3)
        {
            var (a, b, c) = (joined[_indices[i]], joined[_indices[i + 1]], joined[_indices[i + 2]]);
            var face = Vector3.Cross(_scene[b].Place - _scene[a].Place, _scene[c].Place - _scene[a].Place);
            _scene[a].Normal += face;
            _scene[b].Normal += face;
            _scene[c].Normal += face;
            if (isWanted(_scene[a].Place) || isWanted(_scene[b].Place) || isWanted(_scene[c].Place))
                Triangles.Add((a, b, c));
        }
    }

    private readonly record struct Box(Vector3 Low, Vector3 High)
    {
        public bool Contains(Vector3 place) => Vector3.Clamp(place, Low, High) == place;

        public bool Contains(Vector3 low, float edge) => Contains(low) && Contains(low + new Vector3(edge));

        public Box Shrunk(float metres) => new(Low + new Vector3(metres), High - new Vector3(metres));
    }
}
