using System.Net.Sockets;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;

namespace PlanetarySurvival.Hosting.Tests.Applications;

public sealed class Environment_tests
{
    [Fact]
    public async Task References_become_the_variables_that_clients_look_for()
    {
        await using var test = new TestApplication("--Parameters:password=p{w}d");
        var password = test.Builder.AddParameter("password", secret: true);
        var store = test.AddShell("store", "sleep 1000").WithEndpoint(name: "tcp", port: 23457, targetPort: 23457, isProxied: false);
        var tcp = store.GetEndpoint("tcp");
        var connection = test.Builder.AddConnectionString(
            "db", ReferenceExpression.Create(
                $"Host={tcp.Property(EndpointProperty.IPV4Host)};Port={tcp.Property(EndpointProperty.Port)};Password={password};Odd={{}}"));

        test.AddShell("user", "env; sleep 1000")
            .WithReference(connection)
            .WithReference(connection, "alias")
            .WithReference(tcp)
            .WithReference("elsewhere", new Uri("http://elsewhere.example/"))
            .WithEndpoint(port: 23458, targetPort: 23458, scheme: "udp", name: "game", env: "GAME_PORT", isProxied: false, protocol: ProtocolType.Udp)
            .WithEnvironment("SELF", $"udp at {tcp.Property(EndpointProperty.HostAndPort)}")
            .WithEnvironment("PASSWORD", password);

        await test.StartAsync();
        var variables = (await test.WaitForAsync("user", KnownResourceStates.Running)).Snapshot.EnvironmentVariables.ToDictionary(v => v.Name, v => v.Value);

        Assert.Equal("Host=127.0.0.1;Port=23457;Password=p{w}d;Odd={}", variables["ConnectionStrings__db"]);
        Assert.Equal(variables["ConnectionStrings__db"], variables["ConnectionStrings__alias"]);
        Assert.Equal("tcp://127.0.0.1:23457", variables["services__store__tcp__0"]);
        Assert.Equal("tcp://127.0.0.1:23457", variables["STORE_TCP"]);
        Assert.Equal("http://elsewhere.example/", variables["services__elsewhere__default__0"]);
        Assert.Equal("23458", variables["GAME_PORT"]);
        Assert.Equal("udp at 127.0.0.1:23457", variables["SELF"]);
        Assert.Equal("p{w}d", variables["PASSWORD"]);
        await test.WaitForLineAsync("user", line => line == "GAME_PORT=23458");
        Assert.Equal(variables["ConnectionStrings__db"], await test.Application.GetConnectionStringAsync("db"));
        Assert.Equal(23457, test.Application.GetEndpoint("store", "tcp").Port);
    }

    [Fact]
    public async Task A_callback_is_asked_anew_at_each_start()
    {
        await using var test = new TestApplication();
        var starts = 0;
        test.AddShell("shell", "echo start $START; sleep 1000").WithEnvironment(context => context.EnvironmentVariables["START"] = ++starts);

        await test.StartAsync();
        await test.WaitForLineAsync("shell", line => line == "start 1");
        await test.Application.ResourceCommands.ExecuteCommandAsync("shell", KnownResourceCommands.RestartCommand);

        await test.WaitForLineAsync("shell", line => line == "start 2");
    }

    [Fact]
    public async Task A_value_that_is_missing_is_named()
    {
        await using var test = new TestApplication();
        var secret = test.Builder.AddParameter("absent-secret", secret: true);
        test.AddShell("shell", "true").WithEnvironment("SECRET", secret);

        await test.StartAsync();
        await test.WaitForAsync("shell", KnownResourceStates.FailedToStart);

        await test.WaitForLineAsync("shell", line => line.Contains("absent-secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Addresses_are_not_to_be_had_before_the_start()
    {
        await using var test = new TestApplication();
        test.AddShell("shell", "true").WithHttpEndpoint();
        var application = await test.Builder.BuildAsync();

        Assert.Throws<InvalidOperationException>(() => application.GetEndpoint("shell"));
    }

    [Fact]
    public async Task An_endpoint_without_a_port_gets_a_free_one()
    {
        await using var test = new TestApplication();
        test.AddShell("shell", "sleep 1000").WithHttpEndpoint(env: "PORT");

        await test.StartAsync();

        Assert.InRange(test.Application.GetEndpoint("shell").Port, 1024, 65535);
    }

    [Fact]
    public async Task A_line_without_an_end_is_cut()
    {
        await using var test = new TestApplication();
        test.AddShell("shell", "head -c 100000 /dev/zero | tr '\\0' x; echo; echo end");

        await test.StartAsync();

        Assert.Equal("end", await test.WaitForLineAsync("shell", line => line == "end"));
    }
}
