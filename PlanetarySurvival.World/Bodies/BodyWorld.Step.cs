using PlanetarySurvival.World.Space;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.World.Bodies;

/// <summary>One tick of the bodies.</summary>
public sealed partial class BodyWorld
{
    // Contacts are made this far before bodies touch, and further for fast ones.
    private const float MarginOfContactMetres = 0.02f;

    private const float GravityMetresPerSecondSquared = 9.81f;
    private const float GroundFrictionRoot = 0.9f;
    private const float PlayerFrictionRoot = 0.5f;

    // A point of contact is the one of the last tick if it is nearer to it than this.
    private const float SamePointMetres = 0.05f;

    // Found more of its way in a tick than this share of its core, and a body might pass through what is thin.
    private const float FastShare = 0.5f;

    // What turned by less in a tick is as it was: a body at rest on the ground needs no sum for its inertia.
    private const float TumblesRadiansMin = 0.001f;

    private readonly BodyGrid _awakeGrid = new(BodiesPerRegionMax);
    private readonly ContactShapes _shapesTouch = new();
    private readonly Manifold _manifold = new();
    private readonly int[] _awake = new int[BodiesPerRegionMax];
    private readonly bool[] _listed = new bool[BodiesPerRegionMax];
    private readonly int[] _indices = new int[BodiesPerRegionMax];
    private readonly int[] _found = new int[BodiesPerRegionMax];
    private readonly int[] _neighbours = new int[NeighboursMax];
    private readonly SolverBody[] _solved = new SolverBody[BodiesPerRegionMax];
    private readonly float[] _shares = new float[BodiesPerRegionMax];
    private readonly (int A, int B)[] _fastPairs = new (int A, int B)[PairsMax];
    private readonly PlacedCapsule[] _players = new PlacedCapsule[PlayersMax];
    private readonly ulong[] _playerPairs = new ulong[PlayerPairsMax];

    // Of this tick and of the last: what still touches begins with the impulses that it had.
    private PairContact[] _pairs = new PairContact[PairsMax], _pairsBefore = new PairContact[PairsMax];
    private PairPoint[] _pairPoints = new PairPoint[PairPointsMax], _pairPointsBefore = new PairPoint[PairPointsMax];
    private GroundContact[] _grounds = new GroundContact[BodiesPerRegionMax], _groundsBefore = new GroundContact[BodiesPerRegionMax];
    private GroundPoint[] _groundPoints = new GroundPoint[GroundPointsMax];
    private GroundPoint[] _groundPointsBefore = new GroundPoint[GroundPointsMax];

    private int _awakeCount;
    private int _pairCount;
    private int _pairPointCount;
    private int _groundCount;
    private int _groundPointCount;
    private int _fastPairCount;
    private int _playerCount;
    private int _playerPairCount;

    /// <summary>Advances by 1/90 s. Allocates nothing.</summary>
    /// <param name="field">The ground, as it is in this tick.</param>
    /// <param name="players">The players where they are in this tick; they push and are not pushed. At most <see cref="PlayersMax"/> are
    /// felt.</param>
    public void Step(VoxelField field, ReadOnlySpan<KinematicCapsule> players)
    {
        ArgumentNullException.ThrowIfNull(field);

        GatherAwake();
        for (var i = 0; i < _awakeCount; i++)
            RefreshBounds(_awake[i]);
        PlacePlayers(players);
        WakeTouched();

        var (pairsBefore, groundsBefore) = (_pairCount, _groundCount);
        (_pairs, _pairsBefore) = (_pairsBefore, _pairs);
        (_pairPoints, _pairPointsBefore) = (_pairPointsBefore, _pairPoints);
        (_grounds, _groundsBefore) = (_groundsBefore, _grounds);
        (_groundPoints, _groundPointsBefore) = (_groundPointsBefore, _groundPoints);
        (_pairCount, _pairPointCount, _groundCount, _groundPointCount, _fastPairCount, _playerPairCount) = (0, 0, 0, 0, 0, 0);
        if (_awakeCount == 0)
            return;

        _awakeGrid.Build(_awake.AsSpan(0, _awakeCount), _bounds);
        Gather();
        FindPairs(_pairsBefore.AsSpan(0, pairsBefore));
        FindPlayers();
        FindGround(field, _groundsBefore.AsSpan(0, groundsBefore));
        ContactSolver.Solve(
            _solved.AsSpan(0, _awakeCount), _pairs.AsSpan(0, _pairCount), _pairPoints, _grounds.AsSpan(0, _groundCount), _groundPoints);
        StopBeforeWalls(field);
        Move();
        Settle();
    }

