using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Options;
using PlanetarySurvival.Contracts.Mesh;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Gateway.Map;
using PlanetarySurvival.ServiceDefaults;

namespace PlanetarySurvival.Gateway.Tickets;

/// <summary>Calls to game servers, over one channel to each. Channels of servers that left the map are closed.</summary>
internal sealed class GameServerCalls : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMilliseconds(800);
    private readonly ConcurrentDictionary<string, GrpcChannel> _channels = new();
    private readonly string _secret;
    private readonly MeshBoard _board;

    public GameServerCalls(IOptions<MeshSecretOptions> secret, MeshBoard board)
    {
        _secret = secret.Value.Secret;
        _board = board;
        _board.Changed += CloseUnused;
    }

    /// <summary>What the server knows of the player; null if it does not answer.</summary>
    public async Task<LocateReply?> LocateAsync(MeshServer server, PlayerId player, bool readRecord, CancellationToken cancellation)
    {
        var channel = _channels.GetOrAdd(server.Grpc, address => MeshChannel.Create(address, _secret));
        try
        {
            return await new GameServer.GameServerClient(channel).LocateAsync(
                new LocateRequest { Player = player.Value, ReadRecord = readRecord },
                deadline: DateTime.UtcNow + Deadline, cancellationToken: cancellation);
        }
        catch (RpcException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
        catch (ObjectDisposedException)
        {
            return null; // It left the map at this moment.
        }
    }

    public void Dispose()
    {
        _board.Changed -= CloseUnused;
        foreach (var channel in _channels.Values)
            channel.Dispose();
    }

    private void CloseUnused(MeshSnapshot mesh)
    {
        foreach (var address in _channels.Keys)
        {
            if (!mesh.Servers.Any(server => server.Grpc == address) && _channels.TryRemove(address, out var channel))
                channel.Dispose();
        }
    }
}
