using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.Mesh_Tests.Mesh;
using PlanetarySurvival.MeshCoordinator.Leases;
using PlanetarySurvival.MeshCoordinator.Mesh;
using PlanetarySurvival.MeshCoordinator.Planning;

namespace PlanetarySurvival.Mesh_Tests.Planning;

/// <summary>The pure parts put together under a clock of the test's own: servers that do as they are told, a leader, a database that answers.</summary>
internal sealed class PlannedMesh(MeshState state)
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);
    private readonly LeaseBook _book = new(TimeSpan.Zero);

    public MeshState State { get; private set; } = state;

    public MeshReports Reports { get; } = new(TimeSpan.Zero);

    public TimeSpan Now { get; private set; }

    /// <summary>Servers that send no heartbeats.</summary>
    public HashSet<IncarnationId> Silent { get; } = [];

    public HashSet<IncarnationId> Draining { get; } = [];

    public HashSet<RegionId> Wanted { get; } = [];

    public Dictionary<RegionId, int> Players { get; } = [];

    public int RegionsOf(int server) => State.Regions.Values.Count(r => r.Owner == Given.Holder(server));

    public void Apply(MeshCommand command) => State = State.Apply(command);

    /// <summary>Lets time pass; returns how many regions moved at once at most.</summary>
    public int Pass(TimeSpan time)
    {
        var movingMax = 0;
        for (var end = Now + time; Now < end;)
        {
            Now += Step;
            Hear();
            Open();
            foreach (var command in MeshPlanner.Plan(State, Reports, Given.Rules, Now))
                State = State.Apply(command);
            movingMax = Math.Max(movingMax, State.Regions.Values.Count(r => r.Moving));
        }

        return movingMax;
    }

    /// <summary>Lets half a minute pass.</summary>
    public int Settle() => Pass(TimeSpan.FromSeconds(30));

    private void Hear()
    {
        foreach (var (_, server) in State.Servers)
        {
            if (server.State == ServerState.Dead || Silent.Contains(server.Incarnation))
                continue;

            var players = State.Regions.Values.Where(r => r.Owner == server.Holder).Sum(r => Players.GetValueOrDefault(r.Id));
            Reports.Observe(Given.Report(
                State, server.Incarnation, Now, (uint)players, Wanted, Draining.Contains(server.Incarnation),
                r => (uint)Players.GetValueOrDefault(r.Id)));
            foreach (var region in State.Regions.Values.Where(r => r.Owner == server.Holder && (r.Moving || r.Retiring) && !r.OwnerGone).ToArray())
                Apply(new MeshCommand.Release(server.Incarnation, [new(region.Id, region.Epoch)], Leaving: false, default));
        }
    }

    private void Open()
    {
        foreach (var region in State.Regions.Values.Where(r => !r.Open).ToArray())
        {
            _book.AskFence(region.Id, region.Epoch, Now);
            if (Reports.FencesWritable)
                _book.RaiseFence(region.Id, region.Epoch, Now);
            if (_book.MayOpen(region, Now))
                Apply(new MeshCommand.Open(region.Id, region.Epoch));
        }
    }
}
