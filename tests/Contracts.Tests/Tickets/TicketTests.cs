using CsCheck;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Tests.Protocol;
using PlanetarySurvival.Contracts.Tickets;

namespace PlanetarySurvival.Contracts.Tests.Tickets;

public sealed class TicketTests : IDisposable
{
    private readonly TicketSeal _seal = new(Samples.Secret);

    public void Dispose() => _seal.Dispose();

    [Fact]
    public void A_sealed_ticket_opens_as_it_was()
    {
        var sealedTicket = _seal.Seal(Samples.Ticket);
        Assert.InRange(sealedTicket.Length, 1, TicketSeal.SealedSizeMax);
        Assert.True(_seal.TryOpen(sealedTicket, out var ticket));
        Assert.Equal(Samples.Ticket, ticket);

        using var same = new TicketSeal(Samples.Secret);
        Assert.True(same.TryOpen(sealedTicket, out ticket));
    }

    [Fact]
    public void A_ticket_that_was_sealed_by_the_first_version_still_opens()
    {
        // Sealing draws a nonce, so this file was written once and never again.
        var sealedTicket = File.ReadAllBytes(Golden.Repository("tests/Contracts.Tests/Golden/SealedTicket.golden"));
        Assert.True(_seal.TryOpen(sealedTicket, out var ticket));
        Assert.Equal(Samples.Ticket, ticket);
    }

    [Fact]
    public void The_largest_ticket_fits()
    {
        var largest = Samples.Ticket with { Server = new string('s', 63), Name = new string('n', 32) };
        Assert.True(_seal.TryOpen(_seal.Seal(largest), out var ticket));
        Assert.Equal(largest, ticket);
    }

    [Fact]
    public void Sealing_twice_gives_different_bytes() =>
        Assert.NotEqual(_seal.Seal(Samples.Ticket), _seal.Seal(Samples.Ticket));

    [Fact]
    public void Another_secret_does_not_open_it()
    {
        using var other = new TicketSeal(Samples.Secret + "!");
        Assert.False(other.TryOpen(_seal.Seal(Samples.Ticket), out var ticket));
        Assert.Equal(default, ticket);
    }

    [Fact]
    public void One_changed_bit_anywhere_and_it_does_not_open()
    {
        var sealedTicket = _seal.Seal(Samples.Ticket);
        for (var bit = 0; bit < sealedTicket.Length * 8; bit++)
        {
            sealedTicket[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(_seal.TryOpen(sealedTicket, out _), $"bit {bit}");
            sealedTicket[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.True(_seal.TryOpen(sealedTicket, out _));
    }

    [Fact]
    public void Too_short_or_too_long_does_not_open()
    {
        var sealedTicket = _seal.Seal(Samples.Ticket);
        for (var length = 0; length < sealedTicket.Length; length++)
            Assert.False(_seal.TryOpen(sealedTicket.AsSpan(0, length), out _));

        Assert.False(_seal.TryOpen([.. sealedTicket, 0], out _));
        Assert.False(_seal.TryOpen(new byte[TicketSeal.SealedSizeMax], out _));
        Assert.False(_seal.TryOpen(new byte[TicketSeal.SealedSizeMax + 1], out _));
        Assert.False(_seal.TryOpen(new byte[1_000_000], out _));
    }

    [Fact]
    public void No_bytes_open_by_chance_or_throw() =>
        Gen.Byte.Array[0, 300].Sample(bytes => Assert.False(_seal.TryOpen(bytes, out _)), threads: 1);

    [Theory]
    [InlineData("")]
    [InlineData("fifteen letters")]
    public void A_short_secret_is_refused(string secret) => Assert.Throws<ArgumentException>(() => new TicketSeal(secret));

    [Theory]
    [InlineData(0, 2)] // another layout
    [InlineData(41, 2)] // neither standby nor not
    public void A_ticket_with_a_wrong_field_is_refused(int offset, byte value)
    {
        var bytes = Samples.Messages["Ticket"].ToArray();
        bytes[offset] = value;
        Assert.False(Ticket.TryRead(bytes, out _));
    }

    [Fact]
    public void A_ticket_for_nobody_or_of_no_time_is_refused()
    {
        var bytes = new byte[Ticket.SizeMax];
        var length = (Samples.Ticket with { Player = default }).Write(bytes);
        Assert.False(Ticket.TryRead(bytes.AsSpan(0, length), out _));

        var ticket = Samples.Messages["Ticket"].ToArray();
        foreach (var expires in new[] { -1, long.MinValue, long.MaxValue, 253_402_300_800_000 })
        {
            BitConverter.TryWriteBytes(ticket.AsSpan(17), expires);
            Assert.False(Ticket.TryRead(ticket, out _));
        }
    }

    [Fact]
    public void A_player_is_printed_as_16_hex_digits_and_read_back() => Gen.ULong.Sample(value =>
    {
        var text = new PlayerId(value).ToString();
        Assert.Equal(16, text.Length);
        Assert.True(PlayerId.TryParse(text, out var player));
        Assert.Equal(value, player.Value);
        Assert.False(PlayerId.TryParse(text[1..], out _) || PlayerId.TryParse(text + "0", out _) || PlayerId.TryParse("x" + text[1..], out _));
    });
}
