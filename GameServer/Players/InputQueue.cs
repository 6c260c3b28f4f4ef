using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Protocol;

namespace PlanetarySurvival.GameServer.Players;

/// <summary>
/// A player's inputs between the network and the tick: each is taken once and in order, whatever is repeated, lost or reordered on the way.
/// A gap ends what a packet adds; the client repeats from the first input that it does not know to be applied.
/// </summary>
internal sealed class InputQueue
{
    /// <summary>Inputs that wait. At the bound further ones are left to the client's repetition.</summary>
    public const int WaitingMax = 64;

    private readonly PlayerInput[] _ring = new PlayerInput[WaitingMax];

    /// <summary>Sequence of the last input taken out.</summary>
    public uint Applied { get; private set; }

    /// <summary>Inputs that wait.</summary>
    public int Waiting { get; private set; }

    /// <summary>Starts after an input that was applied elsewhere.</summary>
    public void Reset(uint applied)
    {
        Applied = applied;
        Waiting = 0;
    }

    /// <summary>Adds what is new and contiguous.</summary>
    public void Add(in InputPacket packet)
    {
        for (var i = 0; i < packet.Inputs.Length && Waiting < WaitingMax; i++)
        {
            var sequence = packet.FirstSequence + (uint)i;
            var next = Applied + (uint)Waiting + 1;
            if (sequence < next)
                continue;
            if (sequence > next)
                return;

            _ring[sequence % WaitingMax] = packet.Inputs[i];
            Waiting++;
        }
    }

    /// <summary>Takes the next input.</summary>
    public bool TryTake(out PlayerInput input)
    {
        input = default;
        if (Waiting == 0)
            return false;

        Applied++;
        Waiting--;
        input = _ring[Applied % WaitingMax];
        return true;
    }
}
