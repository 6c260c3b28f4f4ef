using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.GameServer.Backups;
using PlanetarySurvival.GameServer.Mesh;
using PlanetarySurvival.GameServer.Players;
using PlanetarySurvival.GameServer.Simulation;
using PlanetarySurvival.GameServer.Transfers;

namespace PlanetarySurvival.GameServer.Regions;

/// <summary>A region that the map gives to this process, at one epoch. It acts only while a lease says so.</summary>
internal sealed class OwnedRegion(RegionView view)
{
    public RegionId Id { get; } = view.Region;

    public ulong Epoch { get; } = view.Epoch;

    public WorldPosition Origin { get; } = view.Region.Origin;

    /// <summary>The newest entry of the map.</summary>
    public RegionView View { get; set; } = view;

    /// <summary>Clock microseconds until which this process may act; 0 if never.</summary>
    public long LeaseUntil { get; private set; }

    /// <summary>Whether permission stood when the tick began; stages ask this, the output asks <see cref="LeaseUntil"/> again.</summary>
    public bool Acting { get; private set; }

    /// <summary>Never act again for this epoch: released or refused.</summary>
    public bool IsOver { get; private set; }

    /// <summary>The last entry of the log is written, since the region moves on purpose; nothing changes any more.</summary>
    public bool Sealed { get; set; }

    public List<Player> Players { get; } = [];

    /// <summary>What the backup is told.</summary>
    public RegionLog Log { get; } = new();

    /// <summary>Transfers out of this region that are not closed.</summary>
    public Dictionary<TransferId, OutgoingTransfer> Outgoing { get; } = [];

    /// <summary>Counts this epoch's transfers.</summary>
    public uint TransferCount { get; set; }

    /// <summary>What became of transfers into this region, until their source closes them.</summary>
    public Dictionary<TransferId, TransferOutcome> Outcomes { get; } = [];

    /// <summary>Scratch: ids answered in this tick.</summary>
    public List<TransferId> Answered { get; } = [];

    /// <summary>Ended transfers whose close waits for its log number to be safe, and whom it goes to.</summary>
    public Queue<(TransferId Id, string To, ulong Number)> Closing { get; } = new();

    /// <summary>By source region: ids below are refused and forgotten (rule T6).</summary>
    public Dictionary<RegionId, TransferId> Watermarks { get; } = [];

    /// <summary>Up to which number the database holds everything.</summary>
    public ulong DatabaseNumber { get; set; }

    /// <summary>A save that waits for its number to be safe, or is under way.</summary>
    public SavePlayers? PendingSave { get; set; }

    public bool SaveUnderWay { get; set; }

    /// <summary>Not before this tick is a save that failed tried again.</summary>
    public uint SaveAgainTick { get; set; }

    /// <summary>A save is wanted soon, since an arrival waits for its row.</summary>
    public bool SaveSoon { get; set; }

    public uint SavedTick { get; set; }

    /// <summary>Players that left since the last save.</summary>
    public List<PlayerSave> Departed { get; } = [];

    /// <summary>The coordinators have recorded that the backup holds everything, so it is counted.</summary>
    public bool BackupCounts => View.BackupSynced && Log.Backup == View.BackupIncarnation;

    /// <summary>
    /// The log number up to which everything survives the loss of any one process (rule T0): the counted backup has answered for it; while none
    /// counts, the database holds it; while one is reported but not recorded yet, both.
    /// </summary>
    public ulong SafeNumber =>
        BackupCounts ? Log.Acknowledged
        : Log.IsSynced ? Math.Min(Log.Acknowledged, DatabaseNumber)
        : DatabaseNumber;

    public void Grant(in LeaseGrant grant)
    {
        if (grant.Epoch != Epoch || IsOver)
            return;

        if (grant.Answer == LeaseAnswer.Granted)
            LeaseUntil = Math.Max(LeaseUntil, grant.SentMicroseconds + Lease.HeldMicroseconds);
        else if (grant.Answer == LeaseAnswer.Refused)
            End();
    }

    /// <summary>Gives up permission for good.</summary>
    public void End()
    {
        IsOver = true;
        Acting = false;
        LeaseUntil = 0;
    }

    /// <summary>Reads the lease at the beginning of a tick.</summary>
    public void BeginTick(long nowMicroseconds) => Acting = !IsOver && !Sealed && nowMicroseconds < LeaseUntil;
}
