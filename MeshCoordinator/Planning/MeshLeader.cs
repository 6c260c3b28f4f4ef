using Microsoft.Extensions.Options;
using PlanetarySurvival.MeshCoordinator.Consensus;
using PlanetarySurvival.MeshCoordinator.Leases;
using PlanetarySurvival.MeshCoordinator.Mesh;

namespace PlanetarySurvival.MeshCoordinator.Planning;

/// <summary>While this coordinator leads: plans, proposes, and opens what the lease rules let open.</summary>
internal sealed partial class MeshLeader(
    IMeshLog log, LeaderDesk desk, MeshMetrics metrics, IOptions<PlanningOptions> planning, IOptions<PlanetOptions> planet, ILogger<MeshLeader> logger)
    : BackgroundService
{
    private static readonly TimeSpan BetweenRounds = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan BetweenCounts = TimeSpan.FromSeconds(2);

    // Rounds are 50 ms apart. After a gap like this the process itself did not run, and the silence of others proves nothing.
    private static readonly TimeSpan Sleep = TimeSpan.FromMilliseconds(700);

    private readonly PlanRules _rules = PlanRules.From(planning.Value, planet.Value);
    private readonly Pulse _pulse = new();
    private TimeSpan _lastRound;
    private TimeSpan _lastCount;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        log.Changed += _pulse.Beat;
        desk.Learned += _pulse.Beat;
        try
        {
            while (true)
            {
                await _pulse.WaitAsync(BetweenRounds, stoppingToken);
                var commands = Round();
                if (commands.Count > 0 && await log.ProposeAsync(commands, stoppingToken))
                    Report(commands);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The program stops.
        }
        finally
        {
            log.Changed -= _pulse.Beat;
            desk.Learned -= _pulse.Beat;
        }
    }

    private List<MeshCommand> Round()
    {
        var commands = new List<MeshCommand>();
        desk.TryLead((state, memory, now) =>
        {
            if (now - _lastRound > Sleep)
                memory.Reports.SleptUntil(now);
            _lastRound = now;

            foreach (var (_, region) in state.Regions)
            {
                if (!region.Open && commands.Count < MeshLimits.CommandsPerEntryMax / 2 && memory.Leases.MayOpen(region, now))
                    commands.Add(new MeshCommand.Open(region.Id, region.Epoch));
            }

            var opened = state.Apply(commands);
            commands.AddRange(MeshPlanner.Plan(opened, memory.Reports, _rules, now).Take(MeshLimits.CommandsPerEntryMax - commands.Count));

            if (now - _lastCount >= BetweenCounts)
            {
                commands.AddRange(MeshPlanner.Count(state, memory.Reports).Take(MeshLimits.CommandsPerEntryMax - commands.Count));
                memory.Reports.Trim(state, oldest: now - _rules.QuietAfter);
                _lastCount = now;
            }
        });
        return commands;
    }

    private void Report(List<MeshCommand> commands)
    {
        foreach (var command in commands)
        {
            switch (command)
            {
                case MeshCommand.TakeOver c:
                    metrics.TakeOver();
                    Log.TakeOver(logger, c.Region.ToString(), c.Owner, c.Epoch);
                    break;
                case MeshCommand.Open c:
                    Log.Open(logger, c.Region.ToString(), c.Epoch);
                    break;
                case MeshCommand.Move c:
                    Log.Move(logger, c.Region.ToString(), c.Epoch);
                    break;
                case MeshCommand.SetState c:
                    Log.State(logger, c.Incarnation, c.State);
                    break;
            }
        }
    }

    // Regions are passed as text: the logging source generator follows the public members of records and never comes back from
    // RegionId.Parent, which stops dotnet format with a stack overflow.
    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Region {Region} is taken over by incarnation {Owner} at epoch {Epoch}.")]
        public static partial void TakeOver(ILogger logger, string region, IncarnationId owner, ulong epoch);

        [LoggerMessage(LogLevel.Information, "Region {Region} is open at epoch {Epoch}.")]
        public static partial void Open(ILogger logger, string region, ulong epoch);

        [LoggerMessage(LogLevel.Information, "Region {Region} at epoch {Epoch} moves to its backup.")]
        public static partial void Move(ILogger logger, string region, ulong epoch);

        [LoggerMessage(LogLevel.Information, "Incarnation {Incarnation} is {State} now.")]
        public static partial void State(ILogger logger, IncarnationId incarnation, ServerState state);
    }
}
