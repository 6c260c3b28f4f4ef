using PlanetarySurvival.Contracts.Protocol;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World.Space;

namespace PlanetarySurvival.World.Bodies;

/// <summary>Which bodies touch each other, and so wake and sleep together.</summary>
public sealed partial class BodyWorld
{
    // Slower than this is at rest: what the solver leaves of gravity in one substep is less.
    private const float RestMetresPerSecondMax = 0.06f;

    private const float WobbleMetresPerSecondMax = 0.25f;

    // A player who moves slower wakes nothing.
    private const float StirMetresPerSecondMin = 0.05f;

    // Closer than this is one island. More than a contact at rest, which overlaps a little, and less than two piles side by side.
    private const float TouchMetres = 0.004f;

    private readonly BodyGrid _asleepGrid = new(BodiesPerRegionMax);
    private readonly int[] _parents = new int[BodiesPerRegionMax];
    private readonly int[] _restTicksOfRoot = new int[BodiesPerRegionMax];

    private void WakeNear(DoubleVector place, double radius)
    {
        if (!place.IsFinite || double.IsNaN(radius))
            return;

        for (var row = 0; row < Count; row++)
        {
            // The ground is interpolated over a voxel, so a change is felt that much further.
            var reach = radius + _shapes[row].ReachMetres + ChunkId.VoxelMetres;
            if ((_places[row] - place).LengthSquared <= reach * reach)
                Wake(row);
        }
    }

    private void Wake(int row)
    {
        _restTicks[row] = 0;
        if (_asleep[row])
            WakeIsland(_islands[row]);
    }

    private void WakeIsland(ulong island)
    {
        for (var row = 0; row < Count; row++)
        {
            if (!_asleep[row] || _islands[row] != island)
                continue;

            _asleep[row] = false;
            _restTicks[row] = 0;
            _asleepCount--;
            _sleepersChanged = true;
        }
    }

    /// <summary>
    /// Wakes every island that something awake touches, and those that they touch, before contacts are made: a sleeper is never in the way.
    /// </summary>
    private void WakeTouched()
    {
        if (_asleepCount == 0)
            return;

        if (_sleepersChanged)
        {
            var sleepers = 0;
            for (var row = 0; row < Count; row++)
            {
                if (_asleep[row])
                    _found[sleepers++] = row;
            }

            _asleepGrid.Build(_found.AsSpan(0, sleepers), _bounds);
            _sleepersChanged = false;
        }

        var before = _asleepCount;
        foreach (ref readonly var player in _players.AsSpan(0, _playerCount))
        {
            if (player.Velocity.LengthSquared > StirMetresPerSecondMin * StirMetresPerSecondMin)
                WakeTouched(player);
        }

        // Those that wake are appended, and wake others in their turn.
        if (_asleepCount != before)
            GatherAwake();
        var byPlayers = _asleepCount;
        for (var i = 0; i < _awakeCount; i++)
            WakeTouched(_awake[i]);
        if (_asleepCount != byPlayers)
            GatherAwake();
    }

    private void WakeTouched(in PlacedCapsule player)
    {
        var count = _asleepGrid.Find(player.Bounds, -1, _neighbours);
        for (var i = 0; i < count; i++)
        {
            var row = _neighbours[i];
            var centre = _places[row];
            if (_asleep[row] && CapsuleShapes.Touch(
                _shapes[row], _axes[row], FloatVector.From(player.Low - centre), FloatVector.From(player.High - centre), player.Radius,
                TouchMetres + player.Velocity.Length * SecondsPerTick, out _, out _, out _))
                WakeIsland(_islands[row]);
        }
    }

