using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Protocol;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.Contracts.Tickets;
using PlanetarySurvival.GameServer.Players;
using PlanetarySurvival.GameServer.Regions;
using PlanetarySurvival.GameServer.Simulation;

namespace PlanetarySurvival.GameServer.Connections;

/// <summary>Brings clients and players together: joins, stand-bys, take-overs, losses, farewells.</summary>
internal sealed class ClientSessions(ServerWorld world)
{
    /// <summary>Ticks between looks at where else a client should stand by: half a second.</summary>
    private const uint TicksPerOffer = 45;

    /// <summary>An offer is repeated with a fresh ticket after 20 s, in case the client lost that connection.</summary>
    private const uint OfferTicks = 20 * ProtocolLimits.TickRate;

    /// <summary>A client that showed no newer snapshot for a second does not count as playing.</summary>
    private const uint SeenTicksMax = ProtocolLimits.TickRate;

    /// <summary>Goodbyes to players who are still on their way here are remembered for so long, and so many of them.</summary>
    private const uint GoodbyeTicks = 10 * ProtocolLimits.TickRate;

    private const int GoodbyesMax = 1024;

    private readonly Dictionary<int, Client> _clients = [];
    private readonly Dictionary<PlayerId, Client> _byPlayer = [];
    private readonly Dictionary<PlayerId, (ulong Session, uint UntilTick)> _goodbyes = [];

    /// <summary>Whether the player's client proves to see what this server sends.</summary>
    public bool IsPlaying(Player player) =>
        player.Client is { SnapshotSeen: > 0 } client && world.Tick - client.SnapshotSeen < SeenTicksMax;

    public void Connected(int connection, in Ticket ticket, ConnectReason reason)
    {
        var client = new Client(connection, ticket.Player, ticket.Session, ticket.Name, ticket.Standby, reason);
        if (_byPlayer.TryGetValue(client.Id, out var former))
        {
            if (former.Session > client.Session)
            {
                Refuse(connection, DenyReason.Replaced);
                return;
            }

            // The same player again: the newer connection has it. If the session is the same, the client has given up the older one itself.
            Forget(former);
            Refuse(former.Connection, former.Session == client.Session ? DenyReason.Idle : DenyReason.Replaced);
        }

        var player = world.Players.GetValueOrDefault(client.Id);
        if (player is not null && player.Session > client.Session)
        {
            Refuse(connection, DenyReason.Replaced);
            return;
        }

        if (player is null && _clients.Count - world.Players.Count > world.Options.StandbyClientsMax)
        {
            Refuse(connection, DenyReason.Full);
            return;
        }

        _clients.Add(connection, client);
        _byPlayer[client.Id] = client;
        if (player is not null)
            Attach(player, client);
        else if (!client.Standby)
            world.Output.Requests.Add(new LoadPlayer(connection, client.Id, client.Session));
    }

    public void Disconnected(int connection)
    {
        if (!_clients.TryGetValue(connection, out var client))
            return;

        var player = client.Player;
        Forget(client);
        if (player is null)
            return;

        world.Disconnects++;
        player.LossCounted = true;
        player.Changed = true;
        player.LingerUntilTick = world.Tick + (uint)(world.Options.LingerSeconds * ProtocolLimits.TickRate);
    }

    public void Message(int connection, ReadOnlySpan<byte> message)
    {
        if (message.IsEmpty || !_clients.TryGetValue(connection, out var client))
            return;

        switch ((MessageKind)message[0])
        {
            case MessageKind.Input:
                OnInput(client, message);
                break;

            case MessageKind.Leave when message.Length == 1:
                OnLeave(client);
                break;
        }
    }