    private void RefreshBounds(int row)
    {
        var half = _shapes[row].Half;
        if (_shapes[row].Kind == BodyShapeKind.Box)
        {
            ref readonly var axes = ref _axes[row];
            half = new FloatVector(
                Math.Abs(axes.X.X) * half.X + Math.Abs(axes.Y.X) * half.Y + Math.Abs(axes.Z.X) * half.Z,
                Math.Abs(axes.X.Y) * half.X + Math.Abs(axes.Y.Y) * half.Y + Math.Abs(axes.Z.Y) * half.Z,
                Math.Abs(axes.X.Z) * half.X + Math.Abs(axes.Y.Z) * half.Y + Math.Abs(axes.Z.Z) * half.Z);
        }

        _bounds[row] = Bounds(FloatVector.From(_places[row] - _origin), half, _velocities[row] * SecondsPerTick);
    }

    private static BodyBounds Bounds(FloatVector centre, FloatVector half, FloatVector way) => new(
        new FloatVector(
            centre.X - half.X + Math.Min(way.X, 0) - MarginOfContactMetres,
            centre.Y - half.Y + Math.Min(way.Y, 0) - MarginOfContactMetres,
            centre.Z - half.Z + Math.Min(way.Z, 0) - MarginOfContactMetres),
        new FloatVector(
            centre.X + half.X + Math.Max(way.X, 0) + MarginOfContactMetres,
            centre.Y + half.Y + Math.Max(way.Y, 0) + MarginOfContactMetres,
            centre.Z + half.Z + Math.Max(way.Z, 0) + MarginOfContactMetres));

    private void Gather()
    {
        for (var i = 0; i < _awakeCount; i++)
        {
            var row = _awake[i];
            var place = _places[row];
            _indices[row] = i;
            ref var body = ref _solved[i];
            body.Velocity = _velocities[row];
            body.Spin = _spins[row];
            body.Shift = default;
            body.Turn = default;
            body.Gravity = FloatVector.From(place * (-GravityMetresPerSecondSquared * ContactSolver.SubstepSeconds / place.Length));
            body.InverseMass = 1 / _masses[row];
            var inverse = _inverseInertias[row];
            body.InverseInertia = _shapes[row].Kind == BodyShapeKind.Sphere
                ? new SymmetricMatrix(inverse.X, inverse.X, inverse.X, 0, 0, 0)
                : SymmetricMatrix.Along(_axes[row], inverse);
        }
    }

    private void FindPairs(ReadOnlySpan<PairContact> before)
    {
        var old = 0;
        for (var i = 0; i < _awakeCount; i++)
        {
            var row = _awake[i];
            var count = _awakeGrid.Find(_bounds[row], row, _neighbours);
            for (var j = 0; j < count; j++)
                FindPair(i, row, _neighbours[j], before, ref old);
        }
    }

