using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using PlanetarySurvival.Mesh_Tests.Mesh;
using PlanetarySurvival.MeshCoordinator.Consensus;
using PlanetarySurvival.MeshCoordinator.Mesh;
using PlanetarySurvival.Testing;

namespace PlanetarySurvival.Mesh_Tests.Consensus;

/// <summary>Three voters in this process, over real TCP and with logs on disk.</summary>
public sealed class RaftLogTests : IAsyncLifetime
{
    private const int Size = 3;
    private string _host = "127.0.0.1";
    private readonly string _folder = Directory.CreateTempSubdirectory("planetary-raft-").FullName;
    private readonly int[] _ports = [.. Enumerable.Range(0, Size).Select(_ => FreePorts.Next())];
    private readonly RaftLog?[] _logs = new RaftLog?[Size];
    private long _entriesPerSnapshot = 50_000;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        for (var i = 0; i < Size; i++)
            await StopAsync(i);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task What_is_proposed_to_the_leader_is_applied_by_all()
    {
        await StartAllAsync();

        Assert.True(await ProposeAsync(Given.Registration(0), Given.Registration(1)));

        await Wait.UntilAsync(() => _logs.All(log => log!.Applied.Servers.Count == 2), "all voters applied the entry");
        Assert.All(_logs, log => Assert.Equal(_logs[0]!.Applied.Revision, log!.Applied.Revision));
    }

    [Fact]
    public async Task A_follower_proposes_nothing_and_confirms_nothing()
    {
        await StartAllAsync();
        var leader = await LeaderAsync();
        var follower = _logs[(leader + 1) % Size]!;

        Assert.False(await follower.ProposeAsync([Given.Registration(0)], CancellationToken.None));
        Assert.Null(await follower.ReadBarrierAsync(CancellationToken.None));
        Assert.NotNull(await _logs[leader]!.ReadBarrierAsync(CancellationToken.None));
    }

    [Fact]
    public async Task The_next_leader_has_the_state_and_goes_on()
    {
        await StartAllAsync();
        Assert.True(await ProposeAsync(Given.Registration(0)));

        var old = await LeaderAsync();
        await StopAsync(old);
        var next = await LeaderAsync();

        Assert.NotEqual(old, next);
        Assert.True(_logs[next]!.Applied.Servers.ContainsKey("game-server-0"));
        Assert.True(await ProposeAsync(Given.Registration(1)));
    }

    [Fact]
    public async Task A_leader_without_a_majority_confirms_nothing()
    {
        await StartAllAsync();
        var leader = await LeaderAsync();

        await StopAsync((leader + 1) % Size);
        await StopAsync((leader + 2) % Size);

        await Wait.UntilAsync(async () => await _logs[leader]!.ReadBarrierAsync(CancellationToken.None) is null, "the lonely leader confirms nothing");
        Assert.False(await _logs[leader]!.ProposeAsync([Given.Registration(0)], CancellationToken.None));
    }

    [Fact]
    public async Task A_restart_of_all_keeps_the_state()
    {
        await StartAllAsync();
        for (var i = 0; i < 20; i++)
            Assert.True(await ProposeAsync(new MeshCommand.Register(Given.Holder(i), Given.Addresses, 0, 0, default)));
        for (var i = 0; i < Size; i++)
            await StopAsync(i);

        await StartAllAsync();
        await LeaderAsync();

        await Wait.UntilAsync(() => _logs.All(log => log!.Applied.Servers.Count == 20), "all voters have their state back");
    }

    [Fact]
    public async Task A_restart_from_a_snapshot_keeps_the_state()
    {
        _entriesPerSnapshot = 10;
        await StartAllAsync();
        for (var i = 0; i < 45; i++)
            Assert.True(await ProposeAsync(new MeshCommand.Register(Given.Holder(i), Given.Addresses, 0, 0, default)));
        await Wait.UntilAsync(() => _logs.All(log => log!.Applied.Servers.Count == 45), "all voters applied everything");
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(_folder, "0", "snapshots")));
        for (var i = 0; i < Size; i++)
            await StopAsync(i);

        await StartAllAsync();
        await LeaderAsync();

        await Wait.UntilAsync(() => _logs.All(log => log!.Applied.Servers.Count == 45), "all voters have their state back");
    }

    [Fact]
    public async Task A_voter_that_was_away_catches_up()
    {
        await StartAllAsync();
        var away = (await LeaderAsync() + 1) % Size;
        await StopAsync(away);
        for (var i = 0; i < 5; i++)
            Assert.True(await ProposeAsync(new MeshCommand.Register(Given.Holder(i), Given.Addresses, 0, 0, default)));

        await StartAsync(away);

        await Wait.UntilAsync(() => _logs[away]!.Applied.Servers.Count == 5, "the voter caught up");
    }

    [Fact]
    public async Task Voters_that_are_known_by_names_find_each_other_and_their_leader()
    {
        _host = "localhost";
        await StartAllAsync();
        var leader = await LeaderAsync();

        Assert.True(await ProposeAsync(new MeshCommand.Register(Given.Holder(1), Given.Addresses, 0, 0, default)));

        await Wait.UntilAsync(() => _logs.All(log => log!.Applied.Servers.Count == 1 && log.LeaderIndex is not null), "all know the leader");
        Assert.Single(_logs.Select(log => log!.LeaderIndex).Distinct());
        Assert.InRange(leader, 0, Size - 1);
    }

    [Theory]
    [InlineData("127.0.0.1:7946", "127.0.0.1", 7946)]
    [InlineData("mesh-coordinator-0-service:7946", "mesh-coordinator-0-service", 7946)]
    [InlineData("127.0.0.1", null, 0)]
    [InlineData("mesh-coordinator-0", null, 0)]
    [InlineData("mesh-coordinator-0:0", null, 0)]
    [InlineData("mesh-coordinator-0:99999", null, 0)]
    [InlineData("http://there:1", null, 0)]
    [InlineData(":7946", null, 0)]
    [InlineData("", null, 0)]
    public void A_member_is_an_address_or_a_name_with_a_port(string text, string? host, int port) =>
        Assert.Equal(host is null ? null : new MemberAddress(host, port), MemberAddress.TryParse(text));

    private async Task<bool> ProposeAsync(params MeshCommand[] commands)
    {
        // An election in between is no failure of what is tested.
        for (var attempt = 0; attempt < 5; attempt++)
        {
            if (await _logs[await LeaderAsync()]!.ProposeAsync(commands, CancellationToken.None))
                return true;
        }

        return false;
    }

    private async Task<int> LeaderAsync()
    {
        await Wait.UntilAsync(() => _logs.Any(log => log?.Leading is not null), "a voter leads");
        var leader = Array.FindIndex(_logs, log => log?.Leading is not null);
        return leader >= 0 ? leader : await LeaderAsync();
    }

    private Task StartAllAsync() => Task.WhenAll(Enumerable.Range(0, Size).Select(StartAsync));

    private async Task StartAsync(int index)
    {
        var options = new RaftOptions
        {
            Self = $"{_host}:{_ports[index]}",
            Members = [.. _ports.Select(port => $"{_host}:{port}")],
            DataFolder = Path.Combine(_folder, $"{index}"),
            EntriesPerSnapshot = _entriesPerSnapshot,
        };
        var log = new RaftLog(Options.Create(options), NullLoggerFactory.Instance);
        await log.StartAsync(CancellationToken.None);
        _logs[index] = log;
    }

    private async Task StopAsync(int index)
    {
        if (_logs[index] is not { } log)
            return;

        _logs[index] = null;
        await log.StopAsync(CancellationToken.None);
        await log.DisposeAsync();
    }
}
