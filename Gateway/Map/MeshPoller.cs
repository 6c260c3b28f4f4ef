using Grpc.Core;
using Microsoft.Extensions.Options;
using PlanetarySurvival.Contracts.Mesh;
using PlanetarySurvival.ServiceDefaults;

namespace PlanetarySurvival.Gateway.Map;

/// <summary>Asks each coordinator for the map, again and again, each on its own so that a hanging one holds up none.</summary>
internal sealed partial class MeshPoller(
    IOptions<MeshOptions> options, IOptions<MeshSecretOptions> secret, MeshBoard board, ILogger<MeshPoller> logger) : BackgroundService
{
    /// <summary>An answer that takes longer is none: the next leader is known by then.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromMilliseconds(400);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(options.Value.Coordinators.Select((address, index) => FollowAsync(index, address, stoppingToken)));

    private async Task FollowAsync(int index, string address, CancellationToken cancellation)
    {
        using var channel = MeshChannel.Create(address, secret.Value.Secret);
        var client = new MeshCoordinator.MeshCoordinatorClient(channel);
        CoordinatorView? view = null;
        var isAway = false;

        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                // One that did not answer may have been started anew with another history: then the whole map is asked for.
                var request = new GetMapRequest { KnownRevision = view?.Map?.Revision ?? 0 };
                var reply = await client.GetMapAsync(request, deadline: DateTime.UtcNow + Deadline, cancellationToken: cancellation);
                view = CoordinatorView.After(view, reply);
                if (isAway)
                    Log.Back(logger, address);
                isAway = false;
            }
            catch (RpcException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (RpcException exception)
            {
                view = null;
                if (!isAway)
                    Log.Away(logger, address, exception.StatusCode);
                isAway = true;
            }

            board.Post(index, view);
            await Task.Delay(options.Value.PollInterval, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The coordinator at {Address} does not answer: {Status}.")]
        public static partial void Away(ILogger logger, string address, StatusCode status);

        [LoggerMessage(LogLevel.Information, "The coordinator at {Address} answers again.")]
        public static partial void Back(ILogger logger, string address);
    }
}
