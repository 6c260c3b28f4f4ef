namespace PlanetarySurvival.World.Bodies;

/// <summary>Where two bodies, or a body and the ground, touch or nearly do. Filled anew for each.</summary>
internal sealed class Manifold
{
    public const int PointsMax = 4;

    // A face clipped by the four sides of another has at most eight corners; a box is held to the ground at twenty-seven points at most.
    private const int CandidatesMax = 27;

    private readonly FloatVector[] _arms = new FloatVector[CandidatesMax];
    private readonly float[] _separations = new float[CandidatesMax];
    private readonly FloatVector[] _normals = new FloatVector[CandidatesMax];
    private readonly int[] _features = new int[CandidatesMax];

    public int Count { get; private set; }

    /// <summary>From the first body to the second; unit length.</summary>
    public FloatVector Normal { get; set; }

    /// <summary>The points from the first body's centre, half way between the two surfaces.</summary>
    public ReadOnlySpan<FloatVector> Arms => _arms.AsSpan(0, Count);

    /// <summary>Metres between the surfaces at each point; negative where they overlap.</summary>
    public ReadOnlySpan<float> Separations => _separations.AsSpan(0, Count);

    /// <summary>Out of the ground at each point; of ground alone.</summary>
    public ReadOnlySpan<FloatVector> Normals => _normals.AsSpan(0, Count);

    /// <summary>Which of the body's points each is; of ground alone.</summary>
    public ReadOnlySpan<int> Features => _features.AsSpan(0, Count);

    /// <summary>The smallest of <see cref="Separations"/>; there is one at least.</summary>
    public float SeparationMin
    {
        get
        {
            var least = _separations[0];
            for (var i = 1; i < Count; i++)
                least = Math.Min(least, _separations[i]);
            return least;
        }
    }

    public void Clear() => Count = 0;

    /// <summary>Adds a point of two bodies; a twenty-eighth is left out, and does not occur.</summary>
    public void Add(FloatVector arm, float separation) => Add(arm, separation, default, 0);

    /// <summary>Adds a point of the ground.</summary>
    public void Add(FloatVector arm, float separation, FloatVector normal, int feature)
    {
        if (Count == CandidatesMax)
            return;

        _arms[Count] = arm;
        _normals[Count] = normal;
        _features[Count] = feature;
        _separations[Count++] = separation;
    }

    /// <summary>
    /// Keeps four points of more: the deepest, the one furthest from it, the one furthest to a side of the line between them, and the one furthest to
    /// the other side. They hold the body as steadily as all of them.
    /// </summary>
    public void Reduce()
    {
        if (Count <= PointsMax)
            return;

        var deepest = 0;
        for (var i = 1; i < Count; i++)
        {
            if (_separations[i] < _separations[deepest])
                deepest = i;
        }

        Swap(0, deepest);
        var furthest = 1;
        for (var i = 2; i < Count; i++)
        {
            if ((_arms[i] - _arms[0]).LengthSquared > (_arms[furthest] - _arms[0]).LengthSquared)
                furthest = i;
        }

        Swap(1, furthest);
        var across = FloatVector.Cross(Normal, _arms[1] - _arms[0]);
        var left = 2;
        for (var i = 3; i < Count; i++)
        {
            if (FloatVector.Dot(_arms[i] - _arms[0], across) > FloatVector.Dot(_arms[left] - _arms[0], across))
                left = i;
        }

        Swap(2, left);
        var right = 3;
        for (var i = 4; i < Count; i++)
        {
            if (FloatVector.Dot(_arms[i] - _arms[0], across) < FloatVector.Dot(_arms[right] - _arms[0], across))
                right = i;
        }

        Swap(3, right);
        Count = PointsMax;
    }

    private void Swap(int a, int b)
    {
        (_arms[a], _arms[b]) = (_arms[b], _arms[a]);
        (_separations[a], _separations[b]) = (_separations[b], _separations[a]);
        (_normals[a], _normals[b]) = (_normals[b], _normals[a]);
        (_features[a], _features[b]) = (_features[b], _features[a]);
    }
}
