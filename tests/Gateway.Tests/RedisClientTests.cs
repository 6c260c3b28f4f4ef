using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PlanetarySurvival.ServiceDefaults;
using StackExchange.Redis;

namespace PlanetarySurvival.Gateway.Tests;

public sealed class RedisClientTests
{
    [Fact]
    public async Task A_command_within_a_trace_is_a_span_of_it_and_one_outside_is_none()
    {
        await using var redis = await RedisServer.StartAsync();
        var spans = new ConcurrentQueue<Activity>();
        using var source = new ActivitySource("RedisClientTests");
        using var listener = new ActivityListener
        {
            ShouldListenTo = candidate => candidate == source || candidate.Name == RedisTracing.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span => spans.Enqueue(span),
        };
        ActivitySource.AddActivityListener(listener);
        using var host = Build(redis.ConnectionString, disableTracing: false);
        await host.StartAsync(TestContext.Current.CancellationToken);
        var database = host.Services.GetRequiredService<IConnectionMultiplexer>().GetDatabase();

        await database.StringSetAsync("outside", "1");
        ActivitySpanId parent;

        using (var request = source.StartActivity("request")!)
        {
            parent = request.SpanId;
            await database.StringSetAsync("inside", "1");
            await database.StringGetAsync("inside");
        }

        host.Services.GetRequiredService<RedisTracing>().Flush();

        Assert.Equal(["SET", "GET"], spans.Where(span => span.ParentSpanId == parent).OrderBy(span => span.StartTimeUtc).Select(span => span.OperationName));
        Assert.All(spans.Where(span => span.ParentSpanId == parent), span =>
        {
            Assert.Equal("redis", span.GetTagItem("db.system.name"));
            Assert.Equal(redis.Port, span.GetTagItem("server.port"));
            Assert.Equal(ActivityKind.Client, span.Kind);
        });
        Assert.DoesNotContain(spans, span => span.Source.Name == RedisTracing.SourceName && span.ParentSpanId != parent);
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Tracing_can_be_switched_off_by_the_setting_of_the_real_package()
    {
        using var host = Build("127.0.0.1:1", disableTracing: true);

        Assert.Null(host.Services.GetService<RedisTracing>());
    }

    private static IHost Build(string connectionString, bool disableTracing)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration["ConnectionStrings:cache"] = connectionString;
        builder.Configuration["Aspire:StackExchange:Redis:DisableTracing"] = disableTracing ? "true" : "false";
        builder.AddRedisClient("cache");
        return builder.Build();
    }
}
