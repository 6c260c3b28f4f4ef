using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Protocol;
using PlanetarySurvival.Contracts.Space;

namespace PlanetarySurvival.Bots.Wandering;

/// <summary>
/// Decides what one bot does: runs from place to place around the north pole, each beyond the plane x = 0 or z = 0 from the one before, so
/// that every way crosses a border; gathers where it arrives, and jumps now and then. A function of the seed and of the places it is told.
/// </summary>
public sealed class Wanderer
{
    /// <summary>No place is farther than this from either plane, metres.</summary>
    public const double ReachMetresMax = 80;

    private const double ReachMetresMin = 10;
    private const double ArrivedMetres = 3;
    private const int GatherTicksMin = 45;
    private const int GatherTicksMax = 180;
    private const int JumpOneInTicks = 600;

    // A way of at most 230 m takes 33 s at a run. Who is not there by then is stuck, and goes elsewhere.
    private const int WayTicksMax = 45 * ProtocolLimits.TickRate;

    private readonly Random _random;
    private int _gatherTicks;
    private int _wayTicks;

    /// <summary>The same seed, told the same places, gives the same inputs.</summary>
    public Wanderer(int seed)
    {
        _random = new Random(seed);
        TargetX = Sign() * Reach();
        TargetZ = Sign() * Reach();
    }

    /// <summary>Where it is going, metres.</summary>
    public double TargetX { get; private set; }

    /// <summary>Where it is going, metres.</summary>
    public double TargetZ { get; private set; }

    /// <summary>What it wants in the next tick, being at that place.</summary>
    public PlayerInput Next(WorldPosition position)
    {
        if (_gatherTicks > 0)
        {
            _gatherTicks--;
            return new PlayerInput(0, 0, 0, 0, PlayerButtons.Gather);
        }

        var x = TargetX - position.X / (double)WorldPosition.UnitsPerMetre;
        var z = TargetZ - position.Z / (double)WorldPosition.UnitsPerMetre;
        var arrived = x * x + z * z < ArrivedMetres * ArrivedMetres;
        if (arrived || ++_wayTicks > WayTicksMax)
        {
            _gatherTicks = arrived ? _random.Next(GatherTicksMin, GatherTicksMax) : 0;
            ChooseTarget();
        }

        var buttons = _random.Next(JumpOneInTicks) == 0 ? PlayerButtons.Run | PlayerButtons.Jump : PlayerButtons.Run;
        return new PlayerInput(0, sbyte.MaxValue, Heading(x, z), 0, buttons);
    }

    // Near the pole forward is +Z and right is +X, and yaw turns from forward to right.
    private static ushort Heading(double x, double z) => (ushort)(int)Math.Round(Math.Atan2(x, z) / Math.Tau * 65536);

    private void ChooseTarget()
    {
        _wayTicks = 0;
        var crossX = _random.Next(3);
        var (signX, signZ) = (-Math.Sign(TargetX), -Math.Sign(TargetZ));

        // One time in three across both planes, else across one of them.
        TargetX = (crossX == 0 ? -signX : signX) * Reach();
        TargetZ = (crossX == 1 ? -signZ : signZ) * Reach();
    }

    private double Reach() => ReachMetresMin + _random.NextDouble() * (ReachMetresMax - ReachMetresMin);

    private int Sign() => _random.Next(2) == 0 ? -1 : 1;
}
