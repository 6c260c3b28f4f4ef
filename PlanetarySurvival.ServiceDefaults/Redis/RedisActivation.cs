using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace PlanetarySurvival.ServiceDefaults;

/// <summary>Connects when the program starts, beside it: the first connection blocks its thread, for some seconds if Redis is down.</summary>
internal sealed class RedisActivation(Func<IConnectionMultiplexer> connect) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(connect, stoppingToken);
}
