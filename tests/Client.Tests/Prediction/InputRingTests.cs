using CsCheck;
using PlanetarySurvival.Client.Prediction;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Protocol;

namespace PlanetarySurvival.Client.Tests.Prediction;

public sealed class InputRingTests
{
    [Fact]
    public void A_ring_is_full_at_its_bound_and_has_room_again_when_inputs_are_safe()
    {
        var ring = new InputRing();
        for (var i = 0; i < ProtocolLimits.InputsOutstandingMax; i++)
            Assert.True(ring.TryAdd(Input(i)));
        Assert.False(ring.TryAdd(Input(0)));

        ring.Acknowledge(applied: 512, safe: 10);
        for (var i = 0; i < 10; i++)
            Assert.True(ring.TryAdd(Input(i)));
        Assert.False(ring.TryAdd(Input(0)));
    }

    [Fact]
    public void A_server_that_knows_less_is_sent_what_it_lacks_even_if_it_was_called_safe()
    {
        var ring = new InputRing();
        for (var i = 1; i <= 100; i++)
            ring.TryAdd(Input(i));
        ring.Acknowledge(100, 90);
        ring.Resume(80);

        Assert.Equal((81u, 20, 10L, 0L), (ring.FirstToSend, ring.Unapplied, ring.SafeBroken, ring.Lost));
        Assert.Equal(Input(81), ring[81]);
    }

    [Fact]
    public void A_server_that_is_too_far_behind_is_given_new_inputs_only()
    {
        var ring = new InputRing();
        for (var i = 1; i <= 1000; i++)
        {
            ring.TryAdd(Input(i));
            ring.Acknowledge((uint)i, (uint)Math.Min(i, 990));
        }

        ring.Resume(100);
        Assert.Equal((101u, 10L, 0L, 1000L), (ring.FirstToSend, ring.Lost, ring.SafeBroken, ring.Made + ring.CountOffset));
        Assert.Throws<ArgumentOutOfRangeException>(() => ring[100]);
        Assert.True(ring.TryAdd(Input(101)));
        Assert.Equal(Input(101), ring[101]);
    }

    [Fact]
    public void A_server_that_read_the_player_from_the_database_starts_the_numbers_anew()
    {
        var ring = new InputRing();
        for (var i = 1; i <= 100; i++)
            ring.TryAdd(Input(i));
        ring.Acknowledge(95, 90);
        ring.Resume(0);

        Assert.Equal((0u, 1u, 10L, 0L), (ring.Made, ring.FirstToSend, ring.Lost, ring.SafeBroken));
        Assert.Equal(100, ring.Made + ring.CountOffset);
    }

    [Fact]
    public void Whatever_servers_say_the_ring_keeps_its_order_and_its_bound() =>
        Gen.Select(Gen.Int[0, 3], Gen.UInt[0, 1500], Gen.UInt[0, 1500]).Array[0, 300].Sample(events =>
        {
            var ring = new InputRing();
            foreach (var (kind, applied, safe) in events)
            {
                var before = ring.Made + ring.CountOffset;
                switch (kind)
                {
                    case 0:
                        ring.Acknowledge(applied, safe);
                        break;
                    case 1:
                        ring.Resume(applied);
                        break;
                    default:
                        for (var i = 0; i < 50 && ring.TryAdd(Input((int)ring.Made + 1)); i++)
                            before++;
                        break;
                }

                Span<PlayerInput> copy = new PlayerInput[ProtocolLimits.InputsPerPacketMax];
                var count = ring.CopyFrom(ring.FirstToSend, copy);
                Assert.Equal(before, ring.Made + ring.CountOffset);
                Assert.True(ring.Safe <= ring.Made);
                Assert.True(ring.Made - ring.Safe <= ProtocolLimits.InputsOutstandingMax);
                Assert.Equal(Math.Min(copy.Length, (int)(ring.Made + 1 - ring.FirstToSend)), count);
                for (var i = 0; i < count; i++)
                    Assert.Equal(Input((int)ring.FirstToSend + i), copy[i]);
            }
        });

    private static PlayerInput Input(int sequence) => new(0, 0, (ushort)sequence, 0, PlayerButtons.None);
}