    private void WakeTouched(int row)
    {
        var count = _asleepGrid.Find(_bounds[row], -1, _neighbours);
        for (var i = 0; i < count; i++)
        {
            var other = _neighbours[i];
            if (!_asleep[other])
                continue;

            _shapesTouch.Collide(
                _shapes[row], _axes[row], _shapes[other], _axes[other], FloatVector.From(_places[other] - _places[row]),
                TouchMetres + _velocities[row].Length * SecondsPerTick, _manifold);
            if (_manifold.Count == 0)
                continue;

            var island = _islands[other];
            WakeIsland(island);
            for (var woken = 0; woken < Count; woken++)
            {
                // Awake rows that are not of the list yet are those of this island that have just woken.
                if (_islands[woken] == island && !_asleep[woken] && !_listed[woken])
                {
                    _listed[woken] = true;
                    _awake[_awakeCount++] = woken;
                }
            }
        }
    }

    private void GatherAwake()
    {
        _awakeCount = 0;
        for (var row = 0; row < Count; row++)
        {
            _listed[row] = !_asleep[row];
            if (!_asleep[row])
                _awake[_awakeCount++] = row;
        }
    }

    /// <summary>Joins what touches into islands, and puts those to sleep whose bodies have all been at rest for long enough.</summary>
    private void Settle()
    {
        for (var i = 0; i < _awakeCount; i++)
        {
            _parents[i] = i;
            _restTicksOfRoot[i] = int.MaxValue;
        }

        for (var i = 0; i < _pairCount; i++)
        {
            ref var pair = ref _pairs[i];
            if (Touches(pair))
                Join(pair.A, pair.B);
        }

        for (var i = 0; i < _awakeCount; i++)
        {
            var row = _awake[i];
            var reach = _shapes[row].ReachMetres;

            // What is being pushed out of rock moves without a velocity.
            var way = Math.Max(
                SpeedSquared(_velocities[row], _spins[row], reach),
                SpeedSquared(_solved[i].Shift * ProtocolLimits.TickRate, _solved[i].Turn * ProtocolLimits.TickRate, reach));
            _restTicks[row] = RestTicks(_restTicks[row], way);

            var root = Root(i);
            _islands[row] = _ids[_awake[root]];
            _restTicksOfRoot[root] = Math.Min(_restTicksOfRoot[root], _restTicks[row]);
        }

        for (var i = 0; i < _awakeCount; i++)
        {
            if (_restTicksOfRoot[Root(i)] >= RestTicksToSleep)
                Sleep(_awake[i]);
        }
    }

    private void Sleep(int row)
    {
        _velocities[row] = default;
        _spins[row] = default;
        _asleep[row] = true;
        _asleepCount++;
        _sleepersChanged = true;
        RefreshBounds(row);
    }

    private bool Touches(in PairContact pair)
    {
        foreach (ref readonly var point in _pairPoints.AsSpan(pair.First, pair.Count))
        {
            if (point.Separation <= TouchMetres || point.ImpulseSum > 0)
                return true;
        }

        return false;
    }

    // Of the fastest point of the body.
    private static float SpeedSquared(FloatVector velocity, FloatVector spin, float reach) =>
        velocity.LengthSquared + spin.LengthSquared * (reach * reach);

    // A box that wobbles between four of five points of contact is faster now and then; it comes to sleep later, rather than never.
    private static ushort RestTicks(ushort ticks, float speedSquared) => speedSquared switch
    {
        <= RestMetresPerSecondMax * RestMetresPerSecondMax => (ushort)Math.Min(ticks + 1, ushort.MaxValue),
        <= WobbleMetresPerSecondMax * WobbleMetresPerSecondMax => (ushort)Math.Max(ticks - 1, 0),
        _ => 0,
    };

    // The lower index is the root: it is the body of the lowest id, whatever the order of joining.
    private void Join(int a, int b)
    {
        var (rootA, rootB) = (Root(a), Root(b));
        if (rootA < rootB)
            _parents[rootB] = rootA;
        else
            _parents[rootA] = rootB;
    }

    private int Root(int index)
    {
        while (_parents[index] != index)
        {
            _parents[index] = _parents[_parents[index]];
            index = _parents[index];
        }

        return index;
    }
}
