using System.Runtime.CompilerServices;
using PlanetarySurvival.Contracts.Space;

namespace PlanetarySurvival.World.Terrain;

/// <summary>
/// Decides from a few samples of each layer whether a chunk is all air or all rock. The samples stand on a grid of boxes that covers the chunk. In
/// a box a layer is no further from its trilinear interpolation than the sum over the axes of edge² / 8 times its second derivative there, and that
/// interpolation is no further out than the corners; so each layer has an interval, and the recipe's formulas, which are monotone in each, make one
/// of the depth. Scratch of one thread.
/// </summary>
internal sealed class TerrainBounds
{
    // Deeper than this in rock or air by the bounds, so that no rounding of ours or of the generator can matter.
    private const float SureMetres = TerrainPoint.SaturatedMetres;

    private const int SamplesMax = 9;
    private const int ColumnsMax = 16;

    [ThreadStatic]
    private static TerrainBounds? t_mine;

    private readonly NoiseBlock _block = new();
    private readonly AlignedFloats[] _sheets =
        [.. Enumerable.Range(0, (int)Sheet.Count).Select(_ => new AlignedFloats(SamplesMax * SamplesMax * ColumnsMax + Lanes8.Count))];

    private readonly AlignedFloats _terms = new(ColumnsMax);
    private readonly float[] _curvature = new float[(int)Sheet.Count];
    private readonly AlignedFloats _lanes = new(2 * Lanes8.Count);
    private int _samples;
    private int _stride;
    private int _columns;
    private bool _isFine;
    private float _fullLeast;
    private float _fullMost;

    /// <summary>This thread's.</summary>
    public static TerrainBounds Mine => t_mine ??= new();

    private enum Sheet
    {
        Outward, Gentle, Lands, Mountains, Ranges, Crags, Bluffs, Hollows, Tunnels, Windings, Caverns, Count,
    }

    private enum Verdict
    {
        Undecided, Air, Rock, RockButForCaves,
    }

    /// <summary>
    /// What a chunk between the shells is: first by its eight corners, then by 64 boxes, and where only thin caves are in doubt by 512.
    /// </summary>
    public ChunkKind Classify(TerrainRecipe recipe, ChunkId chunk)
    {
        var verdict = Look(recipe, chunk, samples: 2);
        if (verdict is Verdict.Undecided or Verdict.RockButForCaves)
            verdict = Look(recipe, chunk, samples: 5);
        if (verdict == Verdict.RockButForCaves)
            verdict = Look(recipe, chunk, samples: 9);
        return verdict == Verdict.Air ? ChunkKind.Air : verdict == Verdict.Rock ? ChunkKind.Rock : ChunkKind.Mixed;
    }

    /// <summary>The second tier alone: the chunk's eight corners.</summary>
    public ChunkKind ClassifyByCorners(TerrainRecipe recipe, ChunkId chunk) =>
        Look(recipe, chunk, samples: 2) switch
        {
            Verdict.Air => ChunkKind.Air,
            Verdict.Rock => ChunkKind.Rock,
            _ => ChunkKind.Mixed,
        };

