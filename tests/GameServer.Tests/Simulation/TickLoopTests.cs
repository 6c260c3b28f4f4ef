using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using PlanetarySurvival.GameServer.Simulation;
using PlanetarySurvival.GameServer.Telemetry;
using PlanetarySurvival.Testing;

namespace PlanetarySurvival.GameServer.Tests.Simulation;

public class TickLoopTests
{
    [Fact]
    public async Task A_server_without_coordinators_and_database_ticks_and_is_alive_but_not_ready()
    {
        await using var server = await TestServer.StartAsync();
        using var http = new HttpClient { BaseAddress = server.Http };

        await Wait.UntilAsync(() => server.Get<TickMeter>().Ticks > 90, "90 ticks");

        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health")).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await http.GetAsync("/ready")).StatusCode);
        var report = await http.GetFromJsonAsync<ServerReport>("/v1/server");
        Assert.Equal(server.Incarnation, report!.Incarnation);
        Assert.True(report.Tick > 0);
        Assert.False(report.Registered);
    }

    [Fact]
    public async Task The_metrics_have_the_names_of_the_specification()
    {
        await using var server = await TestServer.StartAsync();
        await Wait.UntilAsync(() => server.Get<TickMeter>().Ticks > 9, "some ticks");
        server.Get<ServerMetrics>().TransferEnded(arrived: true, 22);
        using var http = new HttpClient { BaseAddress = server.Http };

        var metrics = await http.GetStringAsync("/metrics");

        var names = metrics.Split('\n').Where(line => line.StartsWith("# TYPE ")).Select(line => line.Split(' ')[2]).ToHashSet();
        Assert.Superset(
            new HashSet<string>
            {
                "server_fps_avg", "server_cpu_usage", "server_memory_mb", "active_players", "active_regions", "terrain_chunks_loaded",
                "physics_step_ms", "bytes_sent_total", "bytes_received_total", "packets_dropped_total", "avg_inter_server_latency_ms",
                "authority_transfer_count", "authority_transfer_duration_ms", "authority_transfer_failures",
            },
            names);
    }

    [Fact]
    public async Task A_tick_that_throws_stops_the_process_and_is_the_last_one()
    {
        using var host = Host.CreateApplicationBuilder().Build();
        var (ticks, last) = (0, 0);
        var loop = Loop(host.Services, _ =>
        {
            if (++ticks == 5)
                throw new InvalidOperationException("Tick five is broken.");
        }, () => last++);

        await loop.StartAsync(default);

        await Wait.UntilAsync(
            () => host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested, "the end");
        await loop.StopAsync(default);
        Assert.Equal("Tick five is broken.", loop.Failure?.Message);
        Assert.Equal((5, 0), (ticks, last));
    }

    [Fact]
    public async Task The_last_thing_happens_once_after_the_last_tick()
    {
        using var host = Host.CreateApplicationBuilder().Build();
        var events = new List<string>();
        var loop = Loop(host.Services, _ => events.Add("tick"), () => events.Add("last"));
        await loop.StartAsync(default);
        await Wait.UntilAsync(() => loop.Warm.IsCompletedSuccessfully, "the rehearsal");
        await Task.Delay(50);

        await loop.StopAsync(default);
        var count = events.Count;
        await Task.Delay(50);

        Assert.Equal("last", events[^1]);
        Assert.Single(events, "last");
        Assert.Equal(count, events.Count);
    }

    private static TickLoop Loop(IServiceProvider services, Action<long> tick, Action last) => new(
        tick, rehearse: () => { }, last, new TickMeter(), new ServerMetrics(services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>()),
        services.GetRequiredService<IHostApplicationLifetime>(), NullLogger<TickLoop>.Instance);
}
