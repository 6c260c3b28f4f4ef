using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Protocol;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.GameServer.Players;
using PlanetarySurvival.GameServer.Regions;
using PlanetarySurvival.GameServer.Simulation;

namespace PlanetarySurvival.GameServer.Transfers;

/// <summary>
/// Hands players over from region to region by the transfer rules (architecture, "Transfer rules"). The way of one: intent into the log → safe →
/// commit to the target's owner, the player frozen → arrival into the target's log → safe and in the database → answer → gone from
/// here → safe → close. Each message is repeated until it is answered and does nothing the second time. A target on this very
/// server takes the same way, without the network.
/// </summary>
/// <remarks>Frames, each a kind and a TransferId (20 bytes), then:
/// <code>
/// commit    target region (8), PlayerRecord with the epoch at the source and the body relative to the target region
/// answer    arrived (1), player (8), its epoch at the source (8)
/// close     lowest id of the source region that is still open (20)
/// question  player (8), its epoch at the source (8), target region (8), epoch of the asker's region (8)
/// </code></remarks>
internal sealed class TransferProtocol(ServerWorld world)
{
    /// <summary>Ticks between repetitions: 100 ms.</summary>
    private const uint TicksPerRepeat = 9;

    /// <summary>An intent that could not be committed for so long is given up (rule T5); the player turns around at the wall.</summary>
    private const uint IntentTicksMax = 180;

    /// <summary>After a refusal or an abort the player is not offered again for so long.</summary>
    private const uint RetryTicks = 45;

    private const int FrameSizeMax = 1 + 2 * TransferId.Size + 32 + PlayerRecord.SizeMax;

    private readonly Queue<byte[]> _toSelf = new();
    private readonly List<OutgoingTransfer> _scratch = [];
    private readonly List<Player> _crossing = [];

    /// <summary>Begins and continues the transfers out of regions that act.</summary>
    public void Step()
    {
        foreach (var region in world.Regions)
        {
            if (!region.Acting)
                continue;

            Begin(region);
            Continue(region);
            AnswerSafeOutcomes(region);
        }

        // A hand-over between two regions of this server takes the same steps; each round may answer the one before.
        for (var i = _toSelf.Count; i > 0; i--)
            OnFrame(world.Server, _toSelf.Dequeue());
    }

    /// <summary>Takes over the open intents of a former owner: each is asked about before its player does anything (rule T3).</summary>
    public static void Inherit(OwnedRegion region, TransferId id, PlayerId player, ulong playerEpoch, RegionId target, Player? present)
    {
        var transfer = new OutgoingTransfer(id, player, playerEpoch, target, TransferState.Asking);
        region.Outgoing.Add(id, transfer);
        if (present is not null)
            present.Transfer = transfer;
    }

    /// <summary>One of the four frames arrived.</summary>
    public void OnFrame(string from, ReadOnlySpan<byte> frame)
    {
        var reader = new WireReader(frame);
        var kind = (PeerFrameKind)reader.Byte();
        var id = TransferId.Read(ref reader);
        if (reader.Failed)
            return;

        switch (kind)
        {
            case PeerFrameKind.TransferCommit:
                OnCommit(from, id, ref reader);
                break;
            case PeerFrameKind.TransferAnswer:
                OnAnswer(from, id, ref reader);
                break;
            case PeerFrameKind.TransferClose:
                OnClose(id, ref reader);
                break;
            case PeerFrameKind.TransferQuestion:
                OnQuestion(from, id, ref reader);
                break;
        }
    }

    private void Begin(OwnedRegion region)
    {
        _crossing.Clear();
        foreach (var player in region.Players)
        {
            if (player.Transfer is null && player.IsVisible && world.Tick >= player.TransferAfterTick && IsBeyond(region, player.Body.Position))
                _crossing.Add(player);
        }

        foreach (var player in _crossing)
        {
            if (world.Map.RegionAt(player.Place) is not { Owner: { } owner, Open: true } target || target.Region == region.Id || !CanReach(region, owner))
                continue;

            var id = new TransferId(region.Id, region.Epoch, ++region.TransferCount);
            var transfer = new OutgoingTransfer(id, player.Id, player.Epoch, target.Region, TransferState.Intended)
            {
                Number = region.Log.Intent(id, player.Id, player.Epoch, target.Region),
                BeganTick = world.Tick,
            };
            region.Outgoing.Add(id, transfer);
            player.Transfer = transfer;
        }
    }