    private Verdict Look(TerrainRecipe recipe, ChunkId chunk, int samples)
    {
        var (x, y, z) = (chunk.X << ChunkId.EdgeShift, chunk.Y << ChunkId.EdgeShift, chunk.Z << ChunkId.EdgeShift);
        _samples = samples;
        _stride = ChunkId.EdgeVoxels / (samples - 1);
        _columns = samples > Lanes8.Count ? 2 * Lanes8.Count : Lanes8.Count;
        (_fullLeast, _fullMost) = recipe.FullAround(x + 16, z + 16);

        var frame = new ChunkFrame(recipe, x, y, z);
        Outwards(frame);

        // The few layers that make the large forms decide most chunks by their corners; the others are at their widest until they are sampled.
        _isFine = false;
        if (_fullMost > 0)
        {
            Sample(recipe.Continents, Sheet.Lands, x, y, z);
            Sample(recipe.Provinces, Sheet.Lands, x, y, z, adds: true);
            Sample(recipe.Hills, Sheet.Lands, x, y, z, adds: true);
            Sample(recipe.Mountains, Sheet.Mountains, x, y, z);
        }

        var (shallowest, deepest) = samples > 2 ? (float.MinValue, float.MaxValue) : GroundOfAll(recipe, frame);
        if (shallowest < SureMetres && deepest > -SureMetres)
        {
            _isFine = true;
            Sample(recipe.Knolls, Sheet.Gentle, x, y, z);
            if (_fullMost > 0)
            {
                Sample(recipe.Ranges, Sheet.Ranges, x, y, z);
                Sample(recipe.Crags, Sheet.Crags, x, y, z);
                Sample(recipe.Bluffs, Sheet.Bluffs, x, y, z);
            }

            (shallowest, deepest) = GroundOfAll(recipe, frame);
        }

        if (deepest < -SureMetres)
            return Verdict.Air;
        if (shallowest < SureMetres)
            return Verdict.Undecided;
        if (shallowest > TerrainRecipe.CaveDepthMetresMax || _fullMost <= 0)
            return Verdict.Rock;

        Sample(recipe.Hollows, Sheet.Hollows, x, y, z);
        if (LeastOfAll(recipe, frame, isOpen: false, TerrainGenerator.HindranceMetresMax) > TerrainGenerator.HindranceMetresMax)
            return Verdict.Rock;

        Sample(recipe.Tunnels, Sheet.Tunnels, x, y, z);
        Sample(recipe.Windings, Sheet.Windings, x, y, z);
        Sample(recipe.Caverns, Sheet.Caverns, x, y, z);
        return LeastOfAll(recipe, frame, isOpen: true, SureMetres) > SureMetres ? Verdict.Rock : Verdict.RockButForCaves;
    }

    private void Sample(NoiseLayer layer, Sheet sheet, int x, int y, int z, bool adds = false)
    {
        _block.Prepare<Lanes8>(layer, x, y, z, _samples, _stride, _columns);
        for (var plane = 0; plane < _samples; plane++)
            _block.Plane<Lanes8>(plane, ref Unsafe.Add(ref First(sheet), plane * _samples * _columns), adds);

        var edge = _stride * layer.InverseEdge;
        var apart = 3 * NoiseLayer.CurvatureMax / 8 * edge * edge * layer.Amplitude;
        _curvature[(int)sheet] = adds ? _curvature[(int)sheet] + apart : apart;
    }

    private void Outwards(in ChunkFrame frame)
    {
        ref var outward = ref First(Sheet.Outward);
        var terms = _terms.Span;
        for (var i = 0; i < _columns; i++)
            terms[i] = frame.TermX(Math.Min(i, _samples - 1) * _stride);

        var perMiddle = Lanes8.Of(frame.PerMiddleMetres);
        var index = 0;
        for (var k = 0; k < _samples; k++)
        {
            for (var j = 0; j < _samples; j++)
            {
                var termsYZ = Lanes8.Of(frame.TermY(j * _stride) + frame.TermZ(k * _stride));
                for (var column = 0; column < _columns; column += Lanes8.Count, index += Lanes8.Count)
                    Lanes8.Store(TerrainText.Outward(Lanes8.Load(ref _terms.First, column) + termsYZ, perMiddle), ref outward, index);
            }
        }

        // The distance from the centre curves by one by itself.
        var edgeMetres = _stride * ChunkId.VoxelMetres;
        _curvature[(int)Sheet.Outward] = (float)(3 * edgeMetres * edgeMetres / 8 / (frame.MiddleMetres - 22));
    }

    private (float Shallowest, float Deepest) GroundOfAll(TerrainRecipe recipe, in ChunkFrame frame)
    {
        var (shallowest, deepest) = (float.MaxValue, float.MinValue);
        for (var k = 0; k < _samples - 1; k++)
        {
            for (var j = 0; j < _samples - 1; j++)
            {
                for (var column = 0; column < _samples - 1; column += Lanes8.Count)
                {
                    var ground = Ground(recipe, frame, Index(k, j, column));
                    shallowest = Math.Min(shallowest, Least(ground.Low, column));
                    deepest = Math.Max(deepest, -Least(Lanes8.Of(0) - ground.High, column));
                }

                // Neither all air nor all rock any more.
                if (shallowest < SureMetres && deepest > -SureMetres)
                    return (shallowest, deepest);
            }
        }

        return (shallowest, deepest);
    }

