using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Protocol;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.Contracts.Tickets;
using PlanetarySurvival.GameServer.Mesh;
using PlanetarySurvival.GameServer.Regions;
using PlanetarySurvival.GameServer.Terrain;
using PlanetarySurvival.World;

namespace PlanetarySurvival.GameServer.Simulation;

/// <summary>
/// Two throw-away simulations play a few seconds against each other, so that the code of a tick is compiled before the first real one: a
/// compilation in the midst of a tick costs tens of milliseconds. Nothing of it leaves.
/// </summary>
internal sealed class Rehearsal
{
    private const int Ticks = 360;
    private const int TicksPerLease = 9;
    private const int Walkers = 8;
    private const long MicrosecondsPerTick = 11_111;

    private readonly Planet _planet;
    private readonly Stage[] _stages;
    private readonly Dictionary<int, uint> _seen = [];

    private Rehearsal(Planet planet)
    {
        _planet = planet;
        _stages = [new Stage("rehearsal-a", planet), new Stage("rehearsal-b", planet)];
    }

    /// <summary>Plays.</summary>
    public static void Run(Planet planet) => new Rehearsal(planet).Play();

    private void Play()
    {
        var map = Map();
        foreach (var (stage, other) in Pairs())
        {
            stage.Simulation.PeerUp(other.Name, other.Incarnation);
            stage.Simulation.MapChanged(map);
        }

        for (var walker = 1; walker <= Walkers; walker++)
        {
            foreach (var stage in _stages)
                stage.Simulation.ClientConnected(walker, Ticket(stage, walker), ConnectReason.Join);
        }

        for (uint tick = 1; tick <= Ticks; tick++)
            Step(tick);
    }

    private void Step(uint tick)
    {
        Span<byte> packet = stackalloc byte[InputPacket.SizeMax];
        foreach (var (stage, other) in Pairs())
        {
            if (tick % TicksPerLease == 1)
                Grant(stage, tick * MicrosecondsPerTick);

            for (var walker = 1; walker <= Walkers; walker++)
            {
                var input = new PlayerInput(0, 127, (ushort)(walker * 8192), 0, PlayerButtons.Run | PlayerButtons.Gather);
                var length = new InputPacket(_seen.GetValueOrDefault(walker), tick, [input]).Write(packet);
                stage.Simulation.ClientMessage(walker, packet[..length]);
            }

            stage.Simulation.Step(tick * MicrosecondsPerTick);
            HandOver(stage, other);
        }
    }

    private void HandOver(Stage from, Stage to)
    {
        var output = from.Simulation.Output;
        foreach (var entry in output.Entries)
        {
            var bytes = output.Bytes(entry);
            if (entry.Kind == OutputKind.Peer)
                to.Simulation.PeerMessage(from.Name, from.Incarnation, bytes);
            else if (bytes is [(byte)MessageKind.Snapshot, _, _, _, _, ..])
                _seen[entry.Connection] = BitConverter.ToUInt32(bytes[1..]);
        }

        foreach (var request in output.Requests.ToArray())
        {
            if (request is LoadPlayer load)
            {
                from.Simulation.PlayerLoaded(new PlayerLoad(
                    load.Connection, load.Player, load.Session, LoadOutcome.Claimed, 1, _planet.SpawnPlace(load.Player), default));
            }
            else if (request is SavePlayers save)
            {
                from.Simulation.PlayersSaved(new SaveResult(save.Region, save.Epoch, save.Number, SaveOutcome.Committed, []));
            }
            else if (request is GenerateChunk { Blank: var chunk })
            {
                chunk.Generate(_planet);
                from.Simulation.ChunkGenerated(chunk);
            }
        }

        output.Clear();
    }

    private static void Grant(Stage stage, long now)
    {
        foreach (var region in stage.Simulation.Status.Regions)
            stage.Simulation.LeaseAnswered(new LeaseGrant(region.Region, region.Epoch, LeaseAnswer.Granted, now));
    }

    // The regions around the pole, in turns.
    private MeshView Map()
    {
        var pole = WorldPosition.FromMetres(0, _planet.RadiusMetres, 0);
        var centre = RegionId.At(pole);
        var regions = new List<RegionView>();
        foreach (var (x, y, z) in from x in new[] { -1, 0 } from y in new[] { -1, 0 } from z in new[] { -1, 0 } select (x, y, z))
        {
            if (centre.Neighbour(x, y, z) is { IsNone: false } region)
            {
                var (owner, backup) = (x + z) % 2 == 0 ? (_stages[0], _stages[1]) : (_stages[1], _stages[0]);
                regions.Add(new RegionView(
                    region, 1, owner.Name, owner.Incarnation, backup.Name, backup.Incarnation, BackupSynced: true, Open: true, Moving: false));
            }
        }

        return new MeshView(1, _stages.Select(stage => new ServerView(stage.Name, stage.Incarnation, true, true, "localhost", 1, "")), regions);
    }

    private static Ticket Ticket(Stage stage, int walker) => new(
        new PlayerId((ulong)walker), 1, DateTimeOffset.MaxValue, Guid.NewGuid(), Standby: false, stage.Name, $"walker {walker}");

    private IEnumerable<(Stage Stage, Stage Other)> Pairs() => [(_stages[0], _stages[1]), (_stages[1], _stages[0])];

    private sealed class Stage(string name, Planet planet)
    {
        public string Name { get; } = name;

        public Guid Incarnation { get; } = Guid.NewGuid();

        public Simulation Simulation => field ??= new Simulation(Name, Incarnation, planet, new SimulationOptions(), new TerrainOptions());
    }
}
