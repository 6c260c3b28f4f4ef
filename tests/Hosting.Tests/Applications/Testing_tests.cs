using Aspire.Hosting;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PlanetarySurvival.Testing;

namespace PlanetarySurvival.Hosting.Tests.Applications;

public sealed class Testing_tests
{
    [Fact]
    public async Task What_resources_write_reaches_the_loggers_of_the_test_and_of_no_other()
    {
        using var firstLogs = new CapturedLogs();
        using var secondLogs = new CapturedLogs();
        await using var first = new TestApplication();
        await using var second = new TestApplication();
        first.Builder.Services.AddLogging(logging => logging.AddProvider(firstLogs));
        second.Builder.Services.AddLogging(logging => logging.AddProvider(secondLogs));
        first.AddShell("speaker", "echo first; echo wrong >&2");
        second.AddShell("speaker", "echo second");

        await Task.WhenAll(first.StartAsync(), second.StartAsync());

        await TestApplication.WaitUntilAsync(() => firstLogs.Of("speaker").Any(line => line.Text.EndsWith("wrong", StringComparison.Ordinal))
            && secondLogs.Of("speaker").Count > 0, "both have spoken");
        Assert.Contains(firstLogs.Of("speaker"), line => line.Level == LogLevel.Information && line.Text.EndsWith(": first", StringComparison.Ordinal));
        Assert.Contains(firstLogs.Of("speaker"), line => line.Level == LogLevel.Error && line.Text.EndsWith(": wrong", StringComparison.Ordinal));
        Assert.DoesNotContain(firstLogs.Of("speaker"), line => line.Text.Contains("second", StringComparison.Ordinal));
        Assert.DoesNotContain(secondLogs.Of("speaker"), line => line.Text.Contains("first", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_test_can_change_the_options_and_the_host()
    {
        await using var builder = DistributedApplicationTestingBuilder.Create([], (options, settings) =>
        {
            Assert.True(options.DisableDashboard);
            settings.EnvironmentName = "Staging";
        });

        Assert.Equal("Staging", builder.Environment.EnvironmentName);
    }

    [Fact]
    public async Task A_port_that_would_need_a_proxy_is_refused()
    {
        await using var test = new TestApplication();
        test.AddShell("server", "sleep 1000").WithEndpoint(port: 23458, targetPort: 23459, name: "tcp");

        var problem = await Assert.ThrowsAsync<DistributedApplicationException>(test.StartAsync);

        Assert.Contains("'server'", problem.Message, StringComparison.Ordinal);
        Assert.Contains("23459", problem.Message, StringComparison.Ordinal);
    }
}
