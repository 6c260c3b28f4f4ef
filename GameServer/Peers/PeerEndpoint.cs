using Grpc.Core;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.GameServer.Mesh;
using PlanetarySurvival.GameServer.Storage;
using PlanetarySurvival.World;
using Wire = PlanetarySurvival.Contracts.Mesh;

namespace PlanetarySurvival.GameServer.Peers;

/// <summary>What a game server answers to the others and to the Gateway.</summary>
internal sealed class PeerEndpoint(PeerLinks links, Simulation.Simulation simulation, PlayerStore store, Planet planet, AwaitedRegions awaited)
    : Wire.GameServer.GameServerBase
{
    /// <inheritdoc/>
    public override Task Link(
        IAsyncStreamReader<Wire.PeerFrame> requestStream, IServerStreamWriter<Wire.PeerFrame> responseStream, ServerCallContext context) =>
        links.AcceptAsync(requestStream, responseStream, context.CancellationToken);

    /// <inheritdoc/>
    public override async Task<Wire.LocateReply> Locate(Wire.LocateRequest request, ServerCallContext context)
    {
        var player = new PlayerId(request.Player);
        if (player.IsNone)
            throw new RpcException(new Status(StatusCode.InvalidArgument, "Player 0 is nobody."));

        var reply = new Wire.LocateReply();
        if (simulation.Status.Present.TryGetValue(player, out var presence))
        {
            reply.Presence = presence.Moving ? Wire.Presence.Moving : Wire.Presence.Here;
            reply.Region = presence.Region.Packed;
        }
        else if (request.ReadRecord && await store.ReadPlaceAsync(player, context.CancellationToken) is { } record)
        {
            var region = RegionId.At(record.Place ?? planet.SpawnPlace(player));
            awaited.Add(region);
            reply.RecordRead = true;
            reply.Region = region.Packed;
        }

        return reply;
    }
}