    /// <summary>The player's record was read and claimed, or not.</summary>
    public void Loaded(PlayerLoad load)
    {
        if (!_clients.TryGetValue(load.Connection, out var client) || client.Player is not null)
            return;

        if (load.Outcome != LoadOutcome.Claimed)
        {
            Drop(client, load.Outcome switch
            {
                LoadOutcome.Replaced => DenyReason.Replaced,
                LoadOutcome.Elsewhere => DenyReason.Elsewhere,
                _ => DenyReason.Unavailable,
            });
            return;
        }

        var place = load.Place ?? world.Planet.SpawnPlace(load.Player);
        if (world.Players.TryGetValue(load.Player, out var present))
        {
            // It arrived by a transfer while the record was read. The claim has raised the row above it: the claimed state is the one that counts.
            present.Region.Log.PlayerGone(present.Id);
            world.Remove(present);
        }

        if (world.ActingAt(place) is not { } region)
        {
            Drop(client, DenyReason.Elsewhere);
            return;
        }

        if (world.Players.Count >= world.Options.PlayersPerServerMax)
        {
            Drop(client, DenyReason.Full);
            return;
        }

        var player = new Player(load.Player, client.Name, client.Session, load.Epoch, region)
        {
            Body = new PlayerBody(place.RelativeTo(region.Origin), default, BodyFlags.None, 0),
            Inventory = load.Inventory,
            RowEpoch = load.Epoch,
            InputCredit = ProtocolLimits.TickRate,
            Changed = true,
        };
        world.Add(player);
        Attach(player, client);
    }

    /// <summary>A player came to this server by a transfer or a promotion: its client may be standing by.</summary>
    public void Arrived(Player player)
    {
        if (_goodbyes.TryGetValue(player.Id, out var goodbye) && goodbye.Session >= player.Session && world.Tick < goodbye.UntilTick)
            player.LingerUntilTick = world.Tick;
        else if (player.Client is null && _byPlayer.TryGetValue(player.Id, out var client) && client.Session >= player.Session)
            Attach(player, client);
    }

    /// <summary>Welcomes, snapshots' prerequisites and offers; once a tick for each region that acts.</summary>
    public void Step()
    {
        foreach (var region in world.Regions)
        {
            foreach (var player in region.Players)
            {
                if (player.Client is not { } client)
                    continue;

                if (!region.Acting)
                    TellToWait(client);
                else if (!client.Welcomed && player.IsVisible)
                    Welcome(region, player, client);
                if (region.Acting && client.Welcomed && (world.Tick + (uint)client.Connection) % TicksPerOffer == 0)
                    Offer(region, player, client);
            }
        }

        RemoveLeft();
    }

    /// <summary>The map changed: a new backup or a new neighbour is offered at once, since a move may follow soon.</summary>
    public void FollowMap()
    {
        foreach (var region in world.Regions)
        {
            foreach (var player in region.Players)
            {
                if (region.Acting && player.Client is { Welcomed: true } client)
                    Offer(region, player, client);
            }
        }
    }

    /// <summary>Says goodbye to everyone.</summary>
    public void Shutdown()
    {
        foreach (var client in _clients.Values)
            Refuse(client.Connection, DenyReason.ShuttingDown);
        _clients.Clear();
        _byPlayer.Clear();
    }

    /// <summary>This server has no authority over the player any more; whoever has will welcome the client.</summary>
    public void Drop(Player player, DenyReason reason)
    {
        var client = player.Client;
        world.Remove(player);
        if (client is not null)
            Drop(client, reason);
    }

    private void Attach(Player player, Client client)
    {
        player.Client = client;
        client.Player = player;
        client.Welcomed = false;
        client.SnapshotSeen = 0;
        player.Session = Math.Max(player.Session, client.Session);

        // A lost session counts once, whoever notices: the server that saw the connection go, or else the one that sees the player come back.
        if (client.Resumes && !player.LossCounted)
            world.Disconnects++;
        client.Resumes = false;
        player.LossCounted = false;
        player.Changed = true;
    }

    private void OnInput(Client client, ReadOnlySpan<byte> message)
    {
        Span<PlayerInput> inputs = stackalloc PlayerInput[ProtocolLimits.InputsPerPacketMax];
        if (client.Player is not { } player || !InputPacket.TryRead(message, inputs, out var packet))
            return;

        player.Inputs.Add(packet);
        if (packet.SnapshotTick > world.Tick || packet.SnapshotTick <= client.SnapshotSeen)
            return;

        client.SnapshotSeen = packet.SnapshotTick;
        if (!player.ArrivalUnconfirmed)
            return;

        player.ArrivalUnconfirmed = false;
        world.Transfers++;
    }

