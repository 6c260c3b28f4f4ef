using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Protocol;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.GameServer.Players;
using PlanetarySurvival.GameServer.Regions;
using PlanetarySurvival.GameServer.Simulation;
using PlanetarySurvival.GameServer.Transfers;

namespace PlanetarySurvival.GameServer.Backups;

/// <summary>
/// The owner's side of a region's backup: one ordered, numbered log of all that the backup must know (rule T0). Entries of a tick are sent
/// together; a backup that is new, or whose link broke, is sent everything first.
/// </summary>
/// <remarks>A replica frame:
/// <code>
/// offset  size  field
///      0     1  Kind    1
///      1     1  Reset   1: forget what you had, this is everything
///      2     8  Region
///     10     8  Epoch
///     18     8  Number  of the last entry in this frame
///     26     4  Count   entries that follow, each a LogEntryKind and its fields
/// </code></remarks>
internal sealed class RegionLog
{
    public const int HeaderSize = 30;

    /// <summary>Bytes of entries that may wait for one flush; beyond it the backup is sent everything anew.</summary>
    private const int PendingBytesMax = 1 << 20;

    private const uint AnswerTicksMax = ProtocolLimits.TickRate;

    private const int EntrySizeMax = 1 + PlayerRecord.SizeMax + 2 * TransferId.Size;

    private byte[] _pending = new byte[4096];
    private int _pendingLength;
    private int _pendingCount;
    private bool _sendAll;
    private uint _waitingSinceTick;

    /// <summary>The number of the last entry.</summary>
    public ulong Number { get; private set; }

    /// <summary>The backup's answer covers all entries up to this.</summary>
    public ulong Acknowledged { get; private set; }

    /// <summary>The process that is sent the log; default if none.</summary>
    public Guid Backup { get; private set; }

    /// <summary>Its name.</summary>
    public string? BackupName { get; private set; }

    /// <summary>It has answered for everything that was there when it became the backup.</summary>
    public bool IsSynced { get; private set; }

    private ulong ResetNumber { get; set; }

    /// <summary>Sends the log to another process from now on, beginning with everything.</summary>
    public void SendTo(string name, Guid incarnation)
    {
        BackupName = name;
        Backup = incarnation;
        Acknowledged = 0;
        IsSynced = false;
        _sendAll = true;
    }

    /// <summary>Sends everything anew: the link broke, or the backup lost its place. What it has answered for, it still has.</summary>
    public void SendAll() => _sendAll = Backup != default;

    /// <summary>Sends the log to nobody.</summary>
    public void Stop()
    {
        (BackupName, Backup, Acknowledged, IsSynced, _sendAll) = (null, default, 0, false, false);
        (_pendingLength, _pendingCount) = (0, 0);
    }

    public void Answered(ulong number)
    {
        if (number > Number)
            return;

        Acknowledged = Math.Max(Acknowledged, number);
        IsSynced |= !_sendAll && number >= ResetNumber;
    }

    public ulong Player(Player player)
    {
        var writer = Begin(LogEntryKind.Player);
        player.Record().Write(ref writer);
        return End(writer.Length);
    }

    public ulong PlayerGone(PlayerId player)
    {
        var writer = Begin(LogEntryKind.PlayerGone);
        writer.UInt64(player.Value);
        return End(writer.Length);
    }

    public ulong Intent(TransferId id, PlayerId player, ulong playerEpoch, RegionId target)
    {
        var writer = Begin(LogEntryKind.Intent);
        id.Write(ref writer);
        writer.UInt64(player.Value);
        writer.UInt64(playerEpoch);
        writer.UInt64(target.Packed);
        return End(writer.Length);
    }

    public ulong IntentClosed(TransferId id)
    {
        var writer = Begin(LogEntryKind.IntentClosed);
        id.Write(ref writer);
        return End(writer.Length);
    }

    public ulong Outcome(TransferId id, bool arrived, PlayerId player, ulong playerEpoch)
    {
        var writer = Begin(LogEntryKind.Outcome);
        id.Write(ref writer);
        writer.Byte(arrived ? (byte)1 : (byte)0);
        writer.UInt64(player.Value);
        writer.UInt64(playerEpoch);
        return End(writer.Length);
    }

    public ulong Watermark(TransferId lowestOpen)
    {
        var writer = Begin(LogEntryKind.Watermark);
        lowestOpen.Write(ref writer);
        return End(writer.Length);
    }

    public ulong Sealed() => End(Begin(LogEntryKind.Sealed).Length);

    /// <summary>
    /// Hands this tick's entries to the output, or everything if the backup needs it: it is new, it said so, or it has not answered for a second.
    /// </summary>
    public void Flush(OwnedRegion region, OutputBuffer output, uint tick)
    {
        if (Acknowledged >= Number || _pendingCount > 0)
            _waitingSinceTick = tick;
        else if (tick - _waitingSinceTick > AnswerTicksMax)
            SendAll();

        if (Backup != default && _sendAll)
        {
            WriteAll(region, output);
            _waitingSinceTick = tick;
        }
        else if (Backup != default && _pendingCount > 0)
            Write(region, output, reset: false, _pendingCount, _pending.AsSpan(0, _pendingLength));
        (_pendingLength, _pendingCount) = (0, 0);
    }

    private void WriteAll(OwnedRegion region, OutputBuffer output)
    {
        (_pendingLength, _pendingCount) = (0, 0);
        var number = Number;
        foreach (var player in region.Players)
            Player(player);
        foreach (var transfer in region.Outgoing.Values)
            Intent(transfer.Id, transfer.Player, transfer.PlayerEpoch, transfer.Target);
        foreach (var (id, outcome) in region.Outcomes)
            Outcome(id, outcome.Arrived, outcome.Player, outcome.PlayerEpoch);
        foreach (var lowestOpen in region.Watermarks.Values)
            Watermark(lowestOpen);
        if (region.Sealed)
            Sealed();

        // Everything counts as one entry more than the last, so that an answer for it covers the state as it was sent.
        Number = ResetNumber = number + 1;
        Write(region, output, reset: true, _pendingCount, _pending.AsSpan(0, _pendingLength));
        _sendAll = false;
    }

    private void Write(OwnedRegion region, OutputBuffer output, bool reset, int count, ReadOnlySpan<byte> entries)
    {
        var writer = new WireWriter(output.Reserve(HeaderSize + entries.Length));
        writer.Byte((byte)PeerFrameKind.Replica);
        writer.Byte(reset ? (byte)1 : (byte)0);
        writer.UInt64(region.Id.Packed);
        writer.UInt64(region.Epoch);
        writer.UInt64(Number);
        writer.UInt32((uint)count);
        writer.Bytes(entries);
        output.Deadline = region.LeaseUntil;
        output.CommitPeer(BackupName!, writer.Length);
        output.Deadline = long.MaxValue;
    }

    private WireWriter Begin(LogEntryKind kind)
    {
        if (_pendingLength + EntrySizeMax > PendingBytesMax)
        {
            // Nobody takes them, or far too many at once: the backup gets everything at the next flush instead.
            (_pendingLength, _pendingCount) = (0, 0);
            SendAll();
        }

        if (_pendingLength + EntrySizeMax > _pending.Length)
            Array.Resize(ref _pending, Math.Max(_pending.Length * 2, _pendingLength + EntrySizeMax));
        var writer = new WireWriter(_pending.AsSpan(_pendingLength));
        writer.Byte((byte)kind);
        return writer;
    }

    private ulong End(int length)
    {
        _pendingLength += length;
        _pendingCount++;
        return ++Number;
    }
}
