using System.Net;
using PlanetarySurvival.Client.Connections;
using PlanetarySurvival.Client.Gateway;
using PlanetarySurvival.Client.Prediction;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Protocol;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.Client.Sessions;

/// <summary>
/// One player in the world. Hides the mesh: which server acts for the player, the connections that stand by, transfers, deaths and the way
/// back are its own business. Call <see cref="Step"/> 90 times a second from one thread; it has no thread of its own, never waits and
/// allocates next to nothing.
/// </summary>
public sealed class GameClient : IDisposable
{
    private const float CorrectionMetresMin = 0.001f;

    private readonly GameClientOptions _options;
    private readonly TimeProvider _time;
    private readonly long _madeAt;
    private readonly TicketSearch _search;
    private readonly ServerConnections _connections;
    private readonly InputRing _inputs = new();
    private readonly PredictedPlayer _predicted;
    private readonly List<PendingOffer> _offers = [];
    private readonly CancellationTokenSource _disposed = new();
    private readonly EntityState[] _entities = new EntityState[ProtocolLimits.EntitiesPerSnapshotMax];
    private readonly EntityState[] _entitiesRead = new EntityState[ProtocolLimits.EntitiesPerSnapshotMax];
    private readonly PlayerInput[] _inputsToSend = new PlayerInput[ProtocolLimits.InputsPerPacketMax];
    private readonly byte[] _packet = new byte[InputPacket.SizeMax];

    private int _entityCount;
    private Authority _authority;
    private ulong _session;
    private ServerConnection? _primary;
    private ServerConnection? _candidate;
    private bool _lossCounted;
    private TimeSpan _lostAt;
    private TimeSpan _leavingSince;
    private TimeSpan _updatedAt;
    private bool _isDisposed;

    /// <summary>Opens a UDP port; nothing is sent before <see cref="Connect"/>.</summary>
    /// <param name="login">Who plays, and the gateway.</param>
    /// <param name="options">Times and bounds.</param>
    /// <param name="time">The clock for time-outs.</param>
    public GameClient(PlayerLogin login, GameClientOptions? options = null, TimeProvider? time = null)
    {
        _options = options ?? new GameClientOptions();
        _time = time ?? TimeProvider.System;
        _madeAt = _time.GetTimestamp();
        _search = new TicketSearch(login, _options);
        _predicted = new PredictedPlayer(_inputs);
        _connections = new ServerConnections(_options.ConnectionSilenceMax, _options.IPv6, OnMessage, OnEnded);
        Name = login.Name;
    }

    /// <summary>The player's name.</summary>
    public string Name { get; }

    /// <summary>How the client stands.</summary>
    public ClientState State { get; private set; }

    /// <summary>What stands in the way, for people; empty if nothing does.</summary>
    public string Problem { get; private set; } = "";

    /// <summary>Why a server last refused or ended the player's connection.</summary>
    public DenyReason Denied { get; private set; }

    /// <summary>The player's id; nobody before the first ticket.</summary>
    public PlayerId Player { get; private set; }

    /// <summary>The planet; null before the first welcome.</summary>
    public Planet? Planet => Field?.Planet;

    /// <summary>
    /// The ground that the client predicts on; null before the first welcome. It needs no chunks, but who draws some may give them to it
    /// (<see cref="VoxelField.Install"/>) and so spare their computing: on the thread that drives this client, which alone may touch it.
    /// </summary>
    public VoxelField? Field { get; private set; }

    /// <summary>The name of the server that acts for the player; empty if none does.</summary>
    public string Server { get; private set; } = "";

    /// <summary>The region that the player is in.</summary>
    public RegionId Region => _predicted.Region;

    /// <summary>The predicted body, relative to <see cref="Region"/>.</summary>
    public ref readonly PlayerBody Body => ref _predicted.Body;

    /// <summary>What the player carries, as predicted.</summary>
    public ref readonly Inventory Inventory => ref _predicted.Inventory;

    /// <summary>Where the player's feet are, as predicted.</summary>
    public WorldPosition Position => _predicted.Position;

    /// <summary>Others as the last snapshot showed them, relative to <see cref="Region"/>. Valid until the next call.</summary>
    public ReadOnlySpan<EntityState> Others => _entities.AsSpan(0, _entityCount);

    /// <summary>Connections that stand by.</summary>
    public int StandbyCount => _connections.Open.Count(c => c != _primary && c != _candidate);

    /// <summary>What was counted.</summary>
    public ClientStatistics Statistics { get; } = new();