    private void Continue(OwnedRegion region)
    {
        _scratch.Clear();
        _scratch.AddRange(region.Outgoing.Values);
        foreach (var transfer in _scratch)
        {
            var owner = world.Map.Region(transfer.Target) is { Open: true } target ? target.Owner : null;
            var reachable = owner is not null && CanReach(region, owner);
            var repeats = world.Tick - transfer.SentTick >= TicksPerRepeat;
            switch (transfer.State)
            {
                case TransferState.Intended:
                    ContinueIntent(region, transfer, reachable ? owner : null);
                    break;
                case TransferState.Committed when reachable && repeats:
                    SendCommit(region, transfer, owner!);
                    break;
                case TransferState.Asking when owner is not null && repeats:
                    SendQuestion(region, transfer, owner);
                    break;
            }
        }
    }

    private void ContinueIntent(OwnedRegion region, OutgoingTransfer transfer, string? owner)
    {
        var player = world.Players.GetValueOrDefault(transfer.Player);
        if (player?.Transfer != transfer)
        {
            Abort(region, transfer, null);
        }
        else if (owner is not null && region.SafeNumber >= transfer.Number)
        {
            transfer.State = TransferState.Committed;
            transfer.CommittedTick = world.Tick;
            transfer.Commit = WriteCommit(region, transfer, player);
            SendCommit(region, transfer, owner);
        }
        else if (world.Tick - transfer.BeganTick > IntentTicksMax || !IsBeyond(region, player.Body.Position))
        {
            Abort(region, transfer, player);
        }
    }

    /// <summary>Only the source knows that nothing was sent yet, so it may abort alone (rule T5).</summary>
    private void Abort(OwnedRegion region, OutgoingTransfer transfer, Player? player)
    {
        region.Log.IntentClosed(transfer.Id);
        region.Outgoing.Remove(transfer.Id);
        if (player is null)
            return;

        player.Transfer = null;
        player.TransferAfterTick = world.Tick + RetryTicks;
    }

    private static byte[] WriteCommit(OwnedRegion region, OutgoingTransfer transfer, Player player)
    {
        var record = player.Record() with
        {
            Region = transfer.Target,
            Body = player.Body with { Position = WorldPosition.Rebase(player.Body.Position, region.Origin, transfer.Target.Origin) },
        };
        Span<byte> buffer = stackalloc byte[FrameSizeMax];
        var writer = new WireWriter(buffer);
        writer.Byte((byte)PeerFrameKind.TransferCommit);
        transfer.Id.Write(ref writer);
        writer.UInt64(transfer.Target.Packed);
        record.Write(ref writer);
        return buffer[..writer.Length].ToArray();
    }

    private void SendCommit(OwnedRegion region, OutgoingTransfer transfer, string owner)
    {
        transfer.SentTick = world.Tick;
        transfer.Commit.CopyTo(world.Output.Reserve(FrameSizeMax));
        Send(owner, transfer.Commit.Length, region.LeaseUntil);
    }

    private void SendQuestion(OwnedRegion region, OutgoingTransfer transfer, string owner)
    {
        transfer.SentTick = world.Tick;
        var writer = Begin(PeerFrameKind.TransferQuestion, transfer.Id);
        writer.UInt64(transfer.Player.Value);
        writer.UInt64(transfer.PlayerEpoch);
        writer.UInt64(transfer.Target.Packed);
        writer.UInt64(region.Epoch);
        Send(owner, writer.Length, region.LeaseUntil);
    }

    private void OnCommit(string from, TransferId id, ref WireReader reader)
    {
        var packed = reader.UInt64();
        var record = PlayerRecord.Read(ref reader);

        // T2: a source that has been replaced is not heard; its successor asks.
        if (!reader.Complete || !RegionId.TryUnpack(packed, out var target) || record.Region != target || !world.IsCurrent(id.Source, id.Epoch) ||
            world.Region(target) is not { Acting: true } region)
            return;

        if (region.Outcomes.TryGetValue(id, out var known))
        {
            AnswerIfSafe(region, id, known, from);
            return;
        }

        if (IsBelowWatermark(region, id))
            return;

        var room = world.Players.Count < world.Options.PlayersPerServerMax || from == world.Server;
        if (!room || world.Players.GetValueOrDefault(record.Id) is { } present && present.Epoch > record.Epoch)
            Decide(region, id, arrived: false, record.Id, record.Epoch);
        else
            Arrive(region, id, record, from);
    }

