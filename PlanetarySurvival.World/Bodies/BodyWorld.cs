using System.Numerics;
using PlanetarySurvival.Contracts.Protocol;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World.Space;

namespace PlanetarySurvival.World.Bodies;

/// <summary>
/// The dynamic bodies of one region: balls and boxes that fall, roll, bounce, stack and come to rest. For one thread. Bodies are rows in the order
/// of their ids, whatever the order in which they came, and everything is done in the order of rows: the same bodies, ground and players give the
/// same bits everywhere.
/// </summary>
/// <remarks>
/// Columns, since each stage streams through a few of them; what the solver needs is gathered into one struct a body for the time of a tick. Places
/// are doubles from the planet's centre, all else floats. Gyroscopic torque is left out: without it a free spin keeps its energy exactly, and lumps
/// of ore need no more.
/// </remarks>
public sealed partial class BodyWorld
{
    /// <summary>Bodies in one region; a further one is refused as <see cref="BodyRefusal.RegionFull"/>.</summary>
    public const int BodiesPerRegionMax = 4096;

    /// <summary>
    /// Pairs of bodies that touch in one tick. Further pairs, in the order of ids, are not felt in that tick, and counted in
    /// <see cref="ContactsDropped"/>.
    /// </summary>
    public const int PairsMax = 3 * BodiesPerRegionMax;

    /// <summary>Points at which bodies touch each other in one tick; at the bound as <see cref="PairsMax"/>.</summary>
    public const int PairPointsMax = 8 * BodiesPerRegionMax;

    /// <summary>Points at which bodies touch ground or players in one tick; at the bound as <see cref="PairsMax"/>.</summary>
    public const int GroundPointsMax = 5 * BodiesPerRegionMax;

    /// <summary>Players that bodies feel; further ones are not felt.</summary>
    public const int PlayersMax = 2048;

    /// <summary>Pairs of a player and a body near it; at the bound as <see cref="PairsMax"/>.</summary>
    public const int PlayerPairsMax = 4 * PlayersMax;

    /// <summary>Bodies near one body that are looked at; further ones, by level and cell, are not felt in that tick.</summary>
    public const int NeighboursMax = 512;

    /// <summary>No body is faster: what would be is slowed to it.</summary>
    public const float SpeedMetresPerSecondMax = 60;

    /// <summary>No body spins faster.</summary>
    public const float SpinRadiansPerSecondMax = 40;

    /// <summary>The lightest body.</summary>
    public const float MassKilogramsMin = 0.01f;

    /// <summary>The heaviest body.</summary>
    public const float MassKilogramsMax = 100_000;

    /// <summary>The largest coefficient of friction.</summary>
    public const float FrictionMax = 2;

    /// <summary>
    /// How far outside the region's cube a body may be. One that would go further stays where it is and sleeps, until its owner moves it on.
    /// </summary>
    public const double MarginMetres = 2 * RegionId.BorderZoneMetres;

    /// <summary>Ticks that every body of an island must be at rest for it to sleep.</summary>
    public const int RestTicksToSleep = ProtocolLimits.TickRate / 2;

    private const float SecondsPerTick = 1f / ProtocolLimits.TickRate;

    private readonly DoubleVector _origin;
    private readonly double _edgeMetres;

    private readonly ulong[] _ids = new ulong[BodiesPerRegionMax];
    private readonly DoubleVector[] _places = new DoubleVector[BodiesPerRegionMax];
    private readonly BodyRotation[] _rotations = new BodyRotation[BodiesPerRegionMax];
    private readonly FloatVector[] _velocities = new FloatVector[BodiesPerRegionMax];
    private readonly FloatVector[] _spins = new FloatVector[BodiesPerRegionMax];
    private readonly BodyShape[] _shapes = new BodyShape[BodiesPerRegionMax];
    private readonly float[] _masses = new float[BodiesPerRegionMax];
    private readonly FloatVector[] _inverseInertias = new FloatVector[BodiesPerRegionMax];
    private readonly BodySurface[] _surfaces = new BodySurface[BodiesPerRegionMax];
    private readonly ulong[] _islands = new ulong[BodiesPerRegionMax];
    private readonly ushort[] _restTicks = new ushort[BodiesPerRegionMax];
    private readonly bool[] _asleep = new bool[BodiesPerRegionMax];

