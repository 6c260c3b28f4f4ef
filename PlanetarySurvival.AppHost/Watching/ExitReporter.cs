using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PlanetarySurvival.Contracts.Mesh;

namespace PlanetarySurvival.AppHost.Watching;

/// <summary>Tells the coordinators that a game server's process has ended, until one of them has committed it.</summary>
internal sealed partial class ExitReporter(
    Incarnations incarnations, List<EndpointReference> coordinators, ParameterResource meshSecret, ILogger<ExitReporter> logger) : BackgroundService
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
            await foreach (var death in incarnations.Deaths.ReadAllAsync(stoppingToken))
                _ = ReportAsync(death, stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The application ends, and with it all that could be reported.
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

        var headers = new Metadata { { "authorization", $"Bearer {await meshSecret.GetValueAsync(cancellationToken)}" } };

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
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{coordinator.Port}");

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

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "No coordinator took the report that {Server} ({Incarnation}) has ended.")]
        public static partial void GivenUp(ILogger logger, string server, Guid incarnation);
    }
}
