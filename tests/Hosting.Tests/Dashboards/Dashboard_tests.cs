using Aspire.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using PlanetarySurvival.Hosting.Dashboards;

namespace PlanetarySurvival.Hosting.Tests.Dashboards;

public sealed class Dashboard_tests
{
    /// <summary>Programs say a last time what they measured while they end, and try for ten seconds where nobody hears them.</summary>
    [Fact]
    public async Task The_dashboard_hears_the_programs_until_all_have_ended()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        var settings = DashboardSettings.From(new ConfigurationManager(), "test");
        var heard = new List<bool>();
        builder.Services.AddHostedService(_ => new Program(() => heard.Add(RecordedDashboard.IsOpen)));
        builder.Services.AddHostedService(services => new DashboardHost(
            typeof(RecordedDashboard).Assembly.GetName().Name!, settings, services, NullLogger<DistributedApplication>.Instance));
        using var host = builder.Build();

        await host.StartAsync(TestContext.Current.CancellationToken);
        Assert.True(RecordedDashboard.IsOpen);
        await host.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal([true], heard);
        Assert.False(RecordedDashboard.IsOpen);
    }

    private sealed class Program(Action atEnd) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken)
        {
            atEnd();
            return Task.CompletedTask;
        }
    }
}

/// <summary>Only remembers whether it is open.</summary>
public sealed class RecordedDashboard : IDashboard
{
    /// <summary>Whether one is open.</summary>
    public static bool IsOpen { get; private set; }

    /// <inheritdoc/>
    public Task StartAsync(DashboardSettings settings, IServiceProvider services, CancellationToken cancellationToken)
    {
        IsOpen = true;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        IsOpen = false;
        return ValueTask.CompletedTask;
    }
}
