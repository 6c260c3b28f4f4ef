namespace PlanetarySurvival.World.Bodies;

/// <summary>
/// Where two shapes touch. All places are relative to the first shape's centre, so that floats are exact enough wherever on the planet it is.
/// </summary>
internal sealed class ContactShapes
{
    // An edge against an edge is taken only if it is clearly better than a face: four points hold, one point wobbles.
    private const float EdgeBiasMetres = 0.005f;

    // The clipped polygon in the frame of the reference face: two coordinates along it and the height over it.
    private float[] _u = new float[8], _v = new float[8], _w = new float[8];
    private float[] _nextU = new float[8], _nextV = new float[8], _nextW = new float[8];

    /// <summary>Fills the manifold with the points that are closer than a margin; none is none.</summary>
    /// <param name="a">The first shape.</param>
    /// <param name="axesA">Its axes.</param>
    /// <param name="b">The second shape.</param>
    /// <param name="axesB">Its axes.</param>
    /// <param name="offset">From the first centre to the second.</param>
    /// <param name="margin">Metres.</param>
    /// <param name="manifold">What is filled.</param>
    public void Collide(
        in BodyShape a, in BodyAxes axesA, in BodyShape b, in BodyAxes axesB, FloatVector offset, float margin, Manifold manifold)
    {
        manifold.Clear();
        if (a.Kind == BodyShapeKind.Sphere)
        {
            if (b.Kind == BodyShapeKind.Sphere)
                SphereSphere(a.HalfX, b.HalfX, offset, margin, manifold);
            else if (SphereBox(a.HalfX, -offset, b.Half, axesB, margin, out var normal, out var separation))
            {
                // The normal leads from the box to the sphere.
                manifold.Normal = -normal;
                manifold.Add(-normal * (a.HalfX + separation * 0.5f), separation);
            }
        }
        else if (b.Kind == BodyShapeKind.Sphere)
        {
            if (SphereBox(b.HalfX, offset, a.Half, axesA, margin, out var normal, out var separation))
            {
                manifold.Normal = normal;
                manifold.Add(offset - normal * (b.HalfX + separation * 0.5f), separation);
            }
        }
        else
        {
            BoxBox(a.Half, axesA, b.Half, axesB, offset, margin, manifold);
        }
    }

    /// <summary>The nearest point of a box to a ball.</summary>
    /// <param name="radius">Of the ball.</param>
    /// <param name="centre">Of the ball, from the box's centre.</param>
    /// <param name="half">Half edges of the box.</param>
    /// <param name="axes">Of the box.</param>
    /// <param name="margin">Metres; what is further is not found.</param>
    /// <param name="normal">From the box to the ball.</param>
    /// <param name="separation">Metres between the surfaces.</param>
    public static bool SphereBox(
        float radius, FloatVector centre, FloatVector half, in BodyAxes axes, float margin, out FloatVector normal, out float separation)
    {
        var own = axes.In(centre);
        var near = new FloatVector(Clamp(own.X, half.X), Clamp(own.Y, half.Y), Clamp(own.Z, half.Z));
        var away = own - near;
        var squared = away.LengthSquared;
        normal = default;
        separation = 0;
        if (squared > (radius + margin) * (radius + margin))
            return false;

        if (squared > 1e-10f)
        {
            var distance = (float)Math.Sqrt(squared);
            normal = axes.Out(away * (1 / distance));
            separation = distance - radius;
            return true;
        }

        // The ball's centre is inside: out through the nearest face.
        var (x, y, z) = (half.X - Math.Abs(own.X), half.Y - Math.Abs(own.Y), half.Z - Math.Abs(own.Z));
        var least = Math.Min(x, Math.Min(y, z));
        normal = least == x ? Signed(axes.X, own.X) : least == y ? Signed(axes.Y, own.Y) : Signed(axes.Z, own.Z);
        separation = -least - radius;
        return true;
    }

