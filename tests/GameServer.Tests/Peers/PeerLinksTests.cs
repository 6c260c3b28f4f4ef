using System.Text;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.GameServer.Mesh;
using PlanetarySurvival.GameServer.Peers;
using PlanetarySurvival.GameServer.Telemetry;
using PlanetarySurvival.ServiceDefaults;
using PlanetarySurvival.Testing;
using Wire = PlanetarySurvival.Contracts.Mesh;

namespace PlanetarySurvival.GameServer.Tests.Peers;

/// <summary>Links between two servers in this process, over real HTTP/2. The test takes the place of the tick thread.</summary>
public class PeerLinksTests
{
    private ulong _revision;

    [Fact]
    public async Task Frames_arrive_in_order_in_both_directions_after_the_link_is_up()
    {
        await using var a = await TestServer.StartAsync("game-server-0", ticks: false);
        await using var b = await TestServer.StartAsync("game-server-1", ticks: false);
        var (fromB, fromA) = (new Inbox(a), new Inbox(b));

        Map([a, b], a, b);
        await fromA.UpAsync(a.Incarnation);
        await fromB.UpAsync(b.Incarnation);
        for (var i = 0; i < 500; i++)
        {
            a.Get<PeerLinks>().Send("game-server-1", Encoding.UTF8.GetBytes($"a{i}"));
            b.Get<PeerLinks>().Send("game-server-0", Encoding.UTF8.GetBytes($"b{i}"));
            a.Get<PeerLinks>().Flush();
            b.Get<PeerLinks>().Flush();
        }

        await fromA.UntilAsync(() => fromA.Frames.Count == 500, "500 frames of a");
        await fromB.UntilAsync(() => fromB.Frames.Count == 500, "500 frames of b");
        Assert.Equal(Enumerable.Range(0, 500).Select(i => $"a{i}"), fromA.Frames);
        Assert.Equal(Enumerable.Range(0, 500).Select(i => $"b{i}"), fromB.Frames);
        await Wait.UntilAsync(() => a.Get<PeerLinks>().Links[0].RoundTrip is not null, "a measured round trip");
    }

    [Fact]
    public async Task A_broken_link_is_made_again_and_both_sides_hear_of_it()
    {
        await using var a = await TestServer.StartAsync("game-server-0", ticks: false);
        await using var b = await TestServer.StartAsync("game-server-1", ticks: false);
        var (fromB, fromA) = (new Inbox(a), new Inbox(b));
        Map([a, b], a, b);
        await fromA.UpAsync(a.Incarnation);
        await fromB.UpAsync(b.Incarnation);

        b.Get<PeerLinks>().CloseAll();

        await fromA.UntilAsync(() => fromA.Story.Count >= 3, "down and up");
        await fromB.UntilAsync(() => fromB.Story.Count >= 3, "down and up");
        Assert.Equal([$"up {a.Incarnation}", $"down {a.Incarnation}", $"up {a.Incarnation}"], fromA.Story);
        Assert.Equal([$"up {b.Incarnation}", $"down {b.Incarnation}", $"up {b.Incarnation}"], fromB.Story);
    }

    [Fact]
    public async Task A_new_incarnation_takes_the_place_of_the_old_one_which_is_refused()
    {
        await using var b = await TestServer.StartAsync("game-server-1", ticks: false);
        await using var old = await TestServer.StartAsync("game-server-0", ticks: false);
        var fromA = new Inbox(b);
        Map([old, b], old, b);
        await fromA.UpAsync(old.Incarnation);

        await using var young = await TestServer.StartAsync("game-server-0", ticks: false);
        // The old one does not hear of it, and goes on trying.
        Map([young, b], young, b);
        await fromA.UpAsync(young.Incarnation);
        await Task.Delay(500);
        fromA.Drain();

        Assert.Equal([$"up {old.Incarnation}", $"down {old.Incarnation}", $"up {young.Incarnation}"], fromA.Story);
        Assert.Equal(young.Incarnation, Assert.Single(b.Get<PeerLinks>().Links).Incarnation);
    }

    [Fact]
    public async Task A_full_queue_breaks_the_link_instead_of_leaving_a_gap()
    {
        await using var a = await TestServer.StartAsync("game-server-0", ticks: false);
        await using var b = await TestServer.StartAsync("game-server-1", ticks: false);
        var (fromB, fromA) = (new Inbox(a), new Inbox(b));
        Map([a, b], a, b);
        await fromA.UpAsync(a.Incarnation);
        await fromB.UpAsync(b.Incarnation);

        // Nobody flushes, so nothing leaves.
        var frame = new byte[100_000];
        for (var i = 0; i < PeerLimits.OutboundBytesMax / frame.Length + 1; i++)
            a.Get<PeerLinks>().Send("game-server-1", frame);

        Assert.True(a.Get<ServerMetrics>().PacketsDropped(DropReason.PeerQueueFull) >= 1);
        await fromB.UntilAsync(() => fromB.Story.Count >= 3, "down and up");
        Assert.Equal($"down {b.Incarnation}", fromB.Story[1]);
        a.Get<PeerLinks>().Send("game-server-1", "after"u8);
        a.Get<PeerLinks>().Flush();
        await fromA.UntilAsync(() => fromA.Frames.Contains("after"), "a frame on the new link");
    }

