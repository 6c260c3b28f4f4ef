namespace PlanetarySurvival.World.Terrain;

/// <summary>
/// One layer of Perlin's gradient noise (quintic fade, twelve edge gradients; Ken Perlin, "Improving Noise", 2002), laid on the lattice of the voxels: the
/// edge of a cell is a power of two of them, so that a voxel's cell is an exact integer and its place in the cell an exact float, 1000 km from the
/// centre as at it.
/// </summary>
internal sealed class NoiseLayer
{
    /// <summary>
    /// No value is further from 0 (times <see cref="Amplitude"/>): the largest sum over the eight corners of weight times slope, each corner's gradient
    /// at its worst, is 1.0362.
    /// </summary>
    public const float ValueMax = 1.0375f;

    /// <summary>No second derivative along an axis is larger, a square of a cell; found like <see cref="ValueMax"/>: 12.015.</summary>
    public const float CurvatureMax = 12.1f;

    private const ulong FactorX = 0x9E3779B97F4A7C15;
    private const ulong FactorY = 0xC2B2AE3D27D4EB4F;
    private const ulong FactorZ = 0x165667B19E3779F9;
    private const ulong FactorMix = 0xD6E8FEB86659FD93;

    // The twelve edges of a cube, four of them twice, so that four bits of a hash choose one.
    private readonly float[] _gradientX;
    private readonly float[] _gradientY;
    private readonly float[] _gradientZ;
    private readonly ulong _seed;

    /// <summary>A layer. Its lattice is moved by a number of voxels, lest all layers be 0 at the same places.</summary>
    /// <param name="seed">Of this layer alone.</param>
    /// <param name="cellShift">The edge of a cell is 2 to this power, in voxels: 3 to 24.</param>
    /// <param name="amplitude">The factor of the values.</param>
    public NoiseLayer(ulong seed, int cellShift, float amplitude)
    {
        _seed = Mix(seed);
        CellShift = cellShift;
        Amplitude = amplitude;
        InverseEdge = 1.0f / (1 << cellShift);
        _gradientX = Scaled([1, -1, 1, -1, 1, -1, 1, -1, 0, 0, 0, 0, 1, 0, -1, 0]);
        _gradientY = Scaled([1, 1, -1, -1, 0, 0, 0, 0, 1, -1, 1, -1, 1, -1, 1, -1]);
        _gradientZ = Scaled([0, 0, 0, 0, 1, 1, -1, -1, 1, 1, -1, -1, 0, 1, 0, -1]);

        // Whole chunks for a cell that is larger than one, so that a chunk lies in one cell; half a cell for the others.
        var bits = Mix(_seed);
        OffsetX = Offset((int)bits);
        OffsetY = Offset((int)(bits >> 20));
        OffsetZ = Offset((int)(bits >> 40));

        float[] Scaled(float[] edges) => Array.ConvertAll(edges, edge => edge * amplitude);

        int Offset(int random) => cellShift > 5 ? (random & ((1 << (cellShift - 5)) - 1)) << 5 : 1 << (cellShift - 1);
    }

    /// <summary>The edge of a cell is 2 to this power, in voxels.</summary>
    public int CellShift { get; }

    /// <summary>The factor of the values.</summary>
    public float Amplitude { get; }

    /// <summary>Cells in a voxel: a power of two.</summary>
    public float InverseEdge { get; }

    /// <summary>Voxels that the lattice is moved by.</summary>
    public int OffsetX { get; }

    /// <summary>Voxels that the lattice is moved by.</summary>
    public int OffsetY { get; }

    /// <summary>Voxels that the lattice is moved by.</summary>
    public int OffsetZ { get; }

    /// <summary>The gradient at a corner of the lattice, times <see cref="Amplitude"/>.</summary>
    public (float X, float Y, float Z) Gradient(int cellX, int cellY, int cellZ)
    {
        var hash = _seed + FactorX * (ulong)cellX + FactorY * (ulong)cellY + FactorZ * (ulong)cellZ;
        hash = (hash ^ (hash >> 32)) * FactorMix;
        var index = (int)(hash >> 60);
        return (_gradientX[index], _gradientY[index], _gradientZ[index]);
    }

    /// <summary>The value at a voxel: the same operations in the same order as <see cref="NoiseBlock"/>, so the same bits.</summary>
    public float At(int x, int y, int z)
    {
        (x, y, z) = (x + OffsetX, y + OffsetY, z + OffsetZ);
        var mask = (1 << CellShift) - 1;
        var (cellX, cellY, cellZ) = (x >> CellShift, y >> CellShift, z >> CellShift);
        var (fx, fy, fz) = ((x & mask) * InverseEdge, (y & mask) * InverseEdge, (z & mask) * InverseEdge);
        var (sx, sz) = (NoiseText.Fade(new Lanes1(fx)), new Lanes1(NoiseText.Fade(fz)));

        var low = Line(cellY);
        var high = Line(cellY + 1);
        return NoiseText.AlongY(low.Value, low.SlopeY, high.Value, high.SlopeY, new Lanes1(fy), new Lanes1(NoiseText.Fade(fy))).Value;

        (Lanes1 Value, Lanes1 SlopeY) Line(int cell)
        {
            var near = NoiseText.AlongX(Corner(cellX, cell, cellZ), Corner(cellX + 1, cell, cellZ), new Lanes1(fx), sx);
            var far = NoiseText.AlongX(Corner(cellX, cell, cellZ + 1), Corner(cellX + 1, cell, cellZ + 1), new Lanes1(fx), sx);
            return NoiseText.AlongZ(near, far, new Lanes1(fz), sz);
        }

        NoiseText.Three<Lanes1> Corner(int i, int j, int k)
        {
            var (gx, gy, gz) = Gradient(i, j, k);
            return new(new Lanes1(gx), new Lanes1(gy), new Lanes1(gz));
        }
    }

    /// <summary>Spreads the bits of a number (the finisher of SplitMix64).</summary>
    public static ulong Mix(ulong value)
    {
        value += FactorX;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
