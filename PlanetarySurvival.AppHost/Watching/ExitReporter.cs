using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PlanetarySurvival.Contracts.Mesh;

namespace PlanetarySurvival.AppHost.Watching;

/// <summary>Tells the coordinators that a game server's process has ended, until one of them has committed it.</summary>
internal sealed partial class ExitReporter(
    Incarnations incarnations,
    List<EndpointReference> coordinators,
    ParameterResource meshSecret,
    ResourceNotificationService notifications,
    ILogger<ExitReporter> logger) : BackgroundService
{
    private const int UnknownExitCode = -1;

    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RepeatMin = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan RepeatMax = TimeSpan.FromSeconds(2);

    // After this long the coordinators have given the server up by its silence.
    private static readonly TimeSpan GiveUp = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            _ = WarmUpAsync(stoppingToken);

            await foreach (var death in incarnations.Deaths.ReadAllAsync(stoppingToken))
                _ = ReportAsync(death, stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The application ends, and with it all that could be reported.
        }
    }

    /// <summary>A first call compiles its whole path, which takes longer than the coordinators take to act on it: that one is no report.</summary>
    private async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (coordinators.Count == 0)
                return;

            await notifications.WaitForResourceHealthyAsync(coordinators[0].Resource.Name, cancellationToken);

            using var channel = Open(coordinators[0]);
            await new MeshCoordinator.MeshCoordinatorClient(channel).GetMapAsync(
                new GetMapRequest(), await HeadersAsync(cancellationToken), DateTime.UtcNow + AnswerTime, cancellationToken);
        }
        catch (Exception problem) when (problem is OperationCanceledException or RpcException)
        {
            // Nothing depends on the answer.
        }
    }

    private async Task ReportAsync(Death death, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(GiveUp);

        var pause = RepeatMin;

        try
        {
            while (!await TryReportAsync(death, limit.Token))
            {
                await Task.Delay(pause, limit.Token);
                pause = pause * 2 < RepeatMax ? pause * 2 : RepeatMax;
            }
        }
        catch (OperationCanceledException)
        {
            if (!cancellationToken.IsCancellationRequested)
                Log.GivenUp(logger, death.Server, death.Incarnation);
        }
    }

    private async Task<bool> TryReportAsync(Death death, CancellationToken cancellationToken)
    {
        var request = new ReportExitRequest
        {
            Server = death.Server,
            Incarnation = Google.Protobuf.ByteString.CopyFrom(death.Incarnation.ToByteArray()),
            ExitCode = death.ExitCode ?? UnknownExitCode,
        };

        var headers = await HeadersAsync(cancellationToken);

        // All at once: only the leader says ok, and who leads may be changing just now.
        var answers = coordinators.Select(c => AskAsync(c, request, headers, cancellationToken)).ToList();

        while (answers.Count > 0)
        {
            var answer = await Task.WhenAny(answers);
            answers.Remove(answer);

            if (await answer)
                return true;
        }

        return false;
    }

    private static async Task<bool> AskAsync(EndpointReference coordinator, ReportExitRequest request, Metadata headers, CancellationToken cancellationToken)
    {
        // Deaths are rare: a fresh connection each time is never in a back-off from an earlier failure.
        using var channel = Open(coordinator);

        try
        {
            var client = new MeshCoordinator.MeshCoordinatorClient(channel);
            var reply = await client.ReportExitAsync(request, headers, DateTime.UtcNow + AnswerTime, cancellationToken);
            return reply.Ok;
        }
        catch (RpcException)
        {
            return false; // it is down, or not the leader: another may be, or it will be asked again
        }
    }

    private static GrpcChannel Open(EndpointReference coordinator) => GrpcChannel.ForAddress($"http://127.0.0.1:{coordinator.Port}");

    private async Task<Metadata> HeadersAsync(CancellationToken cancellationToken) =>
        new() { { "authorization", $"Bearer {await meshSecret.GetValueAsync(cancellationToken)}" } };

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "No coordinator took the report that {Server} ({Incarnation}) has ended.")]
        public static partial void GivenUp(ILogger logger, string server, Guid incarnation);
    }
}