    private void Arrive(OwnedRegion region, TransferId id, in PlayerRecord record, string from)
    {
        var client = default(Connections.Client);
        if (world.Players.TryGetValue(record.Id, out var former))
        {
            // From a region of ours to another: the frozen one goes when its source hears of the arrival, this one lives from now on.
            client = former.Client;
            world.Remove(former);
        }

        var number = Decide(region, id, arrived: true, record.Id, record.Epoch);
        var player = new Player(record.Id, record.Name, record.Session, record.Epoch + 1, region)
        {
            Body = record.Body,
            Inventory = record.Inventory,
            Yaw = record.Yaw,
            LossCounted = record.LossCounted,
            LingerUntilTick = world.Tick + (uint)(world.Options.LingerSeconds * ProtocolLimits.TickRate),
            InputCredit = ProtocolLimits.TickRate,
            ArrivalUnconfirmed = from != world.Server,
            ArrivalNumber = number + 1,
            Changed = true,
        };
        player.StartAt(record.AppliedInput, former?.SafeInput ?? 0);
        world.Add(player);
        player.Logged(region.Log.Player(player));
        region.SaveSoon = true;
        if (client is not null)
            (client.Player, player.Client) = (player, client);
    }

    private ulong Decide(OwnedRegion region, TransferId id, bool arrived, PlayerId player, ulong playerEpoch)
    {
        var number = region.Log.Outcome(id, arrived, player, playerEpoch);

        // The player's own state is the entry after an arrival; both are safe before the source hears of it.
        region.Outcomes[id] = new TransferOutcome(arrived, player, playerEpoch, arrived ? number + 1 : number, world.Tick);
        return number;
    }

    /// <summary>Answers go out at the commit's repetition too; this is the first moment at which they may (rule T6).</summary>
    private void AnswerSafeOutcomes(OwnedRegion region)
    {
        foreach (var (id, outcome) in region.Outcomes)
        {
            if (outcome.IsAnswered || world.Map.Region(id.Source)?.Owner is not { } source || !AnswerIfSafe(region, id, outcome, source))
                continue;

            region.Answered.Add(id);

            // A commit is decided on before its tick is counted, and answered within one.
            var ticks = world.Tick > outcome.DecidedTick ? world.Tick - outcome.DecidedTick - 1 : 0;
            world.Output.Requests.Add(new TransferTaken(id, outcome.Player, region.Id, source, outcome.Arrived, ticks));
        }

        foreach (var id in region.Answered)
            region.Outcomes[id] = region.Outcomes[id] with { IsAnswered = true };
        region.Answered.Clear();
    }

    private bool AnswerIfSafe(OwnedRegion region, TransferId id, in TransferOutcome outcome, string to)
    {
        if (region.SafeNumber < outcome.Number)
            return false;

        // A join reads the row: until it says k + 1, the source keeps its record and answers "moving".
        if (outcome.Arrived && world.Players.TryGetValue(outcome.Player, out var player) && player.RowEpoch <= outcome.PlayerEpoch)
            return false;

        var writer = Begin(PeerFrameKind.TransferAnswer, id);
        writer.Byte(outcome.Arrived ? (byte)1 : (byte)0);
        writer.UInt64(outcome.Player.Value);
        writer.UInt64(outcome.PlayerEpoch);
        Send(to, writer.Length, region.LeaseUntil);
        return true;
    }

    private void OnAnswer(string from, TransferId id, ref WireReader reader)
    {
        var arrived = reader.Byte() != 0;
        if (world.Region(id.Source) is not { Acting: true } region)
            return;

        if (!region.Outgoing.TryGetValue(id, out var transfer))
        {
            SendClose(region, id, from);
            return;
        }

        if (transfer.State == TransferState.Intended)
            return;

        var player = region.Players.Find(player => player.Transfer == transfer);
        if (arrived && player is not null)
        {
            region.Log.PlayerGone(player.Id);
            world.HandOver(player, from);
        }
        else if (arrived)
        {
            region.Log.PlayerGone(transfer.Player);
        }
        else if (player is not null)
        {
            player.Transfer = null;
            player.TransferAfterTick = world.Tick + RetryTicks;
        }

        region.Log.IntentClosed(id);
        region.Outgoing.Remove(id);

        var asked = transfer.CommittedTick == 0;
        world.Output.Requests.Add(new TransferEnded(
            id, transfer.Player, transfer.Target, from, arrived, asked ? 0 : transfer.CommittedTick - transfer.BeganTick,
            asked ? 0 : world.Tick - transfer.CommittedTick));
        region.Closing.Enqueue((id, from, region.Log.Number));
    }