    [Fact]
    public async Task A_receiver_that_does_not_tick_is_protected_by_breaking_the_link()
    {
        await using var a = await TestServer.StartAsync("game-server-0", ticks: false);
        await using var b = await TestServer.StartAsync("game-server-1", ticks: false);
        var (fromB, fromA) = (new Inbox(a), new Inbox(b));
        Map([a, b], a, b);
        await fromA.UpAsync(a.Incarnation);
        await fromB.UpAsync(b.Incarnation);

        for (var i = 0; i < PeerLimits.InboundFramesMax + 500; i++)
        {
            a.Get<PeerLinks>().Send("game-server-1", "x"u8);
            a.Get<PeerLinks>().Flush();
            if (i % 100 == 0)
                await Task.Delay(5);
        }

        await Wait.UntilAsync(() => b.Get<ServerMetrics>().PacketsDropped(DropReason.PeerQueueFull) > 0, "the link to break");
        await fromA.UntilAsync(() => fromA.Story.Count >= 3, "down and up");
    }

    [Fact]
    public async Task Whoever_does_not_say_who_it_is_or_lacks_the_secret_gets_no_link()
    {
        await using var b = await TestServer.StartAsync("game-server-1", ticks: false);
        foreach (var (secret, frame) in new (string, byte[])[]
        {
            (TestServer.MeshSecret, [1, 2, 3]), (TestServer.MeshSecret, []), (TestServer.MeshSecret, Hello("game-server-0")),
            (TestServer.MeshSecret, Hello("game-server-9")), ("another secret of some length", Hello("game-server-0")),
        })
        {
            using var channel = MeshChannel.Create(b.GrpcAddress, secret);
            using var call = new Wire.GameServer.GameServerClient(channel).Link();
            await Assert.ThrowsAsync<Grpc.Core.RpcException>(async () =>
            {
                await call.RequestStream.WriteAsync(new Wire.PeerFrame { Payload = Google.Protobuf.ByteString.CopyFrom(frame) });
                await call.ResponseStream.MoveNext(default);
            });
        }

        Assert.Empty(b.Get<PeerLinks>().Links);
    }

    [Fact]
    public async Task Nobody_is_located_on_an_empty_server_and_player_0_is_an_error()
    {
        await using var server = await TestServer.StartAsync(ticks: false);
        using var channel = MeshChannel.Create(server.GrpcAddress, TestServer.MeshSecret);
        var client = new Wire.GameServer.GameServerClient(channel);

        var reply = await client.LocateAsync(new Wire.LocateRequest { Player = new PlayerId(5).Value, ReadRecord = true });

        Assert.Equal((Wire.Presence.Absent, false, 0ul), (reply.Presence, reply.RecordRead, reply.Region));
        await Assert.ThrowsAsync<Grpc.Core.RpcException>(async () => await client.LocateAsync(new Wire.LocateRequest()));
    }

    private static byte[] Hello(string name)
    {
        var bytes = new byte[PeerHello.SizeMax];
        return bytes[..new PeerHello(name, Guid.NewGuid()).Write(bytes)];
    }

    // A map of these servers, told to those.
    private void Map(TestServer[] servers, params TestServer[] told)
    {
        var map = new MeshView(++_revision, servers.Select(server => server.View), []);
        foreach (var server in told)
            server.Get<MeshInbox>().Add(map, []);
    }

    /// <summary>What one server's tick thread would see.</summary>
    private sealed class Inbox(TestServer server)
    {
        public List<string> Story { get; } = [];

        public List<string> Frames { get; } = [];

        public void Drain()
        {
            while (server.Get<PeerLinks>().TryTake(out var inbound))
            {
                if (inbound.Kind == PeerEventKind.Frame)
                    Frames.Add(Encoding.UTF8.GetString(inbound.Content));
                else
                    Story.Add($"{(inbound.Kind == PeerEventKind.Up ? "up" : "down")} {inbound.Link.Incarnation}");
            }
        }

        public Task UpAsync(Guid incarnation) => UntilAsync(() => Story.Contains($"up {incarnation}"), "the link");

        public Task UntilAsync(Func<bool> condition, string what) => Wait.UntilAsync(
            () =>
            {
                Drain();
                return condition();
            },
            what);
    }
}
