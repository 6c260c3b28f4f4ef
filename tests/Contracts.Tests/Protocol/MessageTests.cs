using System.Numerics;
using CsCheck;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Protocol;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.Contracts.Tickets;

namespace PlanetarySurvival.Contracts.Tests.Protocol;

public class MessageTests
{
    public static TheoryData<string> All => [.. Samples.Messages.Keys];

    [Theory]
    [MemberData(nameof(All))]
    public void A_message_has_the_same_bytes_as_ever(string name) =>
        Assert.Equal(Golden.Read(name, Samples.Messages[name]), Samples.Messages[name]);

    [Theory]
    [MemberData(nameof(All))]
    public void A_message_that_is_cut_short_or_has_more_behind_it_is_refused(string name)
    {
        var bytes = Samples.Messages[name];
        Assert.True(Samples.TryRead(name, bytes));
        for (var length = 0; length < bytes.Length; length++)
            Assert.False(Samples.TryRead(name, bytes.AsSpan(0, length)), $"{name} was read from {length} of {bytes.Length} bytes.");

        Assert.False(Samples.TryRead(name, [.. bytes, 0]));
        Assert.False(Samples.TryRead(name, [.. bytes, .. bytes]));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void No_change_of_a_message_throws(string name)
    {
        var original = Samples.Messages[name];
        Gen.Select(Gen.Int[0, original.Length - 1], Gen.Byte).Array[1, 8].Sample(changes =>
        {
            var bytes = original.ToArray();
            foreach (var (index, value) in changes)
                bytes[index] = value;
            Samples.TryRead(name, bytes);
        });
        Gen.Byte.Array[0, 1400].Sample(bytes => { Samples.TryRead(name, bytes); });
    }

    [Fact]
    public void A_message_of_another_kind_is_refused()
    {
        foreach (var name in new[] { "Input", "Snapshot", "Welcome", "StandbyOffer" })
        {
            var bytes = Samples.Messages[name].ToArray();
            for (var kind = 0; kind < 256; kind++)
            {
                bytes[0] = (byte)kind;
                Assert.Equal(kind == Samples.Messages[name][0], Samples.TryRead(name, bytes));
            }
        }
    }

    [Fact]
    public void A_snapshot_comes_back_as_it_was()
    {
        var entities = new EntityState[ProtocolLimits.EntitiesPerSnapshotMax];
        Assert.True(Snapshot.TryRead(Samples.Messages["Snapshot"], entities, out var snapshot, out var count));
        Assert.Equal(Samples.Snapshot, snapshot);
        Assert.Equal(Samples.Entities, entities[..count]);
    }

    [Fact]
    public void Every_snapshot_comes_back_as_it_was_and_fits_a_datagram()
    {
        var region = Gen.Select(Gen.Int[0, 2], Gen.Int[-9, 9], (level, x) => new RegionId(level, x, -x, x / 2));
        var metres = Gen.Float[-3000, 3000];
        var vector = Gen.Select(metres, metres, metres, (x, y, z) => new Vector3(x, y, z));
        var body = Gen.Select(
            vector, vector, Gen.Byte, Gen.Byte, Gen.UShort, (p, v, flags, cooldown, fuel) => new PlayerBody(p, v, (BodyFlags)flags, cooldown, fuel));
        var entity = Gen.Select(Gen.ULong, Gen.Int, Gen.Int, Gen.UShort, (id, x, y, yaw) => new EntityState(new(id), x, y, -x, yaw, EntityFlags.Ghost));
        Gen.Select(Gen.UInt[1, uint.MaxValue], region, Gen.ULong, Gen.UInt, body, entity.Array[0, 60]).Sample((tick, id, epoch, safe, at, all) =>
        {
            var sent = new Snapshot(tick, id, epoch, ~epoch, uint.MaxValue, safe, at, Samples.Snapshot.Inventory);
            var buffer = new byte[Snapshot.SizeMax];
            var length = sent.Write(buffer, all);
            Assert.InRange(length, Snapshot.HeaderSize, ProtocolLimits.DatagramBytesMax);

            var entities = new EntityState[ProtocolLimits.EntitiesPerSnapshotMax];
            Assert.True(Snapshot.TryRead(buffer.AsSpan(0, length), entities, out var read, out var count));
            Assert.Equal(sent, read);
            Assert.Equal(all.Take(ProtocolLimits.EntitiesPerSnapshotMax), entities.Take(count));
        });
    }

    [Fact]
    public void A_snapshot_that_cannot_be_is_refused()
    {
        AssertRefused(Samples.Snapshot with { Tick = 0 });
        AssertRefused(Samples.Snapshot with { Region = default });
        AssertRefused(Samples.Snapshot with { AppliedInput = 9, SafeInput = 10 });
        AssertRefused(Samples.Snapshot with { Body = Samples.Snapshot.Body with { Position = new Vector3(0, float.NaN, 0) } });
        AssertRefused(Samples.Snapshot with { Body = Samples.Snapshot.Body with { Velocity = new Vector3(float.PositiveInfinity, 0, 0) } });

        var crowded = Samples.Messages["Snapshot"].Concat(new byte[50 * EntityState.Size]).ToArray();
        crowded[Snapshot.HeaderSize - 1] = 52;
        Assert.False(Samples.TryRead("Snapshot", crowded));

        static void AssertRefused(Snapshot snapshot)
        {
            var buffer = new byte[Snapshot.SizeMax];
            var length = snapshot.Write(buffer, Samples.Entities);
            Assert.False(Samples.TryRead("Snapshot", buffer.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Inputs_come_back_as_they_were()
    {
        var input = Gen.Select(Gen.SByte, Gen.SByte, Gen.UShort, Gen.Short, Gen.Byte, (r, f, y, p, b) => new PlayerInput(r, f, y, p, (PlayerButtons)b));
        var inputs = input.Array[1, ProtocolLimits.InputsPerPacketMax];
        Gen.Select(Gen.UInt, Gen.UInt[1, uint.MaxValue - ProtocolLimits.InputsPerPacketMax], inputs).Sample((tick, first, sent) =>
        {
            var bytes = new byte[InputPacket.SizeMax];
            var length = new InputPacket(tick, first, sent).Write(bytes);
            var read = new PlayerInput[ProtocolLimits.InputsPerPacketMax];
            Assert.True(InputPacket.TryRead(bytes.AsSpan(0, length), read, out var packet));
            Assert.Equal((tick, first), (packet.SnapshotTick, packet.FirstSequence));
            Assert.Equal(sent, packet.Inputs.ToArray());
        });
    }

    [Theory]
    [InlineData(0u, 1)]
    [InlineData(1u, 0)]
    [InlineData(1u, ProtocolLimits.InputsPerPacketMax + 1)]
    [InlineData(uint.MaxValue, 1)]
    [InlineData(uint.MaxValue - 1, 2)]
    public void Inputs_that_cannot_be_are_refused(uint firstSequence, int count)
    {
        var bytes = new byte[InputPacket.HeaderSize + count * PlayerInput.Size];
        new InputPacket(1, firstSequence, new PlayerInput[count]).Write(bytes);
        Assert.False(Samples.TryRead("Input", bytes));
    }

    [Fact]
    public void A_welcome_comes_back_as_it_was()
    {
        Assert.True(Welcome.TryRead(Samples.Messages["Welcome"], out var welcome));
        Assert.Equal(Samples.Welcome, welcome);
    }

    [Theory]
    [InlineData(999u)]
    [InlineData(1_000_001u)]
    [InlineData(uint.MaxValue)]
    public void A_welcome_to_an_impossible_planet_is_refused(uint radiusMetres)
    {
        var bytes = new byte[Welcome.SizeMax];
        var length = (Samples.Welcome with { PlanetRadiusMetres = radiusMetres }).Write(bytes);
        Assert.False(Samples.TryRead("Welcome", bytes.AsSpan(0, length)));
    }

    [Fact]
    public void A_name_may_be_63_bytes_long_and_must_be_text()
    {
        var bytes = new byte[256];
        var length = (Samples.Welcome with { Server = new string('s', 63) }).Write(bytes);
        Assert.Equal(Welcome.SizeMax, length);
        Assert.True(Samples.TryRead("Welcome", bytes.AsSpan(0, length)));

        length = (Samples.Welcome with { Server = new string('s', 64) }).Write(bytes);
        Assert.False(Samples.TryRead("Welcome", bytes.AsSpan(0, length)));

        // 0xc3 begins a character of two bytes.
        var broken = Samples.Messages["Welcome"].ToArray();
        broken[^1] = 0xc3;
        Assert.False(Samples.TryRead("Welcome", broken));
    }

    [Fact]
    public void An_offer_comes_back_as_it_was()
    {
        Assert.True(StandbyOffer.TryRead(Samples.Messages["StandbyOffer"], out var offer));
        var expected = Samples.StandbyOffer;
        Assert.Equal((expected.Server, expected.Host, expected.Port), (offer.Server, offer.Host, offer.Port));
        Assert.Equal(Samples.FakeTicket, offer.Ticket.ToArray());
    }

    [Fact]
    public void The_largest_offer_fits_its_bound_and_a_larger_ticket_is_refused()
    {
        var bytes = new byte[StandbyOffer.SizeMax + 1];
        var largest = new StandbyOffer(new string('s', 63), new string('h', 255), 65535, new byte[TicketSeal.SealedSizeMax]);
        Assert.Equal(StandbyOffer.SizeMax, largest.Write(bytes));
        Assert.True(Samples.TryRead("StandbyOffer", bytes.AsSpan(0, StandbyOffer.SizeMax)));

        var length = (largest with { Host = "h", Ticket = new byte[TicketSeal.SealedSizeMax + 1] }).Write(bytes);
        Assert.False(Samples.TryRead("StandbyOffer", bytes.AsSpan(0, length)));
    }

    [Fact]
    public void A_connect_request_comes_back_as_it_was_whatever_its_version()
    {
        Gen.Select(Gen.UShort, Gen.Int[0, 2], Gen.Byte.Array[0, TicketSeal.SealedSizeMax]).Sample((version, reason, ticket) =>
        {
            var bytes = new byte[ConnectRequest.SizeMax];
            var length = new ConnectRequest(version, (ConnectReason)reason, ticket).Write(bytes);
            Assert.True(ConnectRequest.TryRead(bytes.AsSpan(0, length), out var request));
            Assert.Equal((version, (ConnectReason)reason), (request.Version, request.Reason));
            Assert.Equal(ticket, request.Ticket.ToArray());
        });
    }

    [Fact]
    public void A_connect_request_with_an_unknown_reason_or_too_large_a_ticket_is_refused()
    {
        var bytes = Samples.Messages["ConnectRequest"].ToArray();
        bytes[2] = 3;
        Assert.False(Samples.TryRead("ConnectRequest", bytes));

        bytes = new byte[5 + TicketSeal.SealedSizeMax + 1];
        new ConnectRequest(1, ConnectReason.Join, new byte[TicketSeal.SealedSizeMax + 1]).Write(bytes);
        Assert.False(Samples.TryRead("ConnectRequest", bytes));
    }

    [Fact]
    public void No_message_exceeds_a_datagram() => Assert.All(
        [Snapshot.SizeMax, Welcome.SizeMax, StandbyOffer.SizeMax, ConnectRequest.SizeMax, InputPacket.SizeMax],
        size => Assert.InRange(size, 1, ProtocolLimits.DatagramBytesMax));

    [Fact]
    public void Reading_the_two_hot_messages_allocates_nothing()
    {
        var (snapshot, input) = (Samples.Messages["Snapshot"], Samples.Messages["Input"]);
        var entities = new EntityState[ProtocolLimits.EntitiesPerSnapshotMax];
        var inputs = new PlayerInput[ProtocolLimits.InputsPerPacketMax];
        Assert.True(Snapshot.TryRead(snapshot, entities, out _, out _) && InputPacket.TryRead(input, inputs, out _));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            Snapshot.TryRead(snapshot, entities, out _, out _);
            InputPacket.TryRead(input, inputs, out _);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
