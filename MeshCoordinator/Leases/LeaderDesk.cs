using PlanetarySurvival.MeshCoordinator.Consensus;
using PlanetarySurvival.MeshCoordinator.Mesh;
using PlanetarySurvival.MeshCoordinator.Planning;

namespace PlanetarySurvival.MeshCoordinator.Leases;

/// <summary>
/// Where heartbeats, the planner and the fences meet: one lock around the leader's memory. Nothing inside waits. A confirmation is judged
/// and noted under it, and a take-over is opened under it, so that no confirmation can slip between the two.
/// </summary>
internal sealed class LeaderDesk(IMeshLog log, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly ReadBarriers _barriers = new(log);
    private LeaderMemory? _memory;

    /// <summary>Raised when something was learned that the planner should look at now.</summary>
    public event Action? Learned;

    /// <summary>Monotonic time of this process.</summary>
    public TimeSpan Now => time.GetElapsedTime(0);

    /// <summary>Runs something under the lock with the committed state and the leader's memory. False, and not run, if this coordinator
    /// does not lead.</summary>
    public bool TryLead(Action<MeshState, LeaderMemory, TimeSpan> act)
    {
        lock (_gate)
        {
            if (Recall(log.Leading) is not { } memory)
                return false;

            act(log.Applied, memory, Now);
            return true;
        }
    }

    /// <summary>Makes the planner look now.</summary>
    public void Nudge() => Learned?.Invoke();

    /// <summary>
    /// Takes in a heartbeat and answers its requests for permission by the state after a read barrier begun after they arrived (rule L2).
    /// Null if this coordinator does not lead.
    /// </summary>
    public async Task<HeartbeatAnswer?> HeartbeatAsync(ServerReport report, CancellationToken cancellation)
    {
        var heard = TryLead((state, memory, _) =>
        {
            if (state.Find(report.Incarnation) is { State: not ServerState.Dead })
                memory.Reports.Observe(report);
        });

        if (!heard || await _barriers.WaitAsync(cancellation) is not { } term)
            return null;

        lock (_gate)
        {
            if (term.IsOver || Recall(log.Leading) is not { } memory || memory.Term != term)
                return null;

            return Answer(log.Applied, memory, report);
        }
    }

    private HeartbeatAnswer Answer(MeshState state, LeaderMemory memory, ServerReport report)
    {
        if (state.Find(report.Incarnation) is not { State: not ServerState.Dead })
            return new HeartbeatAnswer(state, IsKnown: false, []);

        var decisions = new LeaseDecision[report.Held.Length];
        for (var i = 0; i < decisions.Length; i++)
        {
            var held = report.Held[i];
            decisions[i] = LeaseRules.Judge(state, report.Incarnation, held.Region, held.Epoch);
            if (decisions[i] == LeaseDecision.Granted)
                memory.Leases.Confirm(held.Region, Now);
        }

        return new HeartbeatAnswer(state, IsKnown: true, decisions);
    }

    private LeaderMemory? Recall(LeadingTerm? leading)
    {
        if (leading is null)
            return null;

        // The moment of first use is later than the election, so waits that are counted from it are long enough.
        if (_memory?.Term != leading)
            _memory = new LeaderMemory(leading, Now);

        return _memory;
    }
}

/// <summary>The answer to a heartbeat.</summary>
/// <param name="State">The state that it was judged by.</param>
/// <param name="IsKnown">False: the incarnation has to register.</param>
/// <param name="Decisions">One for each region that was asked for, in that order.</param>
internal sealed record HeartbeatAnswer(MeshState State, bool IsKnown, IReadOnlyList<LeaseDecision> Decisions);
