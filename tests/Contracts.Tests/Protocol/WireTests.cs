using CsCheck;
using PlanetarySurvival.Contracts.Protocol;

namespace PlanetarySurvival.Contracts.Tests.Protocol;

public class WireTests
{
    [Fact]
    public void Every_field_comes_back_as_it_was() => Gen.Select(
        Gen.Byte, Gen.SByte, Gen.Short, Gen.Int, Gen.Long, Gen.Float.Where(float.IsFinite), Gen.Guid,
        Gen.Char.AlphaNumeric.Array[0, 200].Select(c => new string(c))).Sample(
        (b, s, i16, i32, i64, single, guid, text) =>
        {
            var buffer = new byte[512];
            var writer = new WireWriter(buffer);
            writer.Byte(b);
            writer.SByte(s);
            writer.Int16(i16);
            writer.UInt16((ushort)i16);
            writer.Int32(i32);
            writer.UInt32((uint)i32);
            writer.Int64(i64);
            writer.UInt64((ulong)i64);
            writer.Single(single);
            writer.Guid(guid);
            writer.Text(text);
            writer.Bytes([1, 2, 3]);
            Assert.Equal(buffer.Length, writer.Length + writer.Room);

            var reader = new WireReader(buffer.AsSpan(0, writer.Length));
            Assert.Equal(b, reader.Byte());
            Assert.Equal(s, reader.SByte());
            Assert.Equal(i16, reader.Int16());
            Assert.Equal((ushort)i16, reader.UInt16());
            Assert.Equal(i32, reader.Int32());
            Assert.Equal((uint)i32, reader.UInt32());
            Assert.Equal(i64, reader.Int64());
            Assert.Equal((ulong)i64, reader.UInt64());
            Assert.Equal(single, reader.Single());
            Assert.Equal(guid, reader.Guid());
            Assert.Equal(text, reader.Text(255));
            Assert.Equal([1, 2, 3], reader.Bytes(3).ToArray());
            Assert.True(reader.Complete);
        });

    [Fact]
    public void Reading_past_the_end_fails_for_good_and_yields_zeros()
    {
        var reader = new WireReader([1, 2, 3]);
        Assert.Equal(0x0201, reader.UInt16());
        Assert.Equal(0u, reader.UInt32());
        Assert.True(reader.Failed);
        Assert.Equal(0, reader.Byte());
        Assert.Equal("", reader.Text(10));
        Assert.Equal(Guid.Empty, reader.Guid());
        Assert.True(reader.Bytes(1).IsEmpty);
        Assert.False(reader.Complete);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(4)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public void A_count_that_does_not_fit_fails(int count)
    {
        var reader = new WireReader([1, 2, 3]);
        Assert.True(reader.Bytes(count).IsEmpty);
        Assert.True(reader.Failed);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void What_is_no_number_fails(float value)
    {
        var reader = new WireReader(BitConverter.GetBytes(value));
        Assert.Equal(0, reader.Single());
        Assert.True(reader.Failed);
    }

    [Theory]
    [InlineData(new byte[] { 4, 65, 66, 67 })]
    [InlineData(new byte[] { 3, 65, 66, 67 })]
    [InlineData(new byte[] { 1, 0xff })]
    [InlineData(new byte[] { 2, 0xc3, 0x28 })]
    [InlineData(new byte[] { })]
    public void Text_that_is_too_long_cut_or_no_text_fails(byte[] bytes)
    {
        var reader = new WireReader(bytes);
        Assert.Equal("", reader.Text(2));
        Assert.True(reader.Failed);
    }

    [Fact]
    public void A_failed_message_stays_failed()
    {
        var reader = new WireReader([]);
        Assert.True(reader.Complete);
        reader.Fail();
        Assert.False(reader.Complete);
    }

    [Fact]
    public void A_buffer_that_is_too_small_is_our_mistake_and_throws()
    {
        Assert.ThrowsAny<ArgumentException>(() => new WireWriter(new byte[3]).UInt32(1));
        Assert.Throws<OverflowException>(() => new WireWriter(new byte[300]).Text(new string('x', 256)));
    }
}
