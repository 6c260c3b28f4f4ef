using System.Globalization;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.Benchmarks.World;

/// <summary>
/// What one step of a player costs with its chunks at hand, by what the player does; and whether it grows with the crowd, at equal density. Processor
/// time of this process, the median of many rounds: a loop of one's own, since each round goes on where the last one ended.
/// </summary>
internal static class MovementFigures
{
    private const int Rounds = 41;
    private const int MetresApart = 10;

    public static int Run()
    {
        var planet = new Planet(20261123, 8000);
        Console.WriteLine("what                 players   us/step   us/tick of all");
        foreach (var (name, script) in new (string, Func<ulong, PlayerInput>)[]
        {
            ("stands", _ => default),
            ("walks", bits => new PlayerInput(0, 127, (ushort)bits, 0, PlayerButtons.None)),
            ("runs", bits => new PlayerInput(0, 127, (ushort)bits, 0, PlayerButtons.Run)),
            ("runs and jumps", bits => new PlayerInput(0, 127, (ushort)bits, 0, PlayerButtons.Run | PlayerButtons.Jump)),
            ("jets", bits => new PlayerInput(0, 127, (ushort)bits, 0, PlayerButtons.Jetpack)),
            ("anything", Anything),
        })
        {
            Measure(name, planet, 100, script);
        }

        foreach (var players in new[] { 50, 200, 500 })
            Measure("a crowd, anything", planet, players, Anything);
        return 0;
    }

    private static PlayerInput Anything(ulong bits) =>
        new((sbyte)(bits >> 16), (sbyte)(bits >> 24), (ushort)bits, (short)(bits >> 32), (PlayerButtons)((bits >> 48) & 15));

    private static void Measure(string name, Planet planet, int players, Func<ulong, PlayerInput> script)
    {
        var crowd = new Crowd(planet, players);
        for (var round = 0; round < 5; round++)
            crowd.Step(script, 90);

        // Long enough that the clock of the processor time, which counts microseconds, does not show.
        var ticks = Math.Max(20_000 / players, 30);
        var micros = new double[Rounds];
        for (var round = 0; round < Rounds; round++)
        {
            var before = Environment.CpuUsage.UserTime;
            crowd.Step(script, ticks);
            micros[round] = (Environment.CpuUsage.UserTime - before).TotalMicroseconds / ((double)ticks * players);
        }

        Array.Sort(micros);
        var median = micros[Rounds / 2];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-20} {players,7} {median,9:0.000} {median * players,16:0}"));
    }

    private sealed class Crowd
    {
        private readonly VoxelField _field;
        private readonly WorldPosition _origin;
        private readonly PlayerBody[] _bodies;
        private readonly Inventory[] _inventories;
        private readonly PlayerInput[] _inputs;
        private ulong _bits = 9133;
        private int _tick;

        public Crowd(Planet planet, int players)
        {
            _field = new VoxelField(planet);
            _bodies = new PlayerBody[players];
            _inventories = new Inventory[players];
            _inputs = new PlayerInput[players];
            var side = (int)Math.Ceiling(Math.Sqrt(players));
            var start = planet.Surface(WorldPosition.FromMetres(0, planet.RadiusMetres, 600));
            _origin = RegionId.At(start).Origin;

            // Everything that they can walk to within the measurement.
            var reach = (side * MetresApart / 2 + 100) / ChunkId.EdgeMetres + 1;
            var middle = ChunkId.At(start);
            for (var x = -reach; x <= reach; x++)
            {
                for (var z = -reach; z <= reach; z++)
                {
                    for (var y = -3; y <= 3; y++)
                    {
                        var id = middle.Neighbour(x, y, z);
                        if (!_field.IsAtHand(id))
                            _field.Install(ChunkVoxels.Generate(planet, id));
                    }
                }
            }

            for (var player = 0; player < players; player++)
            {
                var place = planet.Surface(start.Offset(
                    (player % side - side / 2) * MetresApart * WorldPosition.UnitsPerMetre, 0,
                    (player / side - side / 2) * MetresApart * WorldPosition.UnitsPerMetre));
                _bodies[player] = new PlayerBody(place.RelativeTo(_origin), default, BodyFlags.None, 0);
            }
        }

        public void Step(Func<ulong, PlayerInput> script, int ticks)
        {
            for (var tick = 0; tick < ticks; tick++)
            {
                // Each player turns about once a second, and not all at once.
                for (var player = _tick++ % 90; player < _bodies.Length; player += 90)
                {
                    _bits = _bits * 6364136223846793005 + 1442695040888963407;
                    _inputs[player] = script(_bits >> 8);
                }

                for (var player = 0; player < _bodies.Length; player++)
                    PlayerStep.Apply(ref _bodies[player], ref _inventories[player], _inputs[player], _field, _origin);
            }
        }
    }
}
