using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Protocol;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.GameServer.Players;
using PlanetarySurvival.GameServer.Regions;
using PlanetarySurvival.GameServer.Transfers;

namespace PlanetarySurvival.GameServer.Backups;

/// <summary>The backup's side: a region as its owner last described it. Becomes the region itself if this server is promoted.</summary>
internal sealed class Replica(RegionId region, ulong epoch)
{
    /// <summary>Players in one replica; a frame with more is malformed.</summary>
    private const int PlayersMax = 10_000;

    public RegionId Region { get; } = region;

    /// <summary>Of the owner that wrote it.</summary>
    public ulong Epoch { get; } = epoch;

    /// <summary>The number of the last entry.</summary>
    public ulong Number { get; private set; }

    public Dictionary<PlayerId, PlayerRecord> Players { get; } = [];

    public Dictionary<TransferId, (PlayerId Player, ulong PlayerEpoch, RegionId Target)> Intents { get; } = [];

    public Dictionary<TransferId, (bool Arrived, PlayerId Player, ulong PlayerEpoch)> Outcomes { get; } = [];

    public Dictionary<RegionId, TransferId> Watermarks { get; } = [];

    /// <summary>The owner wrote its last entry: it hands over on purpose and its clients lose nothing.</summary>
    public bool Sealed { get; private set; }

    /// <summary>A region of ours as a replica: it was given to this very process again, at the next epoch.</summary>
    public static Replica Of(OwnedRegion region)
    {
        var replica = new Replica(region.Id, region.Epoch) { Sealed = true };
        foreach (var player in region.Players)
            replica.Players.Add(player.Id, player.Record());
        foreach (var (id, transfer) in region.Outgoing)
            replica.Intents.Add(id, (transfer.Player, transfer.PlayerEpoch, transfer.Target));
        foreach (var (id, outcome) in region.Outcomes)
            replica.Outcomes.Add(id, (outcome.Arrived, outcome.Player, outcome.PlayerEpoch));
        foreach (var (source, mark) in region.Watermarks)
            replica.Watermarks.Add(source, mark);
        return replica;
    }

    /// <summary>Applies the entries of a frame that ends with a number. False if it does not follow, or is malformed: ask for everything.</summary>
    public bool TryApply(bool reset, ulong number, uint count, ref WireReader reader)
    {
        if (!reset && number - count != Number)
            return false;

        if (reset)
        {
            Players.Clear();
            Intents.Clear();
            Outcomes.Clear();
            Watermarks.Clear();
        }

        Sealed = false;
        for (var i = 0u; i < count; i++)
        {
            if (!TryApplyOne(ref reader))
                return false;
        }

        Number = number;
        return reader.Complete;
    }

    private bool TryApplyOne(ref WireReader reader)
    {
        switch ((LogEntryKind)reader.Byte())
        {
            case LogEntryKind.Player:
                var record = PlayerRecord.Read(ref reader);
                Players[record.Id] = record;
                break;

            case LogEntryKind.PlayerGone:
                Players.Remove(new PlayerId(reader.UInt64()));
                break;

            case LogEntryKind.Intent:
                var intent = TransferId.Read(ref reader);
                var (player, epoch) = (new PlayerId(reader.UInt64()), reader.UInt64());
                if (!RegionId.TryUnpack(reader.UInt64(), out var target))
                    return false;
                Intents[intent] = (player, epoch, target);
                break;

            case LogEntryKind.IntentClosed:
                Intents.Remove(TransferId.Read(ref reader));
                break;

            case LogEntryKind.Outcome:
                Outcomes[TransferId.Read(ref reader)] = (reader.Byte() != 0, new PlayerId(reader.UInt64()), reader.UInt64());
                break;

            case LogEntryKind.Watermark:
                var lowestOpen = TransferId.Read(ref reader);
                Watermarks[lowestOpen.Source] = lowestOpen;
                foreach (var id in Outcomes.Keys.Where(id => id.Source == lowestOpen.Source && id.IsBelow(lowestOpen)).ToArray())
                    Outcomes.Remove(id);
                break;

            case LogEntryKind.Sealed:
                Sealed = true;
                break;

            default:
                return false;
        }

        return !reader.Failed && Players.Count <= PlayersMax;
    }
}