    /// <summary>The source's close is safe before it is sent (rule T6).</summary>
    public void SendSafeCloses()
    {
        foreach (var region in world.Regions)
        {
            while (region.Acting && region.Closing.TryPeek(out var closing) && closing.Number <= region.SafeNumber)
            {
                region.Closing.Dequeue();
                SendClose(region, closing.Id, closing.To);
            }
        }
    }

    private void SendClose(OwnedRegion region, TransferId id, string to)
    {
        var lowest = new TransferId(region.Id, region.Epoch, region.TransferCount + 1);
        foreach (var open in region.Outgoing.Keys)
        {
            if (open.IsBelow(lowest))
                lowest = open;
        }

        var writer = Begin(PeerFrameKind.TransferClose, id);
        lowest.Write(ref writer);
        Send(to, writer.Length, region.LeaseUntil);
    }

    private void OnClose(TransferId id, ref WireReader reader)
    {
        var lowestOpen = TransferId.Read(ref reader);
        if (!reader.Complete || lowestOpen.Source != id.Source || !world.IsCurrent(lowestOpen.Source, lowestOpen.Epoch))
            return;

        foreach (var region in world.Regions)
        {
            if (!region.Acting || !region.Outcomes.ContainsKey(id))
                continue;

            foreach (var old in region.Outcomes.Keys.Where(known => known.Source == id.Source && known.IsBelow(lowestOpen)).ToArray())
                region.Outcomes.Remove(old);
            region.Outcomes.Remove(id);
            if (!region.Watermarks.TryGetValue(id.Source, out var mark) || mark.IsBelow(lowestOpen))
            {
                region.Watermarks[id.Source] = lowestOpen;
                region.Log.Watermark(lowestOpen);
            }
        }
    }

    private void OnQuestion(string from, TransferId id, ref WireReader reader)
    {
        var player = new PlayerId(reader.UInt64());
        var playerEpoch = reader.UInt64();
        var packed = reader.UInt64();
        var askerEpoch = reader.UInt64();

        // The question makes the asker's epoch known: the former owner's commit is not heard from now on (rule T2).
        if (!reader.Complete || !RegionId.TryUnpack(packed, out var target) || !world.IsCurrent(id.Source, askerEpoch) ||
            world.Region(target) is not { Acting: true } region)
            return;

        if (!region.Outcomes.ContainsKey(id))
        {
            if (IsBelowWatermark(region, id))
            {
                // Forgotten: the source had heard the answer before it died, and closed. What it heard is in its log, so it does not ask.
                return;
            }

            Decide(region, id, arrived: false, player, playerEpoch);
        }

        AnswerIfSafe(region, id, region.Outcomes[id], from);
    }

    private static bool IsBelowWatermark(OwnedRegion region, TransferId id) =>
        region.Watermarks.TryGetValue(id.Source, out var mark) && id.IsBelow(mark);

    /// <summary>
    /// Without a counted backup an intent would be lost with this process, so nothing crosses to another one; on this server both regions share
    /// its fate, and the player's row decides.
    /// </summary>
    private bool CanReach(OwnedRegion region, string owner) =>
        owner == world.Server || (region.BackupCounts && world.Peers.TryGetValue(owner, out var incarnation) &&
            world.Map.Server(owner)?.Incarnation == incarnation);

    private bool IsBeyond(OwnedRegion region, System.Numerics.Vector3 position)
    {
        var margin = world.Options.TransferHysteresisMetres;
        var far = region.Id.EdgeMetres + margin;
        return position.X < -margin || position.Y < -margin || position.Z < -margin || position.X > far || position.Y > far || position.Z > far;
    }

    private WireWriter Begin(PeerFrameKind kind, TransferId id)
    {
        var writer = new WireWriter(world.Output.Reserve(FrameSizeMax));
        writer.Byte((byte)kind);
        id.Write(ref writer);
        return writer;
    }

    private void Send(string to, int length, long deadline)
    {
        if (to == world.Server)
        {
            _toSelf.Enqueue(world.Output.Reserve(FrameSizeMax)[..length].ToArray());
            return;
        }

        world.Output.Deadline = deadline;
        world.Output.CommitPeer(to, length);
        world.Output.Deadline = long.MaxValue;
    }
}