    // The least rock that hinders a cave in any box, or that is left beside the caves that there may be; no more is looked at once it is too little.
    private float LeastOfAll(TerrainRecipe recipe, in ChunkFrame frame, bool isOpen, float enough)
    {
        var least = float.MaxValue;
        for (var k = 0; k < _samples - 1; k++)
        {
            for (var j = 0; j < _samples - 1; j++)
            {
                for (var column = 0; column < _samples - 1; column += Lanes8.Count)
                {
                    var index = Index(k, j, column);
                    var ground = Ground(recipe, frame, index);
                    var bluffs = _isFine ? Range(Sheet.Bluffs, index).AbsLow : Lanes8.Of(0);
                    var steep = TerrainText.SteepMetres(Range(Sheet.Mountains, index).High, bluffs);
                    var metres = Hindrance(Range(Sheet.Hollows, index), steep, ground);
                    if (isOpen)
                        metres = TerrainText.Min(Opening(frame, index, ground) + metres, ground.Low);
                    least = Math.Min(least, Least(metres, column));
                }

                if (least <= enough)
                    return least;
            }
        }

        return least;
    }

    private Interval Ground(TerrainRecipe recipe, in ChunkFrame frame, int index)
    {
        var gentle = _isFine
            ? Range(Sheet.Gentle, index).Widened(TerrainRecipe.SmallMetresMax)
            : default(Interval).Widened(TerrainRecipe.GentleMetresMax);
        var outward = Range(Sheet.Outward, index);
        var middle = Lanes8.Of(frame.Height);
        var (low, high) = (gentle.Low - middle - outward.High, gentle.High - middle - outward.Low);
        if (_fullMost <= 0)
            return new(low, high);

        var rough = Rough(recipe, index);
        var (least, most) = (Lanes8.Of(_fullLeast), Lanes8.Of(_fullMost));
        return new(
            low + TerrainText.Min(rough.Low * least, rough.Low * most),
            high + TerrainText.Max(rough.High * least, rough.High * most));
    }

    private Interval Rough(TerrainRecipe recipe, int index)
    {
        var lands = Range(Sheet.Lands, index).Moved(-TerrainRecipe.LandsLoweredMetres).Widened(TerrainRecipe.RoughPebbleMetresMax);
        var mountains = Range(Sheet.Mountains, index);
        var widest = default(Interval).Widened(1);
        var (ranges, crags, bluffs) = _isFine
            ? (Range(Sheet.Ranges, index), Range(Sheet.Crags, index), Range(Sheet.Bluffs, index))
            : (widest, widest, widest);
        var height = Lanes8.Of(recipe.MountainMetres);

        // |noise| stays below 1.04, where a ridge's foot is as good as 0, but not below it.
        var ridgesLow = TerrainText.Ridges(TerrainText.Min(ranges.AbsHigh, Lanes8.Of(1)), TerrainText.Min(crags.AbsHigh, Lanes8.Of(1)));
        var ridgesHigh = TerrainText.Ridges(ranges.AbsLow, crags.AbsLow);
        var (bluffLow, bluffHigh) = (TerrainText.Bluff(bluffs.Low), TerrainText.Bluff(bluffs.High));
        var (least, most) = (TerrainText.BluffMetres(mountains.Low), TerrainText.BluffMetres(mountains.High));
        return new(
            lands.Low + height * TerrainText.Mountainous(mountains.Low) * ridgesLow + TerrainText.Min(bluffLow * least, bluffLow * most),
            lands.High + height * TerrainText.Mountainous(mountains.High) * ridgesHigh + TerrainText.Max(bluffHigh * least, bluffHigh * most));
    }