    private void FindPair(int a, int rowA, int rowB, ReadOnlySpan<PairContact> before, ref int old)
    {
        ref readonly var shapeA = ref _shapes[rowA];
        ref readonly var shapeB = ref _shapes[rowB];
        var b = _indices[rowB];
        var (coreA, coreB) = (shapeA.CoreMetres, shapeB.CoreMetres);
        var way = (_velocities[rowB] - _velocities[rowA]).Length * SecondsPerTick;
        var margin = Math.Max(MarginOfContactMetres, Math.Min(way, coreA + coreB));
        _shapesTouch.Collide(
            shapeA, _axes[rowA], shapeB, _axes[rowB], FloatVector.From(_places[rowB] - _places[rowA]), margin, _manifold);

        if (way > FastShare * Math.Min(coreA, coreB))
        {
            if (_fastPairCount < PairsMax)
                _fastPairs[_fastPairCount++] = (a, b);
            else
                ContactsDropped++;
        }

        var count = _manifold.Count;
        if (count == 0)
            return;

        if (_pairCount == PairsMax || _pairPointCount + count > PairPointsMax)
        {
            ContactsDropped++;
            return;
        }

        var (idA, idB) = (_ids[rowA], _ids[rowB]);
        while (old < before.Length && (before[old].IdA < idA || (before[old].IdA == idA && before[old].IdB < idB)))
            old++;

        ref var pair = ref _pairs[_pairCount++];
        pair.IdA = idA;
        pair.IdB = idB;
        pair.A = a;
        pair.B = b;
        pair.First = _pairPointCount;
        pair.Count = count;
        pair.Normal = _manifold.Normal;
        pair.Friction = _surfaces[rowA].FrictionRoot * _surfaces[rowB].FrictionRoot;
        pair.Restitution = Math.Max(_surfaces[rowA].Restitution, _surfaces[rowB].Restitution);
        pair.RollingImpulse = default;
        pair.Hits = false;
        pair.Taken = 0;
        pair.RollingRadius = 0;
        var (ballA, ballB) = (shapeA.Kind == BodyShapeKind.Sphere, shapeB.Kind == BodyShapeKind.Sphere);
        if (ballA || ballB)
        {
            // The smaller ball rolls; of a box the least inertia counts, so that the impulse is never too large.
            pair.RollingRadius = ballA && ballB ? Math.Min(coreA, coreB) : ballA ? coreA : coreB;
            pair.RollingMass = 1 / (Largest(_inverseInertias[rowA]) + Largest(_inverseInertias[rowB]));
        }

        var known = default(ReadOnlySpan<PairPoint>);
        if (old < before.Length && before[old].IdA == idA && before[old].IdB == idB)
        {
            known = _pairPointsBefore.AsSpan(before[old].First, before[old].Count);
            pair.RollingImpulse = before[old].RollingImpulse;
        }

        var offset = FloatVector.From(_places[rowB] - _places[rowA]);
        for (var i = 0; i < count; i++)
        {
            ref var point = ref _pairPoints[_pairPointCount++];
            Prepare(ref point, pair, _manifold.Arms[i], _manifold.Separations[i], offset, ballA && ballB, known);
            pair.Hits |= point.Approach <= -ContactSolver.BounceMetresPerSecondMin;
        }
    }

    private void Prepare(
        ref PairPoint point, in PairContact pair, FloatVector arm, float separation, FloatVector offset, bool balls, ReadOnlySpan<PairPoint> known)
    {
        ref readonly var a = ref _solved[pair.A];
        ref readonly var b = ref _solved[pair.B];
        var armB = arm - offset;
        var mass = a.InverseMass + b.InverseMass;
        var stiffness = mass + Angular(a, arm, pair.Normal) + Angular(b, armB, pair.Normal);
        point.ArmA = arm;
        point.ArmB = armB;
        point.Separation = separation;
        point.NormalMass = 1 / stiffness;
        point.FrictionMass = 1 / Sideways(
            mass, AngularSum(a, arm) + AngularSum(b, armB), stiffness, balls);
        var relative = b.Velocity + FloatVector.Cross(b.Spin, armB) - a.Velocity - FloatVector.Cross(a.Spin, arm);
        point.Approach = FloatVector.Dot(relative, pair.Normal);
        point.Impulse = 0;
        point.WarmImpulse = 0;
        point.ImpulseSum = 0;
        point.FrictionImpulse = default;

        var nearest = SamePointMetres * SamePointMetres;
        foreach (ref readonly var old in known)
        {
            var distance = (old.ArmA - arm).LengthSquared;
            if (distance >= nearest)
                continue;

            nearest = distance;
            point.Impulse = old.Impulse;
            point.WarmImpulse = old.WarmImpulse;
            point.FrictionImpulse = old.FrictionImpulse - pair.Normal * FloatVector.Dot(old.FrictionImpulse, pair.Normal);
        }
    }