    /// <summary>
    /// A client says goodbye to every server that it has a connection to, since its player may be between two of them: whichever has it lets
    /// it go as soon as it may.
    /// </summary>
    private void OnLeave(Client client)
    {
        if (client.Player is { } player)
            player.LingerUntilTick = world.Tick;
        if (client.Player is null or { IsFrozen: true })
            Remember(client);
        Drop(client, DenyReason.Left);
    }

    private void Remember(Client client)
    {
        if (_goodbyes.Count == GoodbyesMax)
        {
            foreach (var old in _goodbyes.Where(goodbye => world.Tick >= goodbye.Value.UntilTick).Select(goodbye => goodbye.Key).ToArray())
                _goodbyes.Remove(old);
        }

        if (_goodbyes.Count < GoodbyesMax)
            _goodbyes[client.Id] = (client.Session, world.Tick + GoodbyeTicks);
    }

    private void Depart(Player player)
    {
        _goodbyes.Remove(player.Id);
        player.Region.Log.PlayerGone(player.Id);
        player.Region.Departed.Add(Storage.SaveSchedule.Row(player, online: false));
        player.Region.SaveSoon = true;
    }

    private void RemoveLeft()
    {
        foreach (var region in world.Regions)
        {
            for (var i = region.Players.Count - 1; region.Acting && i >= 0; i--)
            {
                var player = region.Players[i];
                if (player.Client is not null || player.IsFrozen || !player.IsVisible || world.Tick < player.LingerUntilTick)
                    continue;

                Depart(player);
                world.Remove(player);
            }
        }
    }

    private void TellToWait(Client client)
    {
        if (client.ToldToWait || !client.Welcomed)
            return;

        client.ToldToWait = true;
        world.Output.ToClient(client.Connection, MessageKind.Wait);
    }

    private void Welcome(OwnedRegion region, Player player, Client client)
    {
        var welcome = new Welcome(
            world.Tick, region.Id, region.Epoch, player.Epoch, player.Inputs.Applied, player.Id, world.Incarnation,
            world.Planet.Seed, (uint)world.Planet.RadiusMetres, world.Server);
        world.Output.Deadline = region.LeaseUntil;
        world.Output.CommitClient(
            client.Connection, welcome.Write(world.Output.Reserve(Contracts.Protocol.Welcome.SizeMax)), reliable: true);
        world.Output.Deadline = long.MaxValue;
        client.Welcomed = true;
        client.ToldToWait = false;
        client.Offers.Clear();
        Offer(region, player, client);
    }

    /// <summary>Offers the backup of the player's region, and the owners of those that it is near.</summary>
    private void Offer(OwnedRegion region, Player player, Client client)
    {
        OfferServer(player, client, region.View.Backup);
        var place = player.Place;
        foreach (var view in world.Map.Regions)
        {
            if (view.Region != region.Id && view.Open && view.Region.DistanceMetres(place) < RegionId.BorderZoneMetres)
                OfferServer(player, client, view.Owner);
        }
    }

    private void OfferServer(Player player, Client client, string? name)
    {
        var isKnown = name is not null && client.Offers.TryGetValue(name, out var last) && last.Incarnation == world.Map.Server(name)?.Incarnation &&
            world.Tick - last.Tick < OfferTicks;
        if (!isKnown)
            world.Offer(player, client, name);
    }

    private void Drop(Client client, DenyReason reason)
    {
        Forget(client);
        Refuse(client.Connection, reason);
    }

    private void Forget(Client client)
    {
        _clients.Remove(client.Connection);
        if (_byPlayer.GetValueOrDefault(client.Id) == client)
            _byPlayer.Remove(client.Id);
        if (client.Player is not { } player)
            return;

        client.Player = null;
        player.Client = null;
    }

    private void Refuse(int connection, DenyReason reason) => world.Output.Requests.Add(new DisconnectClient(connection, reason));
}
