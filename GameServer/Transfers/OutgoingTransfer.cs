using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Space;

namespace PlanetarySurvival.GameServer.Transfers;

/// <summary>How far a transfer has come at its source.</summary>
internal enum TransferState : byte
{
    /// <summary>In the log; the player still lives here and the source may abort alone (rule T5).</summary>
    Intended,

    /// <summary>The commit was sent: only the target can say that the player did not arrive (rule T5).</summary>
    Committed,

    /// <summary>Inherited from a former owner: the target is asked what became of it (rule T3).</summary>
    Asking,
}

/// <summary>A transfer out of a region of ours.</summary>
internal sealed class OutgoingTransfer(TransferId id, PlayerId player, ulong playerEpoch, RegionId target, TransferState state)
{
    public TransferId Id { get; } = id;

    public PlayerId Player { get; } = player;

    /// <summary>The player's epoch k at the source; the target makes it k + 1.</summary>
    public ulong PlayerEpoch { get; } = playerEpoch;

    public RegionId Target { get; } = target;

    public TransferState State { get; set; } = state;

    /// <summary>The log number of the intent.</summary>
    public ulong Number { get; init; }

    public uint BeganTick { get; init; }

    public uint CommittedTick { get; set; }

    /// <summary>When the commit or the question was last sent.</summary>
    public uint SentTick { get; set; }

    /// <summary>The commit as it was first sent: repetitions say the same, whatever has become of the player here.</summary>
    public byte[] Commit { get; set; } = [];
}

/// <summary>What became of a transfer into a region of ours.</summary>
/// <param name="Arrived">False: refused for ever.</param>
/// <param name="Player">Whose.</param>
/// <param name="PlayerEpoch">The player's epoch at the source.</param>
/// <param name="Number">The log number that must be safe before the source is answered (rule T6).</param>
/// <param name="DecidedTick">When it was decided here.</param>
/// <param name="IsAnswered">Whether the source was told at least once; a repeated commit is answered again.</param>
internal readonly record struct TransferOutcome(bool Arrived, PlayerId Player, ulong PlayerEpoch, ulong Number, uint DecidedTick, bool IsAnswered = false);