    private void PlacePlayers(ReadOnlySpan<KinematicCapsule> players)
    {
        _playerCount = 0;
        foreach (ref readonly var player in players[..Math.Min(players.Length, PlayersMax)])
        {
            if (TryPlace(player, out _players[_playerCount]))
                _playerCount++;
        }
    }

    private void FindPlayers()
    {
        for (var i = 0; i < _playerCount; i++)
        {
            var count = _awakeGrid.Find(_players[i].Bounds, -1, _neighbours);
            for (var j = 0; j < count; j++)
            {
                if (_playerPairCount == _playerPairs.Length)
                {
                    ContactsDropped++;
                    continue;
                }

                _playerPairs[_playerPairCount++] = ((ulong)_indices[_neighbours[j]] << 32) | (uint)i;
            }
        }

        // By body, then by player.
        _playerPairs.AsSpan(0, _playerPairCount).Sort();
    }

    private void FindGround(VoxelField field, ReadOnlySpan<GroundContact> before)
    {
        var (old, player) = (0, 0);
        for (var i = 0; i < _awakeCount; i++)
        {
            var row = _awake[i];
            var id = _ids[row];
            var first = _groundPointCount;
            while (old < before.Length && before[old].Id < id)
                old++;

            var knows = old < before.Length && before[old].Id == id;
            var known = knows ? _groundPointsBefore.AsSpan(before[old].First, before[old].Count) : default;
            AddGround(field, i, row, known);
            for (; player < _playerPairCount && (int)(_playerPairs[player] >> 32) == i; player++)
                AddPlayer(_players[(int)(uint)_playerPairs[player]], i, row);

            if (_groundPointCount == first)
                continue;

            var hits = false;
            foreach (ref readonly var point in _groundPoints.AsSpan(first, _groundPointCount - first))
                hits |= point.Approach <= -ContactSolver.BounceMetresPerSecondMin;

            var ball = _shapes[row].Kind == BodyShapeKind.Sphere;
            _grounds[_groundCount++] = new GroundContact
            {
                Id = id,
                Body = i,
                First = first,
                Count = _groundPointCount - first,
                RollingRadius = ball ? _shapes[row].HalfX : 0,
                RollingMass = ball ? 1 / _inverseInertias[row].X : 0,
                RollingImpulse = knows ? before[old].RollingImpulse : default,
                Hits = hits,
            };
        }
    }

    private void AddGround(VoxelField field, int index, int row, ReadOnlySpan<GroundPoint> known)
    {
        ref readonly var shape = ref _shapes[row];
        ref readonly var body = ref _solved[index];
        var up = body.Gravity * (-1 / (GravityMetresPerSecondSquared * ContactSolver.SubstepSeconds));
        var margin = Math.Max(MarginOfContactMetres, Math.Min(body.Velocity.Length * SecondsPerTick, shape.CoreMetres));
        GroundShapes.Touch(field, shape, _axes[row], _places[row], up, margin, _manifold);

        var ball = shape.Kind == BodyShapeKind.Sphere;
        var friction = _surfaces[row].FrictionRoot * GroundFrictionRoot;
        for (var i = 0; i < _manifold.Count; i++)
        {
            var feature = _manifold.Features[i];
            ref var point = ref AddPoint(
                body, _manifold.Arms[i], _manifold.Normals[i], _manifold.Separations[i], default, friction, _surfaces[row].Restitution, ball,
                feature, out var isAdded);
            if (!isAdded)
                return;

            foreach (ref readonly var same in known)
            {
                if (same.Feature != feature)
                    continue;

                point.Impulse = same.Impulse;
                point.WarmImpulse = same.WarmImpulse;
                point.FrictionImpulse = same.FrictionImpulse - point.Normal * FloatVector.Dot(same.FrictionImpulse, point.Normal);
                break;
            }
        }
    }