    // Follow from the columns above.
    private readonly BodyAxes[] _axes = new BodyAxes[BodiesPerRegionMax];
    private readonly BodyBounds[] _bounds = new BodyBounds[BodiesPerRegionMax];

    private int _asleepCount;
    private bool _sleepersChanged = true;

    /// <summary>No bodies yet.</summary>
    public BodyWorld(RegionId region)
    {
        if (region.IsNone)
            throw new ArgumentException("Bodies live in a region.", nameof(region));

        Region = region;
        _origin = DoubleVector.From(region.Origin);
        _edgeMetres = region.EdgeMetres;
    }

    /// <summary>Where these bodies are.</summary>
    public RegionId Region { get; }

    /// <summary>How many bodies there are.</summary>
    public int Count { get; private set; }

    /// <summary>How many of them do not sleep.</summary>
    public int AwakeCount => Count - _asleepCount;

    /// <summary>Points at which bodies touched something, or nearly did, in the last tick.</summary>
    public int ContactCount => _pairPointCount + _groundPointCount;

    /// <summary>Pairs and points that were over a bound, since the start.</summary>
    public long ContactsDropped { get; private set; }

    /// <summary>Bodies that were stopped at the margin, or whose motion was no number, since the start.</summary>
    public long BodiesStopped { get; private set; }

    /// <summary>Takes a body, or says why not; nothing has changed then.</summary>
    public BodyRefusal Add(in BodyRecord record)
    {
        var refusal = Judge(record);
        if (refusal != BodyRefusal.None)
            return refusal;

        var row = FindRow(record.Id);
        if (row >= 0)
            return BodyRefusal.IdTaken;

        row = ~row;
        Insert(row);
        Fill(row, record);
        return BodyRefusal.None;
    }

    /// <summary>Takes a body out and wakes those near it. False if it is not here.</summary>
    public bool Remove(BodyId id)
    {
        var row = FindRow(id);
        if (row < 0)
            return false;

        WakeNear(_places[row], _shapes[row].ReachMetres);
        if (_asleep[row])
            _asleepCount--;
        Delete(row);
        return true;
    }

    /// <summary>A body as it is after the last tick. False if it is not here.</summary>
    public bool TryGet(BodyId id, out BodyRecord record)
    {
        var row = FindRow(id);
        record = row < 0 ? default : this[row];
        return row >= 0;
    }

    /// <summary>The body at a row: 0 to <see cref="Count"/>, ascending by id. Rows move when bodies come and go.</summary>
    public BodyRecord this[int row]
    {
        get
        {
            if ((uint)row >= (uint)Count)
                throw new ArgumentOutOfRangeException(nameof(row), row, $"There are {Count} bodies.");

            var (place, rotation) = (_places[row], _rotations[row]);
            return new BodyRecord(
                new BodyId(_ids[row]), _shapes[row], _masses[row], _surfaces[row].Friction, _surfaces[row].Restitution, place.X, place.Y, place.Z,
                new Vector4(rotation.X, rotation.Y, rotation.Z, rotation.W), _velocities[row].ToNumerics(), _spins[row].ToNumerics(),
                new BodyId(_islands[row]), _restTicks[row], _asleep[row]);
        }
    }

    /// <summary>Pushes a body and wakes it. False if it is not here, or the push is no finite number.</summary>
    /// <param name="id">Which body.</param>
    /// <param name="impulse">Newton seconds.</param>
    /// <param name="arm">Metres from the body's centre to where it is pushed.</param>
    public bool Push(BodyId id, Vector3 impulse, Vector3 arm)
    {
        var row = FindRow(id);
        var (push, at) = (FloatVector.From(impulse), FloatVector.From(arm));
        if (row < 0 || !push.IsFinite || !at.IsFinite)
            return false;

        var velocity = _velocities[row] + push * (1 / _masses[row]);
        var spin = _spins[row] + SymmetricMatrix.Along(_axes[row], _inverseInertias[row]) * FloatVector.Cross(at, push);
        if (!float.IsFinite(velocity.LengthSquared) || !float.IsFinite(spin.LengthSquared))
            return false;

        Wake(row);
        _velocities[row] = velocity.NoLongerThan(SpeedMetresPerSecondMax);
        _spins[row] = spin.NoLongerThan(SpinRadiansPerSecondMax);
        return true;
    }

