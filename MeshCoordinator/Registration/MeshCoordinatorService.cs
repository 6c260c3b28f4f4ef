using Grpc.Core;
using PlanetarySurvival.MeshCoordinator.Consensus;
using PlanetarySurvival.MeshCoordinator.Leases;
using PlanetarySurvival.MeshCoordinator.Mesh;
using Wire = PlanetarySurvival.Contracts.Mesh;

namespace PlanetarySurvival.MeshCoordinator.Registration;

/// <summary>What game servers, the gateway and the watcher ask. Only the leader changes anything; the others name it.</summary>
internal sealed partial class MeshCoordinatorService(
    IMeshLog log, LeaderDesk desk, Leaderships leaderships, MeshMapView maps, ILogger<MeshCoordinatorService> logger)
    : Wire.MeshCoordinator.MeshCoordinatorBase
{
    // A new leader hears every server within one or two heartbeats; until then its totals would seem to fall.
    private static readonly TimeSpan TotalsPatience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TotalsPause = TimeSpan.FromMilliseconds(20);

    public override async Task<Wire.RegisterReply> Register(Wire.RegisterRequest request, ServerCallContext context)
    {
        var holder = MeshRequests.Holder(request.Server, request.Incarnation);
        var addresses = MeshRequests.Addresses(request.Addresses);

        var replaced = default(ServerCounters);
        var led = desk.TryLead((state, memory, _) =>
        {
            if (state.Servers.GetValueOrDefault(holder.Server) is { } known && known.Incarnation != holder.Incarnation)
                replaced = memory.Reports.Of(known.Incarnation)?.Counters ?? default;
        });

        var command = new MeshCommand.Register(holder, addresses, request.PlayersMax, request.RegionsMax, replaced);
        if (!led || !await log.ProposeAsync([command], context.CancellationToken))
            return new Wire.RegisterReply { Leadership = leaderships.Current() };

        var state = log.Applied;
        if (state.IsLive(holder.Incarnation))
        {
            Log.Registered(logger, holder.Server, holder.Incarnation);
            return new Wire.RegisterReply { Ok = true, Leadership = leaderships.Current() };
        }

        var problem = state.Retired.Contains(holder.Incarnation)
            ? $"This incarnation of {holder.Server} was replaced by a newer one, has left, or was reported dead. A new start has a new incarnation."
            : $"The mesh has {state.Servers.Count} servers already.";
        Log.Refused(logger, holder.Server, holder.Incarnation, problem);
        return new Wire.RegisterReply { Problem = problem, Leadership = leaderships.Current() };
    }

    public override async Task<Wire.HeartbeatReply> Heartbeat(Wire.HeartbeatRequest request, ServerCallContext context)
    {
        var holder = MeshRequests.Holder(request.Server, request.Incarnation);
        var report = MeshRequests.Report(request, holder.Incarnation, desk.Now);
        var reply = new Wire.HeartbeatReply { Request = request.Request };

        if (await desk.HeartbeatAsync(report, context.CancellationToken) is not { } answer)
        {
            reply.Leadership = leaderships.Current();
            return reply;
        }

        reply.Ok = answer.IsKnown;
        reply.Unknown = !answer.IsKnown;
        reply.Leadership = leaderships.Current();
        reply.Map = maps.IfNewer(answer.State, request.MapRevision);
        for (var i = 0; i < answer.Decisions.Count; i++)
        {
            reply.Leases.Add(new Wire.Lease
            {
                Region = request.Regions[i].Region,
                Epoch = request.Regions[i].Epoch,
                Answer = answer.Decisions[i] switch
                {
                    LeaseDecision.Granted => Wire.LeaseAnswer.Granted,
                    LeaseDecision.Refused => Wire.LeaseAnswer.Refused,
                    _ => Wire.LeaseAnswer.NotYet,
                },
            });
        }

        return reply;
    }

    public override async Task<Wire.ReleaseReply> Release(Wire.ReleaseRequest request, ServerCallContext context)
    {
        var holder = MeshRequests.Holder(request.Server, request.Incarnation);
        var command = new MeshCommand.Release(
            holder.Incarnation, MeshRequests.Pairs(request.Regions), request.Leaving, MeshRequests.Counters(request.Counters));
        var ok = await log.ProposeAsync([command], context.CancellationToken);
        if (ok)
            Log.Released(logger, holder.Server, holder.Incarnation, request.Regions.Count, request.Leaving);

        return new Wire.ReleaseReply { Ok = ok, Leadership = leaderships.Current() };
    }

    public override async Task<Wire.ReportExitReply> ReportExit(Wire.ReportExitRequest request, ServerCallContext context)
    {
        var incarnation = MeshRequests.Incarnation(request.Incarnation);
        var counters = default(ServerCounters);
        desk.TryLead((_, memory, _) => counters = memory.Reports.Of(incarnation)?.Counters ?? default);

        var ok = await log.ProposeAsync([new MeshCommand.DeclareDead(incarnation, counters)], context.CancellationToken);
        if (ok)
            Log.Died(logger, request.Server, incarnation, request.ExitCode);

        return new Wire.ReportExitReply { Ok = ok, Leadership = leaderships.Current() };
    }

    public override async Task<Wire.GetMapReply> GetMap(Wire.GetMapRequest request, ServerCallContext context)
    {
        var totals = await TotalsAsync(context.CancellationToken);
        return new Wire.GetMapReply
        {
            Leadership = leaderships.Current(),
            Map = maps.IfNewer(log.Applied, request.KnownRevision),
            Totals = totals,
        };
    }

    private async Task<Wire.MeshTotals?> TotalsAsync(CancellationToken cancellation)
    {
        var totals = default(Wire.MeshTotals);
        var giveUpAt = desk.Now + TotalsPatience;
        while (desk.TryLead(AddUp) && totals is null)
            await Task.Delay(TotalsPause, cancellation);

        return totals;

        void AddUp(MeshState state, LeaderMemory memory, TimeSpan now)
        {
            if (MeshTotals.AreComplete(state, memory) || now >= giveUpAt)
                totals = MeshTotals.Of(state, memory, now);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Server {Server} is registered as incarnation {Incarnation}.")]
        public static partial void Registered(ILogger logger, string server, IncarnationId incarnation);

        [LoggerMessage(LogLevel.Warning, "Server {Server} is not registered as incarnation {Incarnation}: {Problem}")]
        public static partial void Refused(ILogger logger, string server, IncarnationId incarnation, string problem);

        [LoggerMessage(LogLevel.Information, "Incarnation {Incarnation} of {Server} has released {Regions} regions; it leaves the mesh: {Leaving}.")]
        public static partial void Released(ILogger logger, string server, IncarnationId incarnation, int regions, bool leaving);

        [LoggerMessage(LogLevel.Information, "Incarnation {Incarnation} of {Server} is dead, as its parent saw; its exit code was {ExitCode}.")]
        public static partial void Died(ILogger logger, string server, IncarnationId incarnation, int exitCode);
    }
}