    private void AddPlayer(in PlacedCapsule player, int index, int row)
    {
        ref readonly var body = ref _solved[index];
        var centre = _places[row];
        var margin = Math.Max(
            MarginOfContactMetres, Math.Min((player.Velocity - body.Velocity).Length * SecondsPerTick, _shapes[row].CoreMetres + player.Radius));
        if (CapsuleShapes.Touch(
            _shapes[row], _axes[row], FloatVector.From(player.Low - centre), FloatVector.From(player.High - centre), player.Radius, margin,
            out var arm, out var normal, out var separation))
        {
            AddPoint(
                body, arm, normal, separation, player.Velocity, _surfaces[row].FrictionRoot * PlayerFrictionRoot, 0,
                _shapes[row].Kind == BodyShapeKind.Sphere, -1, out _);
        }
    }

    private ref GroundPoint AddPoint(
        in SolverBody body, FloatVector arm, FloatVector normal, float separation, FloatVector carried, float friction, float restitution,
        bool ball, int feature, out bool isAdded)
    {
        isAdded = _groundPointCount < GroundPointsMax;
        if (!isAdded)
        {
            ContactsDropped++;
            return ref _groundPoints[0];
        }

        var stiffness = body.InverseMass + Angular(body, arm, normal);
        ref var point = ref _groundPoints[_groundPointCount++];
        point.Arm = arm;
        point.Normal = normal;
        point.Carried = carried;
        point.Separation = separation;
        point.NormalMass = 1 / stiffness;
        point.FrictionMass = 1 / Sideways(body.InverseMass, AngularSum(body, arm), stiffness, ball);
        point.Friction = friction;
        point.Restitution = restitution;
        point.Approach = FloatVector.Dot(body.Velocity + FloatVector.Cross(body.Spin, arm) - carried, normal);
        point.Impulse = 0;
        point.WarmImpulse = 0;
        point.ImpulseSum = 0;
        point.FrictionImpulse = default;
        point.Feature = feature;
        return ref point;
    }

    /// <summary>How much a point yields along a direction by turning.</summary>
    private static float Angular(in SolverBody body, FloatVector arm, FloatVector direction)
    {
        var turn = FloatVector.Cross(arm, direction);
        return FloatVector.Dot(turn, body.InverseInertia * turn);
    }

    /// <summary>The sum of <see cref="Angular"/> over three directions at right angles.</summary>
    private static float AngularSum(in SolverBody body, FloatVector arm)
    {
        ref readonly var inverse = ref body.InverseInertia;
        return (inverse.XX + inverse.YY + inverse.ZZ) * arm.LengthSquared - FloatVector.Dot(arm, inverse * arm);
    }

    /// <summary>
    /// The most that a point yields along the surface. Of the two directions in it only the sum is known, and each yields as much as the mass at
    /// least: so neither yields more than the sum less the mass. Two balls yield the same both ways.
    /// </summary>
    private static float Sideways(float mass, float angularSum, float along, bool balls)
    {
        var sum = 3 * mass + angularSum - along;
        return balls ? sum * 0.5f : sum - mass;
    }

    private static float Largest(FloatVector vector) => Math.Max(vector.X, Math.Max(vector.Y, vector.Z));

    private void StopBeforeWalls(VoxelField field)
    {
        for (var i = 0; i < _awakeCount; i++)
        {
            var row = _awake[i];
            var core = _shapes[row].CoreMetres;
            var way = _solved[i].Shift;
            _shares[i] = way.LengthSquared > FastShare * FastShare * core * core ? GroundShapes.FreeShare(field, _places[row], way, core) : 1;
        }

        for (var i = 0; i < _fastPairCount; i++)
        {
            var (a, b) = _fastPairs[i];
            var (rowA, rowB) = (_awake[a], _awake[b]);
            var share = SweptShapes.FreeShare(
                _shapes[rowA], _axes[rowA], _shapes[rowB], _axes[rowB], FloatVector.From(_places[rowB] - _places[rowA]),
                _solved[b].Shift - _solved[a].Shift);
            _shares[a] = Math.Min(_shares[a], share);
            _shares[b] = Math.Min(_shares[b], share);
        }
    }