    // The least rock that hinders a cave: each of its parts at its least.
    private Lanes8 Hindrance(Interval hollows, Lanes8 steep, Interval ground)
    {
        var zero = Lanes8.Of(0);
        var roof = TerrainText.RoofMetres(hollows.High, steep);
        return TerrainText.Max(zero, (Lanes8.Of(TerrainRecipe.HollowLevel) - hollows.High) * Lanes8.Of(TerrainRecipe.HollowMetres))
            + TerrainText.Max(zero, (ground.Low - Lanes8.Of(TerrainRecipe.CaveDepthMetres)) * Lanes8.Of(0.5f))
            + TerrainText.Max(zero, roof - ground.High)
            + Lanes8.Of((1 - _fullMost) * TerrainRecipe.CavePolarMetres);
    }

    // Without the floors of caverns: they only make less of them.
    private Lanes8 Opening(in ChunkFrame frame, int index, Interval ground)
    {
        // From the middle of what the heights and the windings may be; nothing in the box is nearer to a storey by more than half of that.
        var (windings, outward) = (Range(Sheet.Windings, index), Range(Sheet.Outward, index));
        var half = Lanes8.Of(0.5f);
        var middle = TerrainText.OverStorey(
            (windings.Low + windings.High) * half, (outward.Low + outward.High) * half + Lanes8.Of(frame.Height));
        var reach = ((windings.High - windings.Low) * Lanes8.Of(TerrainRecipe.WindingMetres) + outward.High - outward.Low) * half;
        var fromStorey = TerrainText.Max(Lanes8.Abs(middle) - reach, Lanes8.Of(0));
        var tunnel = TerrainText.Tunnel(Range(Sheet.Tunnels, index).AbsLow, fromStorey);
        return TerrainText.Min(tunnel, TerrainText.Cavern(Range(Sheet.Caverns, index).High, ground.High)) - Lanes8.Of(TerrainRecipe.WallMetresMax);
    }

    /// <summary>The interval of a layer in eight boxes side by side; the first has its lowest corner at the sample of this index.</summary>
    private Interval Range(Sheet sheet, int index)
    {
        ref var samples = ref First(sheet);
        var (row, plane) = (_columns, _samples * _columns);
        var a = Pair(ref samples, index);
        var b = Pair(ref samples, index + row);
        var c = Pair(ref samples, index + plane);
        var d = Pair(ref samples, index + plane + row);
        return new Interval(
            TerrainText.Min(TerrainText.Min(a.Low, b.Low), TerrainText.Min(c.Low, d.Low)),
            TerrainText.Max(TerrainText.Max(a.High, b.High), TerrainText.Max(c.High, d.High))).Widened(_curvature[(int)sheet]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Interval Pair(ref float samples, int index)
    {
        var (left, right) = (Lanes8.Load(ref samples, index), Lanes8.Load(ref samples, index + 1));
        return new(TerrainText.Min(left, right), TerrainText.Max(left, right));
    }

    // Of the lanes that are boxes; the others reach beyond the chunk.
    private float Least(Lanes8 value, int column)
    {
        Lanes8.Store(value, ref _lanes.First, 0);
        var least = float.MaxValue;
        for (var i = 0; i < Lanes8.Count && column + i < _samples - 1; i++)
            least = Math.Min(least, Unsafe.Add(ref _lanes.First, i));
        return least;
    }

    private int Index(int plane, int row, int column) => (plane * _samples + row) * _columns + column;

    private ref float First(Sheet sheet) => ref _sheets[(int)sheet].First;

    /// <summary>The least and the most of something in each of eight boxes.</summary>
    private readonly struct Interval(Lanes8 low, Lanes8 high)
    {
        public Lanes8 Low { get; } = low;

        public Lanes8 High { get; } = high;

        public Lanes8 AbsLow => TerrainText.Max(TerrainText.Max(Low, Lanes8.Of(0) - High), Lanes8.Of(0));

        public Lanes8 AbsHigh => TerrainText.Max(High, Lanes8.Of(0) - Low);

        public Interval Widened(float by) => new(Low - Lanes8.Of(by), High + Lanes8.Of(by));

        public Interval Moved(float by) => new(Low + Lanes8.Of(by), High + Lanes8.Of(by));
    }
}
