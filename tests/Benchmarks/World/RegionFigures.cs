using System.Globalization;
using System.Numerics;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World;
using PlanetarySurvival.World.Bodies;
using PlanetarySurvival.World.Edits;
using PlanetarySurvival.World.Space;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.Benchmarks.World;

/// <summary>
/// What a tick of a whole region costs its thread on the real planet: players that walk, run, jump and jet, four bodies for each of them that are stirred
/// so that they never sleep, ten edits a second, and a look at which chunks are wanted three times a second. For 50 to 500 players at equal density.
/// </summary>
internal static class RegionFigures
{
    private const int WarmTicks = 900;
    private const int BodiesPerPlayer = 4;
    private const int TicksPerEdit = 9;
    private const int TicksPerLook = 30;
    private const int NearMetres = 20;

    /// <summary>Metres of ground's edge for 500 players and 2000 bodies.</summary>
    private const double EdgeMetres = 90;

    public static int Run(int ticks)
    {
        Console.WriteLine($"{ticks} ticks after {WarmTicks}; microseconds of thread time");
        Console.WriteLine("players  bodies  awake  contacts    p50    p99  p99.9    max   p50 per player   of it players  bytes a tick");
        foreach (var players in new[] { 50, 100, 200, 500 })
            new Stage(players).Measure(ticks);
        return 0;
    }

    private sealed class Stage
    {
        private readonly Planet _planet = new(20261123, 8000);
        private readonly VoxelField _field;
        private readonly ChunkDemand _demand;
        private readonly RegionId _region;
        private readonly WorldPosition _middle;
        private readonly BodyWorld _bodies;
        private readonly PlayerBody[] _players;
        private readonly Inventory[] _inventories;
        private readonly PlayerInput[] _inputs;
        private readonly KinematicCapsule[] _capsules;
        private readonly double _half;
        private MaterialAmounts _gained;
        private ulong _bits = 9133;
        private uint _tick;
        private long _playerNanos;

        public Stage(int players)
        {
            _field = new VoxelField(_planet);
            _demand = new ChunkDemand(_field);
            _half = EdgeMetres / 2 * Math.Sqrt(players / 500.0);
            _middle = DryPlace();
            _region = RegionId.At(_middle);
            _bodies = new BodyWorld(_region);
            (_players, _inventories) = (new PlayerBody[players], new Inventory[players]);
            (_inputs, _capsules) = (new PlayerInput[players], new KinematicCapsule[players]);

            for (var player = 0; player < players; player++)
                _players[player] = new PlayerBody(Somewhere(0.1).RelativeTo(_region.Origin), default, BodyFlags.None, 0);

            for (var body = 1; body <= players * BodiesPerPlayer; body++)
            {
                var shape = body % 2 == 0 ? BodyShape.Sphere(Size()) : BodyShape.Box(Size(), Size(), Size());
                var place = DoubleVector.From(Somewhere(2 + 6 * Next()));
                var refusal = _bodies.Add(BodyRecord.AtRest(new BodyId((ulong)body), shape, 1 + 50 * Next(), place.X, place.Y, place.Z));
                if (refusal != BodyRefusal.None)
                    throw new InvalidOperationException($"Body {body} was refused: {refusal}.");
            }
        }