    private void Move()
    {
        for (var i = 0; i < _awakeCount; i++)
        {
            var row = _awake[i];
            ref var body = ref _solved[i];
            var velocity = body.Velocity.NoLongerThan(SpeedMetresPerSecondMax);
            var spin = body.Spin.NoLongerThan(SpinRadiansPerSecondMax);
            var place = _places[row] + (body.Shift * _shares[i]).ToDouble();
            var rotation = _shapes[row].Kind == BodyShapeKind.Sphere && spin.LengthSquared == 0
                ? _rotations[row]
                : _rotations[row].Turned(body.Turn * _shares[i]);
            if (!velocity.IsFinite || !spin.IsFinite || !float.IsFinite(rotation.LengthSquared) || !IsWithinBounds(place))
            {
                // What leaves the margin, or would spread what is no number, stays where it is.
                _velocities[row] = default;
                _spins[row] = default;
                BodiesStopped++;
                continue;
            }

            var axes = rotation.ToAxes();
            if (_shapes[row].Kind == BodyShapeKind.Box && body.Turn.LengthSquared > TumblesRadiansMin * TumblesRadiansMin)
                spin = Tumble(spin, _axes[row], axes, _inverseInertias[row]);

            _velocities[row] = velocity;
            _spins[row] = spin;
            _places[row] = place;
            _rotations[row] = rotation;
            _axes[row] = axes;
        }
    }

    /// <summary>
    /// The spin of a body that has turned: its angular momentum stays, and its inertia turned with it. By rounding and long steps the energy could grow
    /// by that; the spin is then scaled down to the energy that it had.
    /// </summary>
    private static FloatVector Tumble(FloatVector spin, in BodyAxes before, in BodyAxes after, FloatVector inverseInertia)
    {
        var own = before.In(spin);
        var momentum = new FloatVector(own.X / inverseInertia.X, own.Y / inverseInertia.Y, own.Z / inverseInertia.Z);
        var energy = FloatVector.Dot(momentum, own);
        momentum = after.In(before.Out(momentum));
        own = new FloatVector(momentum.X * inverseInertia.X, momentum.Y * inverseInertia.Y, momentum.Z * inverseInertia.Z);
        var energyAfter = FloatVector.Dot(momentum, own);
        return after.Out(energyAfter > energy ? own * (float)Math.Sqrt(energy / energyAfter) : own);
    }

    private bool TryPlace(in KinematicCapsule capsule, out PlacedCapsule placed)
    {
        placed = default;
        var foot = new DoubleVector(capsule.X, capsule.Y, capsule.Z);
        var velocity = FloatVector.From(capsule.Velocity);
        var (radius, height) = (capsule.RadiusMetres, capsule.HeightMetres);
        if (!IsWithinBounds(foot) || !float.IsFinite(velocity.LengthSquared) || radius is not (> 0 and <= BodyShape.BoxHalfMetresMax) ||
            height is not (<= 2 * BodyShape.BoxHalfMetresMax) || height < 2 * radius)
            return false;

        velocity = velocity.NoLongerThan(SpeedMetresPerSecondMax);
        var up = foot * (1 / foot.Length);
        var (low, high) = (foot + up * radius, foot + up * (height - radius));
        var half = FloatVector.From(high - low) * 0.5f;
        half = new FloatVector(Math.Abs(half.X) + radius, Math.Abs(half.Y) + radius, Math.Abs(half.Z) + radius);
        var bounds = Bounds(FloatVector.From((low + high) * 0.5 - _origin), half, velocity * SecondsPerTick);
        placed = new PlacedCapsule(low, high, radius, velocity, bounds);
        return true;
    }

    private readonly struct PlacedCapsule(DoubleVector low, DoubleVector high, float radius, FloatVector velocity, BodyBounds bounds)
    {
        public readonly DoubleVector Low = low;
        public readonly DoubleVector High = high;
        public readonly float Radius = radius;
        public readonly FloatVector Velocity = velocity;
        public readonly BodyBounds Bounds = bounds;
    }
}