    /// <summary>Wakes the bodies near a place, with their islands: the ground there has changed.</summary>
    /// <param name="place">The middle of the change.</param>
    /// <param name="radiusMetres">How far it reaches.</param>
    public void WakeNear(WorldPosition place, double radiusMetres) => WakeNear(DoubleVector.From(place), radiusMetres);

    /// <summary>A number over everything that the next tick depends on, except the impulses kept from the last one.</summary>
    public ulong StateHash()
    {
        var hash = (ulong)Count;
        for (var row = 0; row < Count; row++)
        {
            var (place, rotation, velocity, spin) = (_places[row], _rotations[row], _velocities[row], _spins[row]);
            hash = Mix(hash, _ids[row]);
            hash = Mix(hash, BitConverter.DoubleToUInt64Bits(place.X));
            hash = Mix(hash, BitConverter.DoubleToUInt64Bits(place.Y));
            hash = Mix(hash, BitConverter.DoubleToUInt64Bits(place.Z));
            hash = Mix(hash, Pack(rotation.X, rotation.Y));
            hash = Mix(hash, Pack(rotation.Z, rotation.W));
            hash = Mix(hash, Pack(velocity.X, velocity.Y));
            hash = Mix(hash, Pack(velocity.Z, spin.X));
            hash = Mix(hash, Pack(spin.Y, spin.Z));
            hash = Mix(hash, Pack(_shapes[row].HalfX, _shapes[row].HalfY));
            hash = Mix(hash, Pack(_shapes[row].HalfZ, _masses[row]));
            hash = Mix(hash, Pack(_surfaces[row].Friction, _surfaces[row].Restitution));
            hash = Mix(hash, _islands[row]);
            hash = Mix(hash, ((ulong)_shapes[row].Kind << 32) | ((ulong)_restTicks[row] << 1) | (_asleep[row] ? 1u : 0u));
        }

        return hash;

        static ulong Pack(float a, float b) => ((ulong)BitConverter.SingleToUInt32Bits(a) << 32) | BitConverter.SingleToUInt32Bits(b);

        // The finisher of SplitMix64 over what was and what comes.
        static ulong Mix(ulong hash, ulong value)
        {
            hash = (hash ^ value) + 0x9E3779B97F4A7C15;
            hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9;
            hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EB;
            return hash ^ (hash >> 31);
        }
    }

    private BodyRefusal Judge(in BodyRecord record)
    {
        if (record.Id.IsNone)
            return BodyRefusal.IdMissing;
        if (!record.Shape.IsValid)
            return BodyRefusal.ShapeOutOfBounds;
        if (record.MassKilograms is not (>= MassKilogramsMin and <= MassKilogramsMax))
            return BodyRefusal.MassOutOfBounds;
        if (record.Friction is not (>= 0 and <= FrictionMax) || record.Restitution is not (>= 0 and <= 1))
            return BodyRefusal.SurfaceOutOfBounds;

        var place = new DoubleVector(record.X, record.Y, record.Z);
        var velocity = FloatVector.From(record.Velocity);
        var spin = FloatVector.From(record.Spin);
        var rotation = Rotation(record);
        if (!place.IsFinite || !velocity.IsFinite || !spin.IsFinite || !float.IsFinite(rotation.LengthSquared))
            return BodyRefusal.NotFinite;
        if (rotation.LengthSquared is not (> 0.998f and < 1.002f))
            return BodyRefusal.RotationNotUnit;

        // A little over, so that what a tick has slowed to the bound is taken.
        if (!(velocity.Length <= SpeedMetresPerSecondMax * 1.0001f) || !(spin.Length <= SpinRadiansPerSecondMax * 1.0001f))
            return BodyRefusal.TooFast;
        if (!IsWithinBounds(place))
            return BodyRefusal.OutsideRegion;
        return Count == BodiesPerRegionMax && FindRow(record.Id) < 0 ? BodyRefusal.RegionFull : BodyRefusal.None;
    }