        public void Measure(int ticks)
        {
            var micros = new double[ticks];
            var (contacts, awake, bytes) = (0L, 0L, 0L);
            for (var tick = -WarmTicks; tick < ticks; tick++)
            {
                Choose();
                var allocated = GC.GetAllocatedBytesForCurrentThread();
                var start = ThreadClock.Nanos;
                Step();
                var nanos = ThreadClock.Nanos - start;
                if (tick < 0)
                {
                    _playerNanos = 0;
                }
                else
                {
                    bytes += GC.GetAllocatedBytesForCurrentThread() - allocated;
                    micros[tick] = nanos / 1000.0;
                    contacts += _bodies.ContactCount;
                    awake += _bodies.AwakeCount;
                }

                // What a worker does meanwhile, on another thread.
                while (_demand.TryTake(out var chunk))
                    _demand.Install(ChunkVoxels.Generate(_planet, chunk));
            }

            Array.Sort(micros);
            var (middle, high, higher) = (At(micros, 0.5), At(micros, 0.99), At(micros, 0.999));
            var (each, players) = (middle / _players.Length, _playerNanos / 1000.0 / ticks);
            Console.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"{_players.Length,7}  {_bodies.Count,6}  {awake / ticks,5}  {contacts / ticks,8}") +
                string.Create(CultureInfo.InvariantCulture, $"  {middle,5:0}  {high,5:0}  {higher,5:0}  {micros[^1],5:0}") +
                string.Create(CultureInfo.InvariantCulture, $"   {each,14:0.00}   {players,13:0}  {bytes / ticks,12}"));
        }

        private void Step()
        {
            _tick++;
            var start = ThreadClock.Nanos;
            for (var player = 0; player < _players.Length; player++)
                PlayerStep.Apply(ref _players[player], ref _inventories[player], _inputs[player], _field, _region.Origin);
            _playerNanos += ThreadClock.Nanos - start;

            for (var player = 0; player < _players.Length; player++)
            {
                var feet = DoubleVector.From(_region.Origin) + DoubleVector.From(_players[player].Position);
                _capsules[player] = new KinematicCapsule(feet.X, feet.Y, feet.Z, _players[player].Velocity, 0.4f, 1.8f);
            }

            if (_tick % TicksPerEdit == 0)
                Dig();
            if (_tick % TicksPerLook == 0)
                Look();
            _bodies.Step(_field, _capsules);
        }

        // A hand's depth beside somebody's feet, so that the ground is still one after hours.
        private void Dig()
        {
            var place = WorldPosition.From(_region.Origin, _players[_tick % _players.Length].Position);
            if (!TerrainBrush.TrySphere(place, WorldPosition.UnitsPerMetre, out var brush))
                return;

            TerrainEdits.Dig(_field, brush, strength: 20, ref _gained);
            _bodies.WakeNear(place, 2);
        }

        private void Look()
        {
            _demand.Begin();
            foreach (var player in _players)
                _demand.Add(WorldPosition.From(_region.Origin, player.Position), player.Velocity, NearMetres);
            _demand.Arrange();
        }

        // Everybody turns about once a second, back to the middle who is too far from it; each body is thrown every hundred ticks.
        private void Choose()
        {
            var middle = DoubleVector.From(_middle);
            for (var player = (int)(_tick % 90); player < _players.Length; player += 90)
            {
                var place = DoubleVector.From(_region.Origin) + DoubleVector.From(_players[player].Position);
                var home = middle - place;
                var yaw = home.Length < _half ? (ushort)(Next() * 65536) : YawTo(place, home);
                var buttons = (int)(Next() * 8) switch
                {
                    0 => PlayerButtons.Jump,
                    1 => PlayerButtons.Jetpack,
                    2 or 3 => PlayerButtons.Run,
                    _ => PlayerButtons.None,
                };
                _inputs[player] = new PlayerInput(0, 127, yaw, 0, buttons);
            }

            if (_tick % 20 != 0)
                return;

            for (var row = (int)(_tick / 20 % 5); row < _bodies.Count; row += 5)
            {
                var body = _bodies[row];
                var home = middle - new DoubleVector(body.X, body.Y, body.Z);
                var up = middle.NormalizedOr(default);
                var push = (home * (1 / _half) + up * 0.3).ToSingle() + new Vector3(Next() - 0.5f, 0, Next() - 0.5f);
                _bodies.Push(body.Id, push * (1.5f * body.MassKilograms), default);
            }
        }

        private static ushort YawTo(DoubleVector place, DoubleVector direction)
        {
            var frame = new SurfaceFrame(place);
            var turn = Math.Atan2(DoubleVector.Dot(direction, frame.Right), DoubleVector.Dot(direction, frame.Forward)) / Math.Tau;
            return (ushort)(int)Math.Round(turn * 65536);
        }

        private WorldPosition Somewhere(double above) => Near(_middle, (Next() * 2 - 1) * _half, (Next() * 2 - 1) * _half, above);

        private WorldPosition Near(WorldPosition middle, double right, double forward, double above)
        {
            var centre = DoubleVector.From(middle);
            var frame = new SurfaceFrame(centre);
            var place = centre + frame.Right * right + frame.Forward * forward;
            var ground = DoubleVector.From(_planet.Surface(WorldPosition.FromMetres(place.X, place.Y, place.Z)));
            ground += frame.Up * above;
            return WorldPosition.FromMetres(ground.X, ground.Y, ground.Z);
        }

        // Land in the midst of a region, away from the gentle pole.
        private WorldPosition DryPlace()
        {
            for (var x = 800; x < 6000; x += 50)
            {
                var place = _planet.Surface(WorldPosition.FromMetres(x, 7000, x));
                var inside = place.RelativeTo(RegionId.At(place).Origin);
                if (IsMid(inside.X) && IsMid(inside.Y) && IsMid(inside.Z) && IsDry(place))
                    return place;
            }

            throw new InvalidOperationException("This planet has no dry land where it was looked for.");

            static bool IsMid(float metres) => metres is > 250 and < 1750;
        }

        private bool IsDry(WorldPosition middle)
        {
            for (var right = -60; right <= 60; right += 20)
            {
                for (var forward = -60; forward <= 60; forward += 20)
                {
                    if (Near(middle, right, forward, 0).MetresFromCentre < _planet.WaterMetres + 2)
                        return false;
                }
            }

            return true;
        }

        private float Size() => 0.15f + 0.35f * Next();

        private float Next()
        {
            _bits = _bits * 6364136223846793005 + 1442695040888963407;
            return (_bits >> 40) / 16777216f;
        }

        private static double At(double[] sorted, double share) => sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];
    }
}