    private static void SphereSphere(float radiusA, float radiusB, FloatVector offset, float margin, Manifold manifold)
    {
        var squared = offset.LengthSquared;
        var reach = radiusA + radiusB + margin;
        if (squared > reach * reach)
            return;

        var distance = (float)Math.Sqrt(squared);

        // Two balls in one place part along any axis; always the same one.
        var normal = distance > 1e-6f ? offset * (1 / distance) : new FloatVector(0, 1, 0);
        var separation = distance - radiusA - radiusB;
        manifold.Normal = normal;
        manifold.Add(normal * (radiusA + separation * 0.5f), separation);
    }

    /// <summary>
    /// The separating axis test over the fifteen axes of two boxes (Gottschalk, Lin, Manocha: "OBBTree", 1996), then the face of one clipped by the
    /// sides of the other's (Sutherland and Hodgman, 1974), or the nearest points of two edges.
    /// </summary>
    private void BoxBox(
        FloatVector halfA, in BodyAxes a, FloatVector halfB, in BodyAxes b, FloatVector offset, float margin, Manifold manifold)
    {
        var inA = a.In(offset);
        var inB = b.In(offset);
        var (xx, xy, xz) = (FloatVector.Dot(a.X, b.X), FloatVector.Dot(a.X, b.Y), FloatVector.Dot(a.X, b.Z));
        var (yx, yy, yz) = (FloatVector.Dot(a.Y, b.X), FloatVector.Dot(a.Y, b.Y), FloatVector.Dot(a.Y, b.Z));
        var (zx, zy, zz) = (FloatVector.Dot(a.Z, b.X), FloatVector.Dot(a.Z, b.Y), FloatVector.Dot(a.Z, b.Z));
        var (axx, axy, axz) = (Math.Abs(xx), Math.Abs(xy), Math.Abs(xz));
        var (ayx, ayy, ayz) = (Math.Abs(yx), Math.Abs(yy), Math.Abs(yz));
        var (azx, azy, azz) = (Math.Abs(zx), Math.Abs(zy), Math.Abs(zz));

        var best = Math.Abs(inA.X) - (halfA.X + halfB.X * axx + halfB.Y * axy + halfB.Z * axz);
        var face = 0;
        if (best > margin)
            return;
        if (Worse(Math.Abs(inA.Y) - (halfA.Y + halfB.X * ayx + halfB.Y * ayy + halfB.Z * ayz), 1) ||
            Worse(Math.Abs(inA.Z) - (halfA.Z + halfB.X * azx + halfB.Y * azy + halfB.Z * azz), 2) ||
            Worse(Math.Abs(inB.X) - (halfB.X + halfA.X * axx + halfA.Y * ayx + halfA.Z * azx), 3) ||
            Worse(Math.Abs(inB.Y) - (halfB.Y + halfA.X * axy + halfA.Y * ayy + halfA.Z * azy), 4) ||
            Worse(Math.Abs(inB.Z) - (halfB.Z + halfA.X * axz + halfA.Y * ayz + halfA.Z * azz), 5))
            return;

        // Axis Ai x Bj: with its length as the square root of one less the square of the cosine between them.
        var edge = -1;
        var edgeBest = best + EdgeBiasMetres;
        if (EdgeApart(0, xx, inA.Z * yx - inA.Y * zx, halfA.Y * azx + halfA.Z * ayx + halfB.Y * axz + halfB.Z * axy) ||
            EdgeApart(1, xy, inA.Z * yy - inA.Y * zy, halfA.Y * azy + halfA.Z * ayy + halfB.X * axz + halfB.Z * axx) ||
            EdgeApart(2, xz, inA.Z * yz - inA.Y * zz, halfA.Y * azz + halfA.Z * ayz + halfB.X * axy + halfB.Y * axx) ||
            EdgeApart(3, yx, inA.X * zx - inA.Z * xx, halfA.X * azx + halfA.Z * axx + halfB.Y * ayz + halfB.Z * ayy) ||
            EdgeApart(4, yy, inA.X * zy - inA.Z * xy, halfA.X * azy + halfA.Z * axy + halfB.X * ayz + halfB.Z * ayx) ||
            EdgeApart(5, yz, inA.X * zz - inA.Z * xz, halfA.X * azz + halfA.Z * axz + halfB.X * ayy + halfB.Y * ayx) ||
            EdgeApart(6, zx, inA.Y * xx - inA.X * yx, halfA.X * ayx + halfA.Y * axx + halfB.Y * azz + halfB.Z * azy) ||
            EdgeApart(7, zy, inA.Y * xy - inA.X * yy, halfA.X * ayy + halfA.Y * axy + halfB.X * azz + halfB.Z * azx) ||
            EdgeApart(8, zz, inA.Y * xz - inA.X * yz, halfA.X * ayz + halfA.Y * axz + halfB.X * azy + halfB.Y * azx))
            return;

        if (edge >= 0)
            EdgeEdge(halfA, a, halfB, b, offset, edge / 3, edge % 3, edgeBest, manifold);
        else if (face < 3)
            FaceClip(halfA, a, halfB, b, offset, face, false, margin, manifold);
        else
            FaceClip(halfB, b, halfA, a, -offset, face - 3, true, margin, manifold);

        bool Worse(float separation, int number)
        {
            if (separation > margin)
                return true;

            // Face A keeps its place unless another is clearly better, so that the reference does not change from tick to tick.
            if (separation > best + 0.001f)
                (best, face) = (separation, number);
            return false;
        }

        bool EdgeApart(int number, float cosine, float distance, float reach)
        {
            var sine = 1 - cosine * cosine;
            if (sine < 1e-3f)
                return false;

            var separation = (Math.Abs(distance) - reach) / (float)Math.Sqrt(sine);
            if (separation > margin)
                return true;
            if (separation > edgeBest)
                (edgeBest, edge) = (separation, number);
            return false;
        }
    }

