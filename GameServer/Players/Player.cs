using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.GameServer.Connections;
using PlanetarySurvival.GameServer.Regions;
using PlanetarySurvival.GameServer.Transfers;

namespace PlanetarySurvival.GameServer.Players;

/// <summary>A player that this server has authority over.</summary>
internal sealed class Player(PlayerId id, string name, ulong session, ulong epoch, OwnedRegion region)
{
    /// <summary>Logged states whose answer is awaited; more wait for the next log.</summary>
    private const int LoggedMax = 16;

    private readonly (ulong Number, uint Applied)[] _logged = new (ulong, uint)[LoggedMax];
    private int _loggedFirst;
    private int _loggedCount;

    public PlayerId Id { get; } = id;

    public string Name { get; } = name;

    /// <summary>The newest login; an older one does not get the avatar.</summary>
    public ulong Session { get; set; } = session;

    /// <summary>Of the authority over this player; grows by one with each transfer and each claim of its row.</summary>
    public ulong Epoch { get; } = epoch;

    /// <summary>The epoch that its database row is known to have; what is below <see cref="Epoch"/> wants a save.</summary>
    public ulong RowEpoch { get; set; }

    /// <summary>The region that simulates it.</summary>
    public OwnedRegion Region { get; } = region;

    public PlayerBody Body;

    public Inventory Inventory;

    public ushort Yaw { get; set; }

    public InputQueue Inputs { get; } = new();

    /// <summary>Inputs that may be applied: one accrues a tick, so that no client is faster than the clock for long.</summary>
    public int InputCredit { get; set; }

    /// <summary>Sequence of the last input that survives the loss of any one process.</summary>
    public uint SafeInput { get; private set; }

    /// <summary>The client that steers it, if any.</summary>
    public Client? Client { get; set; }

    /// <summary>The region's log number at which it became this server's; nothing of it leaves before that is safe (rule T4).</summary>
    public ulong ArrivalNumber { get; init; }

    /// <summary>Whether something changed since the last state in the log.</summary>
    public bool Changed { get; set; }

    /// <summary>Whether something changed since the last save.</summary>
    public bool Unsaved { get; set; } = true;

    /// <summary>The open transfer, if any.</summary>
    public OutgoingTransfer? Transfer { get; set; }

    /// <summary>Not before this tick is the next transfer tried.</summary>
    public uint TransferAfterTick { get; set; }

    /// <summary>Its client was lost, and that is counted.</summary>
    public bool LossCounted { get; set; }

    /// <summary>When it leaves the world, if no client comes back.</summary>
    public uint LingerUntilTick { get; set; }

    /// <summary>It came from another process and its client has not been seen here yet.</summary>
    public bool ArrivalUnconfirmed { get; set; }

    /// <summary>Frozen: it may be somewhere else already (rules T1, T3).</summary>
    public bool IsFrozen => Transfer is { State: not TransferState.Intended };

    /// <summary>Whether its arrival is safe, so that others may hear of it; once true, it stays so.</summary>
    public bool IsVisible { get; private set; }

    /// <summary>Its place in the world.</summary>
    public WorldPosition Place => WorldPosition.From(Region.Origin, Body.Position);

    public PlayerRecord Record() =>
        new(Id, Session, Epoch, Region.Id, Body, Yaw, Inventory, Inputs.Applied, LossCounted, Name);

    /// <summary>Whether another state may go into the log; if not, too many answers are awaited.</summary>
    public bool CanLog => _loggedCount < LoggedMax;

    /// <summary>Remembers that the present state went into the log.</summary>
    public void Logged(ulong number)
    {
        Changed = false;
        if (CanLog)
            _logged[(_loggedFirst + _loggedCount++) % LoggedMax] = (number, Inputs.Applied);
    }

    /// <summary>Everything in the log up to a number is safe.</summary>
    public void NoteSafe(ulong number)
    {
        IsVisible |= number >= ArrivalNumber;
        while (_loggedCount > 0 && _logged[_loggedFirst].Number <= number)
        {
            SafeInput = Math.Max(SafeInput, _logged[_loggedFirst].Applied);
            _loggedFirst = (_loggedFirst + 1) % LoggedMax;
            _loggedCount--;
        }
    }

    /// <summary>What was safe when the player became this server's stays so.</summary>
    public void StartAt(uint applied, uint safe)
    {
        Inputs.Reset(applied);
        SafeInput = safe;
    }
}
