using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Protocol;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.Client.Prediction;

/// <summary>
/// The player as the client believes it to be: the last state that a server sent, with all later inputs applied by the same code that the
/// server runs. What was predicted for each input is kept, so that a snapshot that agrees costs one comparison and no replay.
/// </summary>
public sealed class PredictedPlayer(InputRing inputs)
{
    // One more than the ring holds: the state before its oldest input is kept as well.
    private const int Capacity = ProtocolLimits.InputsOutstandingMax + 1;

    private readonly State[] _after = new State[Capacity];
    private State _now;
    private uint _first;
    private uint _last;
    private bool _known;

    /// <summary>Relative to <see cref="Region"/>.</summary>
    public ref readonly PlayerBody Body => ref _now.Body;

    /// <summary>What the player carries.</summary>
    public ref readonly Inventory Inventory => ref _now.Inventory;

    /// <summary>The region whose origin the body is relative to: that of the last snapshot.</summary>
    public RegionId Region { get; private set; }

    /// <summary>Where the feet are.</summary>
    public WorldPosition Position => _known ? WorldPosition.From(Region.Origin, _now.Body.Position) : default;

    /// <summary>Whether a server has said yet where the player is.</summary>
    public bool IsKnown => _known;

    /// <summary>Applies the newest input of the ring.</summary>
    public void Predict(VoxelField field)
    {
        PlayerStep.Apply(ref _now.Body, ref _now.Inventory, inputs[inputs.Made], field, Region.Origin);
        Keep(inputs.Made);
    }

    /// <summary>
    /// Takes over what a server says is true after its last applied input, which the ring already knows of, and applies the later ones
    /// again where that differs from what was predicted. Returns the metres by which the player had to be moved.
    /// </summary>
    public float Correct(in Snapshot snapshot, VoxelField field)
    {
        var applied = snapshot.AppliedInput;
        var truth = new State { Body = snapshot.Body, Inventory = snapshot.Inventory };
        if (_known && snapshot.Region == Region && applied >= _first && applied <= _last && _after[applied % Capacity].Equals(truth))
            return 0;

        var (before, beforeRegion) = (_now.Body.Position, Region);
        Region = snapshot.Region;
        Replay(truth, applied, field);
        if (!_known)
        {
            _known = true;
            return 0;
        }

        return (WorldPosition.Rebase(before, beforeRegion.Origin, Region.Origin) - _now.Body.Position).Length();
    }

    private void Replay(in State truth, uint applied, VoxelField field)
    {
        var origin = Region.Origin;
        _now = truth;
        _first = applied;
        Keep(applied);
        for (var sequence = Math.Max(applied + 1, inputs.Oldest); sequence <= inputs.Made; sequence++)
        {
            PlayerStep.Apply(ref _now.Body, ref _now.Inventory, inputs[sequence], field, origin);
            Keep(sequence);
        }
    }

    private void Keep(uint sequence)
    {
        _after[sequence % Capacity] = _now;
        _last = sequence;
    }

    private struct State
    {
        public PlayerBody Body;
        public Inventory Inventory;

        public readonly bool Equals(in State other) => Body == other.Body && Inventory == other.Inventory;
    }
}