    private static void EdgeEdge(
        FloatVector halfA, in BodyAxes a, FloatVector halfB, in BodyAxes b, FloatVector offset, int axisA, int axisB, float separation,
        Manifold manifold)
    {
        var alongA = Axis(a, axisA);
        var alongB = Axis(b, axisB);
        var normal = FloatVector.Cross(alongA, alongB);
        normal *= 1 / normal.Length;
        if (FloatVector.Dot(normal, offset) < 0)
            normal = -normal;

        // The middle of the edge of each box that reaches furthest towards the other.
        var onA = Support(halfA, a, normal, axisA);
        var onB = offset + Support(halfB, b, -normal, axisB);

        // Nearest points of two lines (Ericson 2005, §5.1.8; both directions are units and not parallel).
        var between = onB - onA;
        var cosine = FloatVector.Dot(alongA, alongB);
        var (pa, pb) = (FloatVector.Dot(alongA, between), FloatVector.Dot(alongB, between));
        var scale = 1 / (1 - cosine * cosine);
        onA += alongA * ((pa - cosine * pb) * scale);
        onB += alongB * ((cosine * pa - pb) * scale);
        manifold.Normal = normal;
        manifold.Add((onA + onB) * 0.5f, separation);
    }

    // Reference is the box whose face is kept, and the offset leads from it to the other. Flipped: the reference is the pair's second body.
    private void FaceClip(
        FloatVector half, in BodyAxes reference, FloatVector otherHalf, in BodyAxes other, FloatVector offset, int axis, bool flipped, float margin,
        Manifold manifold)
    {
        var (normal, sideU, sideV, height, halfU, halfV) = axis switch
        {
            0 => (reference.X, reference.Y, reference.Z, half.X, half.Y, half.Z),
            1 => (reference.Y, reference.Z, reference.X, half.Y, half.Z, half.X),
            _ => (reference.Z, reference.X, reference.Y, half.Z, half.X, half.Y),
        };
        if (FloatVector.Dot(normal, offset) < 0)
            normal = -normal;

        // The other box's face that looks most against the normal.
        var facing = other.In(normal);
        var (x, y, z) = (Math.Abs(facing.X), Math.Abs(facing.Y), Math.Abs(facing.Z));
        FloatVector centre, edgeP, edgeQ;
        if (x >= y && x >= z)
            (centre, edgeP, edgeQ) = (Signed(other.X, -facing.X) * otherHalf.X, other.Y * otherHalf.Y, other.Z * otherHalf.Z);
        else if (y >= z)
            (centre, edgeP, edgeQ) = (Signed(other.Y, -facing.Y) * otherHalf.Y, other.Z * otherHalf.Z, other.X * otherHalf.X);
        else
            (centre, edgeP, edgeQ) = (Signed(other.Z, -facing.Z) * otherHalf.Z, other.X * otherHalf.X, other.Y * otherHalf.Y);

        centre += offset;
        Corner(0, centre - edgeP - edgeQ);
        Corner(1, centre + edgeP - edgeQ);
        Corner(2, centre + edgeP + edgeQ);
        Corner(3, centre - edgeP + edgeQ);

        var count = Clip(4, 1, 0, halfU);
        count = Clip(count, -1, 0, halfU);
        count = Clip(count, 0, 1, halfV);
        count = Clip(count, 0, -1, halfV);

        manifold.Normal = flipped ? -normal : normal;
        for (var i = 0; i < count; i++)
        {
            var separation = _w[i];
            if (separation > margin)
                continue;

            var point = sideU * _u[i] + sideV * _v[i] + normal * (height + separation * 0.5f);
            manifold.Add(flipped ? point - offset : point, separation);
        }

        manifold.Reduce();

        void Corner(int index, FloatVector corner)
        {
            _u[index] = FloatVector.Dot(corner, sideU);
            _v[index] = FloatVector.Dot(corner, sideV);
            _w[index] = FloatVector.Dot(corner, normal) - height;
        }
    }