    private void Fill(int row, in BodyRecord record)
    {
        _ids[row] = record.Id.Value;
        _places[row] = new DoubleVector(record.X, record.Y, record.Z);
        _rotations[row] = Rotation(record);
        _velocities[row] = record.IsAsleep ? default : FloatVector.From(record.Velocity);
        _spins[row] = record.IsAsleep ? default : FloatVector.From(record.Spin);
        _shapes[row] = record.Shape;
        _masses[row] = record.MassKilograms;
        _inverseInertias[row] = InverseInertia(record.Shape, record.MassKilograms);
        _surfaces[row] = new BodySurface(record.Friction, record.Restitution);
        _islands[row] = record.Island.IsNone ? record.Id.Value : record.Island.Value;
        _restTicks[row] = record.RestTicks;
        _asleep[row] = record.IsAsleep;
        _axes[row] = _rotations[row].ToAxes();
        RefreshBounds(row);
        if (record.IsAsleep)
            _asleepCount++;
    }

    private bool IsWithinBounds(DoubleVector place)
    {
        var own = place - _origin;
        var (low, high) = (-MarginMetres, _edgeMetres + MarginMetres);

        // At the planet's centre there is no up.
        return own.X >= low && own.X <= high && own.Y >= low && own.Y <= high && own.Z >= low && own.Z <= high && place.LengthSquared >= 1;
    }

    private static BodyRotation Rotation(in BodyRecord record) =>
        new(record.Rotation.X, record.Rotation.Y, record.Rotation.Z, record.Rotation.W);

    private static FloatVector InverseInertia(in BodyShape shape, float mass)
    {
        if (shape.Kind == BodyShapeKind.Sphere)
        {
            var inverse = 2.5f / (mass * shape.HalfX * shape.HalfX);
            return new FloatVector(inverse, inverse, inverse);
        }

        var (x, y, z) = (shape.HalfX * shape.HalfX, shape.HalfY * shape.HalfY, shape.HalfZ * shape.HalfZ);
        return new FloatVector(3 / (mass * (y + z)), 3 / (mass * (x + z)), 3 / (mass * (x + y)));
    }

    private int FindRow(BodyId id) => Array.BinarySearch(_ids, 0, Count, id.Value);

    private void Insert(int row)
    {
        var moved = Count - row;
        if (moved > 0)
            Shift(row, row + 1, moved);
        Count++;
        _sleepersChanged = true;
    }

    private void Delete(int row)
    {
        Count--;
        if (Count > row)
            Shift(row + 1, row, Count - row);
        _sleepersChanged = true;
    }

    private void Shift(int from, int to, int count)
    {
        Array.Copy(_ids, from, _ids, to, count);
        Array.Copy(_places, from, _places, to, count);
        Array.Copy(_rotations, from, _rotations, to, count);
        Array.Copy(_velocities, from, _velocities, to, count);
        Array.Copy(_spins, from, _spins, to, count);
        Array.Copy(_shapes, from, _shapes, to, count);
        Array.Copy(_masses, from, _masses, to, count);
        Array.Copy(_inverseInertias, from, _inverseInertias, to, count);
        Array.Copy(_surfaces, from, _surfaces, to, count);
        Array.Copy(_islands, from, _islands, to, count);
        Array.Copy(_restTicks, from, _restTicks, to, count);
        Array.Copy(_asleep, from, _asleep, to, count);
        Array.Copy(_axes, from, _axes, to, count);
        Array.Copy(_bounds, from, _bounds, to, count);
    }

    /// <summary>Friction with its square root, since of two surfaces the geometric mean counts, and restitution.</summary>
    private readonly struct BodySurface(float friction, float restitution)
    {
        public readonly float Friction = friction;
        public readonly float FrictionRoot = (float)Math.Sqrt(friction);
        public readonly float Restitution = restitution;
    }
}