    private TimeSpan Now => _time.GetElapsedTime(_madeAt);

    /// <summary>Begins to come in. Once, before the first step.</summary>
    public void Connect()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (State != ClientState.Idle)
            throw new InvalidOperationException($"{Name} cannot connect: it is {State} already.");

        State = ClientState.Connecting;
        _search.Begin(Now);
    }

    /// <summary>
    /// One tick: takes in what arrived, makes the input and predicts it if the player may move, and sends. False if the player stands still
    /// and the input was not made.
    /// </summary>
    public bool Step(in PlayerInput input)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var now = Now;
        _connections.Receive();
        Advance(now);
        var made = Make(input);
        SendInputs();
        Update(now);
        return made;
    }

    /// <summary>The same without an input: for the time before playing, and while leaving.</summary>
    public void Poll()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var now = Now;
        _connections.Receive();
        Advance(now);
        SendInputs();
        Update(now);
    }

    /// <summary>Says goodbye. Go on polling until the state is <see cref="ClientState.Left"/>: it takes a round trip, at most 1.5 s.</summary>
    public void Leave()
    {
        if (State is ClientState.Left or ClientState.Failed or ClientState.Leaving)
            return;

        _search.Stop();
        State = ClientState.Leaving;
        _leavingSince = Now;

        // To those that stand by as well: the player may be on its way to one of them.
        foreach (var connection in _connections.Open)
        {
            if (connection.Connected)
                SayGoodbye(connection);
        }
    }

    /// <summary>Closes everything at once; without <see cref="Leave"/> the servers take it for a lost connection.</summary>
    public void Dispose()
    {
        if (_isDisposed)
            return;

        _isDisposed = true;
        _disposed.Cancel();
        _search.Dispose();
        _connections.Dispose();
        _disposed.Dispose();
    }

    private void Advance(TimeSpan now)
    {
        ConnectOffers(now);
        DecideTransfers(now);
        ExpireCandidate(now);
        switch (State)
        {
            case ClientState.Playing or ClientState.Waiting when IsSilent(_primary!, now):
                Lose(now, $"{Server} has been silent for {(now - _primary!.HeardAt).TotalSeconds:0.0} s.");
                break;
            case ClientState.Connecting or ClientState.Reconnecting when _primary is null || IsSilent(_primary, now):
                Search(now);
                break;
            case ClientState.Leaving when now - _leavingSince > _options.LeaveMax || !AnyConnected():
                End(ClientState.Left, "");
                break;
        }
    }

    private bool IsSilent(ServerConnection connection, TimeSpan now) =>
        now - connection.HeardAt > (connection.ServerWaits ? _options.WaitMax : _options.SilenceMax);

    private void Lose(TimeSpan now, string problem)
    {
        State = ClientState.Reconnecting;
        Problem = problem;
        _lostAt = now;
    }

    private bool AnyStandby()
    {
        foreach (var connection in _connections.Open)
        {
            if (connection != _primary && connection.Connected)
                return true;
        }

        return false;
    }

    private bool AnyConnected()
    {
        foreach (var connection in _connections.Open)
        {
            if (connection.Connected)
                return true;
        }

        return false;
    }

    private void ExpireCandidate(TimeSpan now)
    {
        if (_candidate is not { } candidate || now - candidate.OpenedAt <= _options.WelcomeMax)
            return;

        Drop(candidate, now);
        _search.Retry($"{candidate.Server} did not welcome the player.", now);
    }

    private void Search(TimeSpan now)
    {
        if (!_search.Active)
        {
            if (now - _lostAt >= (AnyStandby() ? _options.StandbyGrace : TimeSpan.Zero))
                _search.Begin(now);
        }
        else if (_search.Hopeless || _search.TimeIsUp(now))
        {
            Fail(_search.Problem.Length > 0 ? _search.Problem : Problem);
        }
        else if (_candidate is null && _search.Poll(now) is { } found)
        {
            Enter(found, now);
        }
        else if (_search.Problem.Length > 0)
        {
            Problem = _search.Problem;
        }
    }

    private void Enter(TicketSearch.Found found, TimeSpan now)
    {
        if (!Player.IsNone && Player != found.Ticket.Player)
        {
            Fail($"The gateway gave a ticket for player {found.Ticket.Player}; this is {Player}.");
            return;
        }

        Player = found.Ticket.Player;

        // A new login: connections of the old one stand by for nothing, and servers would end them as replaced.
        if (_session != found.Ticket.Session)
            DropAll(now);
        _session = found.Ticket.Session;
        if (_connections.Find(found.Endpoint!) is { } former)
            Drop(former, now);

        var reason = _authority == default ? ConnectReason.Join : ConnectReason.Resume;
        _candidate = _connections.Connect(found.Ticket.Server, found.Endpoint!, reason, found.Ticket.Ticket, now);
    }

    private void Drop(ServerConnection connection, TimeSpan now)
    {
        if (connection == _primary)
        {
            CountLoss();
            _primary = null;
            Server = "";
        }

        if (connection == _candidate)
            _candidate = null;
        Decide(connection, lived: now - connection.SignOfLifeAt(now) < _options.SilenceMax);
        _connections.Close(connection);
    }

    private void DropAll(TimeSpan now)
    {
        while (_connections.Open is [.., var last])
            Drop(last, now);
    }

    private void CountLoss()
    {
        if (!_lossCounted)
            Statistics.SessionsLost++;
        _lossCounted = true;
    }

    private void Fail(string problem)
    {
        if (_primary is not null)
            CountLoss();
        End(ClientState.Failed, problem);
    }

    private void End(ClientState state, string problem)
    {
        State = state;
        Problem = problem;
        Server = "";
        _search.Stop();
        _offers.Clear();
        (_primary, _candidate) = (null, null);
        DropAll(Now);
    }

    private void OnEnded(ServerConnection connection, bool byServer, DenyReason deny)
    {
        var now = Now;
        Decide(connection, lived: byServer);
        if (connection == _candidate)
        {
            _candidate = null;
            if (!_search.Active || State == ClientState.Leaving)
                return; // The former server spoke again meanwhile.

            Denied = deny;
            if (IsFinal(deny))
                Fail($"{connection.Server} refused the player: {Describe(deny)}.");
            else
                _search.Retry($"{connection.Server} did not let the player in: {Describe(deny)}.", now);
        }
        else if (connection == _primary)
        {
            _primary = null;
            Denied = deny;
            if (State == ClientState.Leaving)
                return;

            if (deny == DenyReason.Left)
            {
                End(ClientState.Left, "");
                return;
            }

            CountLoss();
            if (IsFinal(deny))
                Fail($"{connection.Server} ended the connection: {Describe(deny)}.");
            else if (State != ClientState.Reconnecting)
                Lose(now, $"{connection.Server} is gone: {Describe(deny)}.");
            Server = "";
        }
    }

    private static bool IsFinal(DenyReason deny) =>
        deny is DenyReason.Version or DenyReason.Malformed or DenyReason.TicketInvalid or DenyReason.Replaced;

    private static string Describe(DenyReason deny) => deny switch
    {
        DenyReason.None => "the connection failed",
        DenyReason.Version => $"it speaks another version than {ProtocolLimits.Version}; update the game",
        DenyReason.Malformed => "it could not read the request; update the game",
        DenyReason.TicketInvalid => "the ticket is not one of its mesh",
        DenyReason.TicketExpired => "the ticket is too old",
        DenyReason.TicketUsed => "the ticket was used before",
        DenyReason.TicketElsewhere => "the ticket names another server",
        DenyReason.Full => "it is full",
        DenyReason.Elsewhere => "the player is elsewhere",
        DenyReason.Replaced => "the account is played from somewhere else",
        DenyReason.ShuttingDown => "it shuts down",
        DenyReason.Idle => "nothing was heard for too long",
        DenyReason.Unavailable => "the player's record is not available",
        DenyReason.Left => "goodbye",
        _ => $"reason {(byte)deny}",
    };

    private void OnMessage(ServerConnection connection, ReadOnlySpan<byte> message)
    {
        switch (message.IsEmpty ? MessageKind.None : (MessageKind)message[0])
        {
            case MessageKind.Snapshot when Snapshot.TryRead(message, _entitiesRead, out var snapshot, out var entities):
                OnSnapshot(connection, snapshot, entities);
                break;
            case MessageKind.Welcome when Welcome.TryRead(message, out var welcome) && welcome.Player == Player:
                OnWelcome(connection, welcome);
                break;
            case MessageKind.StandbyOffer when StandbyOffer.TryRead(message, out var offer) && offer is { Port: > 0, Host.Length: > 0 }:
                OnOffer(offer);
                break;
            case MessageKind.Wait when message.Length == 1:
                OnWait(connection);
                break;
            default:
                Statistics.Malformed++;
                break;
        }
    }

    private void OnWelcome(ServerConnection connection, in Welcome welcome)
    {
        var authority = new Authority(welcome.PlayerEpoch, welcome.Region, welcome.RegionEpoch);
        if (!_authority.YieldsTo(authority))
        {
            Statistics.Refused++;
            return;
        }

        if (Planet is null || Planet.Seed != welcome.PlanetSeed || Planet.RadiusMetres != (int)welcome.PlanetRadiusMetres)
            Field = new VoxelField(new Planet(welcome.PlanetSeed, (int)welcome.PlanetRadiusMetres));
        Follow(connection, authority, welcome.AppliedInput);
        Server = welcome.Server;
    }

    private void OnSnapshot(ServerConnection connection, in Snapshot snapshot, int entities)
    {
        // Before the first welcome the planet is not known, and a snapshot says nothing.
        if (Planet is null)
            return;

        var authority = new Authority(snapshot.PlayerEpoch, snapshot.Region, snapshot.RegionEpoch);
        if (connection == _primary ? !_authority.YieldsTo(authority) : !_authority.IsOlderThan(authority))
        {
            Statistics.Refused++;
            return;
        }

        if (connection.SnapshotTick != 0 && (int)(snapshot.Tick - connection.SnapshotTick) <= 0)
        {
            Statistics.SnapshotsLate++;
            return;
        }

        connection.SnapshotTick = snapshot.Tick;
        if (connection != _primary)
            Follow(connection, authority, snapshot.AppliedInput);
        Take(connection, authority, snapshot, entities);
    }

    private void Take(ServerConnection primary, in Authority authority, in Snapshot snapshot, int entities)
    {
        Statistics.Snapshots++;
        _authority = authority;
        primary.HeardAt = Now;
        primary.ServerWaits = false;
        _inputs.Acknowledge(snapshot.AppliedInput, snapshot.SafeInput);
        _entitiesRead.AsSpan(0, entities).CopyTo(_entities);
        _entityCount = entities;

        var correction = _predicted.Correct(snapshot, Field!);
        Statistics.CorrectionMetresMax = Math.Max(Statistics.CorrectionMetresMax, correction);
        Statistics.CorrectionMetresSum += correction;
        if (correction > CorrectionMetresMin)
            Statistics.Corrections++;

        if (State == ClientState.Leaving)
            return;

        // The acting server speaks, so nobody has to be asked for another. A candidate that is already connected may still win by its epoch.
        _search.Stop();
        if (_inputs.IsFull)
            StandStill("No server has said for long that the player's inputs are safe.");
        else
            (State, Problem) = (ClientState.Playing, "");
    }

    private void StandStill(string problem) => (State, Problem) = (ClientState.Waiting, problem);

    private void Follow(ServerConnection connection, in Authority authority, uint applied)
    {
        var now = Now;
        _authority = authority;
        connection.HeardAt = now;
        connection.ServerWaits = false;
        if (connection == _primary)
            return;

        Decide(connection, lived: true);
        if (_primary is { } former)
        {
            former.NeededAt = now;
            if (IsSilent(former, now))
                CountLoss();
            else
                former.LeftAt = now;
        }

        if (connection == _candidate)
        {
            _candidate = null;
            if (connection.Reason == ConnectReason.Resume)
                CountLoss();
        }
        else if (_candidate is { Connected: false } late)
        {
            _candidate = null;
            _connections.Close(late);
        }

        _search.Stop();
        _primary = connection;
        _lossCounted = false;
        Server = connection.Server;
        Problem = "";
        _inputs.Resume(applied);
    }

    private void OnWait(ServerConnection connection)
    {
        connection.ServerWaits = true;
        connection.HeardAt = Now;
        if (connection != _primary || State is not (ClientState.Playing or ClientState.Reconnecting))
            return;

        StandStill($"{connection.Server} waits for its permission to act.");
    }

    // A transfer between living servers, or a death? The former connection's next sign of life, or its silence, tells.
    private void DecideTransfers(TimeSpan now)
    {
        for (var i = _connections.Open.Count - 1; i >= 0; i--)
        {
            var connection = _connections.Open[i];
            if (connection.LeftAt is not { } leftAt)
                continue;

            if (connection.SignOfLifeAt(now) > leftAt)
                Decide(connection, lived: true);
            else if (now - leftAt > _options.SilenceMax)
                Decide(connection, lived: false);
        }
    }

    private void Decide(ServerConnection connection, bool lived)
    {
        if (connection.LeftAt is null)
            return;

        connection.LeftAt = null;
        if (lived)
            Statistics.Transfers++;
        else
            Statistics.SessionsLost++;
    }

    private void OnOffer(in StandbyOffer offer)
    {
        if (State is ClientState.Leaving || _offers.Count >= _options.StandbysMax)
            return;

        var endpoint = HostAddress.Literal(offer.Host, offer.Port) is { } literal
            ? Task.FromResult<IPEndPoint?>(literal)
            : HostAddress.ResolveAsync(offer.Host, offer.Port, _disposed.Token);
        _offers.Add(new PendingOffer(offer, endpoint));
    }

    private void ConnectOffers(TimeSpan now)
    {
        for (var i = _offers.Count - 1; i >= 0; i--)
        {
            var pending = _offers[i];
            if (!pending.Endpoint.IsCompleted)
                continue;

            _offers.RemoveAt(i);
            if (pending.Endpoint.IsCompletedSuccessfully && pending.Endpoint.Result is { } endpoint)
                StandBy(pending.Offer, endpoint, now);
        }
    }

    private void StandBy(in StandbyOffer offer, IPEndPoint endpoint, TimeSpan now)
    {
        if (_connections.Find(endpoint) is { } known)
        {
            known.NeededAt = now;

            // Its process may have died and come back; then this connection is one to the dead.
            if (known == _primary || known == _candidate || now - known.SignOfLifeAt(now) < _options.SilenceMax)
                return;

            Drop(known, now);
        }

        while (StandbyCount >= _options.StandbysMax)
            Drop(LeastNeeded(), now);
        _connections.Connect(offer.Server, endpoint, ConnectReason.Standby, offer.Ticket.Span, now);
        Statistics.Standbys++;
    }

    private ServerConnection LeastNeeded() => _connections.Open
        .Where(c => c != _primary && c != _candidate)
        .OrderBy(c => c.LeftAt is not null).ThenBy(c => c.NeededAt).First();

    private bool Make(in PlayerInput input)
    {
        if (State is not (ClientState.Playing or ClientState.Waiting or ClientState.Reconnecting))
            return false;

        if (State != ClientState.Reconnecting && _primary is { ServerWaits: false } && _inputs.TryAdd(input))
        {
            _predicted.Predict(Field!);
            return true;
        }

        Statistics.StepsStoodStill++;
        if (State == ClientState.Playing)
            StandStill("No server has said for long that the player's inputs are safe.");
        return false;
    }

    private void SendInputs()
    {
        if (_primary is not { Connected: true } primary || _inputs.Made == 0 || State == ClientState.Leaving)
            return;

        var first = _inputs.FirstToSend;
        for (var packets = 0; packets < _options.PacketsPerStepMax; packets++)
        {
            var count = _inputs.CopyFrom(first, _inputsToSend);
            if (count == 0)
                break;

            SendInputs(primary, first, count);
            if (count < _inputsToSend.Length)
                return;
            first += (uint)count;
        }

        // Nothing new: the last input again, since it also tells the server which snapshot was seen.
        if (_inputs.FirstToSend > _inputs.Made && _inputs.CopyFrom(_inputs.Made, _inputsToSend) == 1)
            SendInputs(primary, _inputs.Made, 1);
    }

    private void SendInputs(ServerConnection primary, uint first, int count)
    {
        var length = new InputPacket(primary.SnapshotTick, first, _inputsToSend.AsSpan(0, count)).Write(_packet);
        primary.Peer!.Send(_packet.AsSpan(0, length), LiteNetLib.DeliveryMethod.Unreliable);
    }

    private static void SayGoodbye(ServerConnection connection) =>
        connection.Peer!.Send([(byte)MessageKind.Leave], LiteNetLib.DeliveryMethod.ReliableOrdered);

    private void Update(TimeSpan now)
    {
        _connections.Update(now - _updatedAt);
        _updatedAt = now;
        var (net, s) = (_connections.Statistics, Statistics);
        (s.PacketsSent, s.PacketsReceived, s.BytesSent, s.BytesReceived) = (net.PacketsSent, net.PacketsReceived, net.BytesSent, net.BytesReceived);
        (s.InputsMade, s.InputsApplied) = (_inputs.Made + _inputs.CountOffset, _inputs.Applied + _inputs.CountOffset);
        s.InputsSafe = _inputs.Safe + _inputs.CountOffset;
        (s.InputsSafeBroken, s.InputsLost) = (_inputs.SafeBroken, _inputs.Lost);
        s.RoundTrip = TimeSpan.FromMilliseconds(_primary?.Peer?.RoundTripTime ?? 0);
    }

    private sealed record PendingOffer(StandbyOffer Offer, Task<IPEndPoint?> Endpoint);
}