    private int Clip(int count, float signU, float signV, float bound)
    {
        var kept = 0;
        for (var i = 0; i < count; i++)
        {
            var j = i + 1 == count ? 0 : i + 1;
            var from = _u[i] * signU + _v[i] * signV - bound;
            var to = _u[j] * signU + _v[j] * signV - bound;
            if (from <= 0)
                Keep(_u[i], _v[i], _w[i]);
            if ((from < 0 && to > 0) || (from > 0 && to < 0))
            {
                var t = from / (from - to);
                Keep(_u[i] + (_u[j] - _u[i]) * t, _v[i] + (_v[j] - _v[i]) * t, _w[i] + (_w[j] - _w[i]) * t);
            }
        }

        (_u, _nextU) = (_nextU, _u);
        (_v, _nextV) = (_nextV, _v);
        (_w, _nextW) = (_nextW, _w);
        return kept;

        void Keep(float u, float v, float w)
        {
            // A convex quad gains one corner a side; rounding might gain another, which is not needed.
            if (kept == _nextU.Length)
                return;

            _nextU[kept] = u;
            _nextV[kept] = v;
            _nextW[kept++] = w;
        }
    }

    private static FloatVector Support(FloatVector half, in BodyAxes axes, FloatVector direction, int without)
    {
        var along = axes.In(direction);
        var support = default(FloatVector);
        if (without != 0)
            support += Signed(axes.X, along.X) * half.X;
        if (without != 1)
            support += Signed(axes.Y, along.Y) * half.Y;
        if (without != 2)
            support += Signed(axes.Z, along.Z) * half.Z;
        return support;
    }

    private static FloatVector Axis(in BodyAxes axes, int axis) => axis switch { 0 => axes.X, 1 => axes.Y, _ => axes.Z };

    private static FloatVector Signed(FloatVector axis, float sign) => sign < 0 ? -axis : axis;

    private static float Clamp(float value, float bound) => value < -bound ? -bound : value > bound ? bound : value;
}
