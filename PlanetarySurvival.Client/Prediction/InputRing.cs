using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Protocol;

namespace PlanetarySurvival.Client.Prediction;

/// <summary>
/// The player's inputs, numbered from 1, kept until a server says that they are safe. Holds at most
/// <see cref="ProtocolLimits.InputsOutstandingMax"/> that are not; when it is full none is added.
/// </summary>
public sealed class InputRing
{
    private const int Capacity = ProtocolLimits.InputsOutstandingMax;

    private readonly PlayerInput[] _inputs = new PlayerInput[Capacity];

    /// <summary>Sequence of the newest input; 0 before the first.</summary>
    public uint Made { get; private set; }

    /// <summary>Sequence of the oldest input that is still here: safe ones stay until their place is needed.</summary>
    public uint Oldest { get; private set; } = 1;

    /// <summary>Sequence of the first input that is to be sent.</summary>
    public uint FirstToSend => Math.Max(Applied + 1, Oldest);

    /// <summary>Sequence of the last input that the acting server has applied. Falls when a backup takes over that knows less.</summary>
    public uint Applied { get; private set; }

    /// <summary>Sequence of the last input that survives the loss of any one process; never falls.</summary>
    public uint Safe { get; private set; }

    /// <summary>Added to a sequence it gives the number of inputs that this ring ever took up to it, however often numbering began anew.</summary>
    public long CountOffset { get; private set; }

    /// <summary>Inputs that the acting server has not applied.</summary>
    public int Unapplied => (int)(Made - Applied);

    /// <summary>Whether no input can be added until one becomes safe.</summary>
    public bool IsFull => Made - Safe >= Capacity;

    /// <summary>Inputs that a server called safe and that a later one did not know: a broken promise of the mesh, counted.</summary>
    public long SafeBroken { get; private set; }

    /// <summary>Inputs that a later server did not know and that could not be sent again, or not without risk of being applied twice.</summary>
    public long Lost { get; private set; }

    /// <summary>Adds the next input. False if the ring is full.</summary>
    public bool TryAdd(in PlayerInput input)
    {
        if (IsFull)
            return false;

        Made++;
        _inputs[Made % Capacity] = input;
        if (Made - Oldest >= Capacity)
            Oldest = Made - Capacity + 1;
        return true;
    }

    /// <summary>Learns what the acting server has applied and what is safe.</summary>
    public void Acknowledge(uint applied, uint safe)
    {
        if (applied > Made)
            BeginAfter(applied);

        Safe = Math.Max(Safe, Math.Min(safe, applied));
        Applied = applied;
    }

    /// <summary>
    /// Goes on from what a server that takes over has applied: what it lacks is sent again, even if it was called safe before. A server that
    /// read the player from the database, or that is farther behind than the ring reaches, cannot tell what its state contains: inputs that
    /// are not safe are given up, and numbering begins anew where it asks for it.
    /// </summary>
    public void Resume(uint applied)
    {
        if (applied < Safe && (applied == 0 || applied + 1 < Oldest))
        {
            Lost += Made - Safe;
            BeginAfter(applied);
        }
        else if (applied < Safe)
        {
            SafeBroken += Safe - applied;
        }

        Acknowledge(applied, 0);
    }

    /// <summary>The input with that sequence; it must still be here.</summary>
    public ref readonly PlayerInput this[uint sequence]
    {
        get
        {
            if (sequence < Oldest || sequence > Made)
                throw new ArgumentOutOfRangeException(nameof(sequence), $"Input {sequence} is not among {Oldest} to {Made}.");

            return ref _inputs[sequence % Capacity];
        }
    }

    /// <summary>Copies inputs from a sequence on, as many as there are and fit, and returns their number.</summary>
    public int CopyFrom(uint first, Span<PlayerInput> target)
    {
        if (first < Oldest || first > Made)
            return 0;

        var count = (int)Math.Min((uint)target.Length, Made - first + 1);
        for (var i = 0; i < count; i++)
            target[i] = _inputs[(first + (uint)i) % Capacity];
        return count;
    }

    private void BeginAfter(uint applied)
    {
        CountOffset += (long)Made - applied;
        Made = Applied = Safe = applied;
        Oldest = applied + 1;
    }
}
