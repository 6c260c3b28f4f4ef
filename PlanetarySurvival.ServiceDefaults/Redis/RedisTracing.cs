using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;
using StackExchange.Redis.Profiling;

namespace PlanetarySurvival.ServiceDefaults;

/// <summary>
/// Makes spans of the commands that are sent to Redis within a trace, by the client's own profiler. Commands outside of any trace, such as those
/// of a loop in the background, are not recorded. Names are those of the OpenTelemetry conventions for databases.
/// </summary>
internal sealed class RedisTracing : BackgroundService
{
    /// <summary>The source of the spans.</summary>
    public const string SourceName = "PlanetarySurvival.Redis";

    // A trace may still be sending when it is looked at: it is looked at again until its span has ended. Those beyond the bound are not recorded.
    private const int SessionsMax = 1_000;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly ActivitySource Source = new(SourceName);

    private readonly ConcurrentDictionary<ActivitySpanId, Session> _sessions = [];

    /// <summary>Records the commands of a connection from now on.</summary>
    public void Follow(IConnectionMultiplexer redis) => redis.RegisterProfiler(Current);

    /// <summary>Makes spans of what has ended since the last time.</summary>
    public void Flush()
    {
        foreach (var (id, session) in _sessions)
        {
            // Asked before the commands are taken: one that is sent after this finds a new session.
            if (session.Parent.IsStopped)
                _sessions.TryRemove(id, out _);

            foreach (var command in session.Profiling.FinishProfiling())
                Record(command, session.Parent.Context);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);

        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                Flush();
        }
        catch (OperationCanceledException)
        {
            Flush();
        }
    }

    private ProfilingSession? Current()
    {
        if (!Source.HasListeners() || Activity.Current is not { Recorded: true } parent)
            return null;

        if (_sessions.TryGetValue(parent.SpanId, out var session))
            return session.Profiling;

        return _sessions.Count < SessionsMax
            ? _sessions.GetOrAdd(parent.SpanId, static (_, parent) => new Session(parent, new ProfilingSession()), parent).Profiling
            : null;
    }

    private static void Record(IProfiledCommand command, ActivityContext parent)
    {
        using var span = Source.StartActivity(command.Command, ActivityKind.Client, parent, startTime: command.CommandCreated);

        if (span is null)
            return;

        span.SetTag("db.system.name", "redis");
        span.SetTag("db.operation.name", command.Command);
        span.SetTag("db.namespace", command.Db.ToString(System.Globalization.CultureInfo.InvariantCulture));

        if (command.EndPoint is { } address)
        {
            var (host, port) = address switch
            {
                IPEndPoint ip => (ip.Address.ToString(), ip.Port),
                DnsEndPoint dns => (dns.Host, dns.Port),
                _ => (address.ToString()!, 0),
            };
            span.SetTag("server.address", host);
            span.SetTag("server.port", port);
        }

        span.SetEndTime(command.CommandCreated + command.ElapsedTime);
    }

    private sealed record Session(Activity Parent, ProfilingSession Profiling);
}
