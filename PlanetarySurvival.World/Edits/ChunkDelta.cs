using System.Buffers.Binary;
using System.Numerics;
using PlanetarySurvival.Contracts.Space;

namespace PlanetarySurvival.World.Edits;

/// <summary>
/// What edits made of one chunk: the voxels that differ from the planet's, each with its density, its material, and the version of the chunk at which
/// it was changed. The base itself is not stored; the planet has it. For one thread.
/// </summary>
/// <remarks>
/// <para><em>Version.</em> Each edit that changes a voxel of the chunk raises its version by one and marks those voxels with it. It stops at
/// <see cref="uint.MaxValue"/>, after an edit every tick for a year and a half.</para>
/// <para><em>Merge.</em> A delta is a map from voxels to (version, density, material). The merge of two deltas on the same base has the voxels of
/// both; of one that is in both, the entry of the greater version, then of the lower density (a hole is safer than rock around a body), then of the
/// greater material. The merged version is the greater one. Every part of that is a maximum in a total order, hence commutative, associative and
/// idempotent: copies that have seen the same deltas are the same, in whatever order they came. A voxel that was set back to the base has left its
/// delta, so an older copy brings its edit back: where one delta is known to have come after the other, take it whole and do not merge.</para>
/// <para><em>Bytes.</em> Little-endian; blocks of 4³ voxels in ascending order of their number x + 8 y + 64 z.<code>
/// offset  size  field
///      0     1  Format    1
///      1     4  Version
///      5     2  Blocks    0 to 512
/// of each block:
///      0     2  bits 0 to 8 its number; 9 all 64 voxels are changed; 10 they have one density; 11 one material; 12 one age; 13 ages of four bytes
///      2     8  the changed voxels, bit x + 4 y + 16 z; absent if bit 9 is set
///            1  densities, in the order of the bits; a single one if bit 10 is set
///          1/2  materials, two in a byte, the lower half first; a single one in a byte of its own if bit 11 is set
///         1, 4  ages: the delta's version minus the voxel's; a single one if bit 12 is set
/// </code></para>
/// </remarks>
public sealed class ChunkDelta
{
    /// <summary>The first byte. A reader refuses every other.</summary>
    public const byte Format = 1;

    /// <summary>The longest that <see cref="Encode"/> gives: every voxel but one of each block, and no two of them alike.</summary>
    public const int DeltaBytesMax = HeaderBytes + BlocksMax * (2 + 8 + 63 + 32 + 63 * 4);

    /// <summary>Blocks in a chunk.</summary>
    internal const int BlocksMax = 512;

    private const int HeaderBytes = 7;
    private const int NumberMask = BlocksMax - 1;
    private const int AllChanged = 1 << 9;
    private const int OneDensity = 1 << 10;
    private const int OneMaterial = 1 << 11;
    private const int OneAge = 1 << 12;
    private const int WideAges = 1 << 13;
    private const int HeadMask = (1 << 14) - 1;

    private readonly DeltaBlocks _store;

    // The lent block of each part of the chunk plus one, 0 for none; and which parts have one.
    private readonly int[] _blocks = new int[BlocksMax];
    private readonly ulong[] _present = new ulong[BlocksMax / 64];

    /// <summary>An empty delta with memory of its own.</summary>
    public ChunkDelta()
        : this(new DeltaBlocks(BlocksMax))
    {
    }

    internal ChunkDelta(DeltaBlocks store) => _store = store;

    /// <summary>The greatest version of an edit in it; 0 if there was none.</summary>
    public uint Version { get; internal set; }

    /// <summary>How many voxels differ from the base.</summary>
    public int Voxels { get; private set; }

    /// <summary>Whether the chunk is as the planet has it: nothing needs to be kept.</summary>
    public bool IsNone => Voxels == 0;

    /// <summary>Blocks that have a changed voxel.</summary>
    internal int Blocks { get; private set; }

    /// <summary>The place of a voxel's block, by its index in the chunk's arrays.</summary>
    internal static int BlockOf(int index) => ((index >> 2) & 7) | ((index >> 4) & 0x38) | ((index >> 6) & 0x1C0);

    /// <summary>The bit of a voxel in its block, by its index in the chunk's arrays.</summary>
    internal static int BitOf(int index) => (index & 3) | ((index >> 3) & 0xC) | ((index >> 6) & 0x30);

    /// <summary>The index in the chunk's arrays of a voxel that is given by block and bit.</summary>
    internal static int IndexOf(int block, int bit) =>
        ((block & 7) << 2) | ((block & 0x38) << 4) | ((block & 0x1C0) << 6) | (bit & 3) | ((bit & 0xC) << 3) | ((bit & 0x30) << 6);

    /// <summary>What a voxel was changed to. False if it is as the planet has it.</summary>
    /// <param name="index">The voxel's index in the chunk's arrays.</param>
    /// <param name="density">In units of <see cref="Terrain.VoxelDensity"/>.</param>
    /// <param name="material">A number of <see cref="Contracts.Players.Material"/>.</param>
    public bool TryGet(int index, out sbyte density, out byte material)
    {
        (density, material) = (default, default);
        if ((uint)index >= ChunkId.Voxels || _blocks[BlockOf(index)] is not (> 0 and var lent))
            return false;

        ref var block = ref _store[lent - 1];
        var bit = BitOf(index);
        if ((block.Changed >> bit & 1) == 0)
            return false;

        (density, material) = (block.Density[bit], block.Material[bit]);
        return true;
    }

    /// <summary>Writes the delta.</summary>
    /// <returns>How many bytes, at most <see cref="DeltaBytesMax"/>; 0 if the destination is too short, and then it holds a part.</returns>
    public int Encode(Span<byte> destination)
    {
        if (destination.Length < HeaderBytes)
            return 0;

        destination[0] = Format;
        BinaryPrimitives.WriteUInt32LittleEndian(destination[1..], Version);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[5..], (ushort)Blocks);
        var length = HeaderBytes;
        for (var word = 0; word < _present.Length; word++)
        {
            for (var left = _present[word]; left != 0; left &= left - 1)
            {
                var number = word * 64 + BitOperations.TrailingZeroCount(left);
                var written = WriteBlock(destination[length..], number, _store[_blocks[number] - 1], Version);
                if (written == 0)
                    return 0;
                length += written;
            }
        }

        return length;
    }

    /// <summary>
    /// Reads a delta in place of what is here. False for bytes that are none (cut, of another format, with parts out of order or values that do not
    /// exist); then nothing is changed. Allocates at most what one chunk's edits take.
    /// </summary>
    public bool TryDecode(ReadOnlySpan<byte> bytes)
    {
        if (!IsWellFormed(bytes, out _))
            return false;

        Clear();
        Read(bytes);
        return true;
    }

    /// <summary>Takes another delta on the same base into this one; see the remarks of the type.</summary>
    public void Merge(ChunkDelta other)
    {
        if (ReferenceEquals(other, this))
            return;

        for (var word = 0; word < _present.Length; word++)
        {
            for (var left = other._present[word]; left != 0; left &= left - 1)
            {
                var number = word * 64 + BitOperations.TrailingZeroCount(left);
                ref var theirs = ref other._store[other._blocks[number] - 1];
                ref var ours = ref BlockAt(number);
                for (var bits = theirs.Changed; bits != 0; bits &= bits - 1)
                {
                    var bit = BitOperations.TrailingZeroCount(bits);
                    var isNew = (ours.Changed >> bit & 1) == 0;
                    if (!isNew && !Wins(theirs, ours, bit))
                        continue;

                    if (isNew)
                    {
                        Mark(ref ours, bit);
                        ours.BaseKnown &= ~(1UL << bit);
                    }

                    (ours.Density[bit], ours.Material[bit], ours.Version[bit]) = (theirs.Density[bit], theirs.Material[bit], theirs.Version[bit]);
                }
            }
        }

        Version = Math.Max(Version, other.Version);
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        for (var word = 0; word < _present.Length; word++)
        {
            for (var left = _present[word]; left != 0; left &= left - 1)
                Drop(word * 64 + BitOperations.TrailingZeroCount(left));
        }

        (Voxels, Version) = (0, 0);
    }

    /// <summary>Whether bytes are a delta, and how many blocks it has.</summary>
    internal static bool IsWellFormed(ReadOnlySpan<byte> bytes, out int blocks)
    {
        blocks = 0;
        if (bytes.Length is < HeaderBytes or > DeltaBytesMax || bytes[0] != Format)
            return false;

        var version = BinaryPrimitives.ReadUInt32LittleEndian(bytes[1..]);
        blocks = BinaryPrimitives.ReadUInt16LittleEndian(bytes[5..]);
        bytes = bytes[HeaderBytes..];
        var previous = -1;
        for (var i = 0; i < blocks; i++)
        {
            if (bytes.Length < 2)
                return false;

            var head = BinaryPrimitives.ReadUInt16LittleEndian(bytes);
            var number = head & NumberMask;
            if ((head & ~HeadMask) != 0 || number <= previous)
                return false;

            previous = number;
            bytes = bytes[2..];
            var changed = ulong.MaxValue;
            if ((head & AllChanged) == 0)
            {
                if (bytes.Length < 8)
                    return false;
                changed = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
                bytes = bytes[8..];
            }

            var voxels = BitOperations.PopCount(changed);
            var lengths = BlockLengths(head, voxels);
            if (voxels == 0 || bytes.Length < lengths.Density + lengths.Material + lengths.Age ||
                !AreDensities(bytes[..lengths.Density]) ||
                !AreMaterials(bytes.Slice(lengths.Density, lengths.Material), (head & OneMaterial) != 0, voxels) ||
                !AreAges(bytes.Slice(lengths.Density + lengths.Material, lengths.Age), (head & WideAges) != 0, version))
            {
                return false;
            }

            bytes = bytes[(lengths.Density + lengths.Material + lengths.Age)..];
        }

        return bytes.IsEmpty;
    }

    /// <summary>The block at a place of the chunk, made if there is none. The caller has looked whether the store has one left.</summary>
    internal ref DeltaBlock BlockAt(int number)
    {
        ref var lent = ref _blocks[number];
        if (lent == 0)
        {
            lent = _store.Lend() + 1;
            _present[number >> 6] |= 1UL << number;
            Blocks++;
        }

        return ref _store[lent - 1];
    }

    /// <summary>Counts a voxel as changed. The caller writes its values.</summary>
    internal void Mark(ref DeltaBlock block, int bit)
    {
        block.Changed |= 1UL << bit;
        Voxels++;
    }

    /// <summary>Counts a voxel as the base again.</summary>
    internal void Unmark(ref DeltaBlock block, int bit)
    {
        block.Changed &= ~(1UL << bit);
        Voxels--;
    }

    /// <summary>Gives a block back that has no changed voxel any more.</summary>
    internal void DropIfUnchanged(int number)
    {
        if (_blocks[number] is > 0 and var lent && _store[lent - 1].Changed == 0)
            Drop(number);
    }

    /// <summary>
    /// Puts the edits onto a chunk as the planet has it, remembers what they are put onto, and drops those that change nothing.
    /// </summary>
    internal void ApplyTo(sbyte[] density, byte[] material)
    {
        for (var word = 0; word < _present.Length; word++)
        {
            for (var left = _present[word]; left != 0; left &= left - 1)
            {
                var number = word * 64 + BitOperations.TrailingZeroCount(left);
                ref var block = ref BlockAt(number);
                for (var bits = block.Changed; bits != 0; bits &= bits - 1)
                {
                    var bit = BitOperations.TrailingZeroCount(bits);
                    var index = IndexOf(number, bit);
                    (block.BaseDensity[bit], block.BaseMaterial[bit]) = (density[index], material[index]);
                    if (density[index] == block.Density[bit] && material[index] == block.Material[bit])
                        Unmark(ref block, bit);
                    else
                        (density[index], material[index]) = (block.Density[bit], block.Material[bit]);
                }

                block.BaseKnown = block.Changed;
                DropIfUnchanged(number);
            }
        }
    }

    /// <summary>Takes the edits off a chunk again, so that it is as the planet has it.</summary>
    internal void TakeOff(sbyte[] density, byte[] material)
    {
        for (var word = 0; word < _present.Length; word++)
        {
            for (var left = _present[word]; left != 0; left &= left - 1)
            {
                var number = word * 64 + BitOperations.TrailingZeroCount(left);
                ref var block = ref BlockAt(number);
                for (var bits = block.Changed & block.BaseKnown; bits != 0; bits &= bits - 1)
                {
                    var bit = BitOperations.TrailingZeroCount(bits);
                    var index = IndexOf(number, bit);
                    (density[index], material[index]) = (block.BaseDensity[bit], block.BaseMaterial[bit]);
                }
            }
        }
    }

    private void Drop(int number)
    {
        _store.GiveBack(_blocks[number] - 1);
        _blocks[number] = 0;
        _present[number >> 6] &= ~(1UL << number);
        Blocks--;
    }

    private static bool Wins(in DeltaBlock theirs, in DeltaBlock ours, int bit)
    {
        if (theirs.Version[bit] != ours.Version[bit])
            return theirs.Version[bit] > ours.Version[bit];
        if (theirs.Density[bit] != ours.Density[bit])
            return theirs.Density[bit] < ours.Density[bit];
        return theirs.Material[bit] > ours.Material[bit];
    }

    private static int WriteBlock(Span<byte> destination, int number, in DeltaBlock block, uint version)
    {
        // Gathered first, so that the loops over them are short and straight.
        Span<byte> densities = stackalloc byte[64];
        Span<byte> materials = stackalloc byte[64];
        Span<uint> ages = stackalloc uint[64];
        var voxels = 0;
        var (densityOr, materialOr, ageOr, ageMax) = (0, 0, 0U, 0U);
        for (var bits = block.Changed; bits != 0; bits &= bits - 1, voxels++)
        {
            var bit = BitOperations.TrailingZeroCount(bits);
            var (density, material, age) = ((byte)block.Density[bit], block.Material[bit], version - block.Version[bit]);
            (densities[voxels], materials[voxels], ages[voxels]) = (density, material, age);
            densityOr |= density ^ densities[0];
            materialOr |= material ^ materials[0];
            ageOr |= age ^ ages[0];
            ageMax |= age;
        }

        var head = number | (block.Changed == ulong.MaxValue ? AllChanged : 0) | (densityOr == 0 ? OneDensity : 0) |
            (materialOr == 0 ? OneMaterial : 0) | (ageOr == 0 ? OneAge : 0) | (ageMax > byte.MaxValue ? WideAges : 0);
        var lengths = BlockLengths(head, voxels);
        var mask = block.Changed == ulong.MaxValue ? 0 : 8;
        var total = 2 + mask + lengths.Density + lengths.Material + lengths.Age;
        if (destination.Length < total)
            return 0;

        BinaryPrimitives.WriteUInt16LittleEndian(destination, (ushort)head);
        destination = destination[2..];
        if (mask != 0)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(destination, block.Changed);
            destination = destination[8..];
        }

        densities[..lengths.Density].CopyTo(destination);
        destination = destination[lengths.Density..];
        if (materialOr == 0)
            destination[0] = materials[0];
        else
            WriteHalves(destination[..lengths.Material], materials[..voxels]);

        WriteAges(destination.Slice(lengths.Material, lengths.Age), ages, (head & WideAges) != 0);
        return total;
    }

    private static void WriteHalves(Span<byte> destination, Span<byte> materials)
    {
        for (var i = 0; i < destination.Length; i++)
        {
            var upper = 2 * i + 1 < materials.Length ? materials[2 * i + 1] : 0;
            destination[i] = (byte)(materials[2 * i] | (upper << 4));
        }
    }

    private static void WriteAges(Span<byte> destination, Span<uint> ages, bool wide)
    {
        if (wide)
        {
            for (var i = 0; 4 * i < destination.Length; i++)
                BinaryPrimitives.WriteUInt32LittleEndian(destination[(4 * i)..], ages[i]);
        }
        else
        {
            for (var i = 0; i < destination.Length; i++)
                destination[i] = (byte)ages[i];
        }
    }

    // The bytes have been looked through.
    private void Read(ReadOnlySpan<byte> bytes)
    {
        Version = BinaryPrimitives.ReadUInt32LittleEndian(bytes[1..]);
        var blocks = BinaryPrimitives.ReadUInt16LittleEndian(bytes[5..]);
        bytes = bytes[HeaderBytes..];
        for (var i = 0; i < blocks; i++)
        {
            var head = BinaryPrimitives.ReadUInt16LittleEndian(bytes);
            bytes = bytes[2..];
            var changed = ulong.MaxValue;
            if ((head & AllChanged) == 0)
            {
                changed = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
                bytes = bytes[8..];
            }

            ref var block = ref BlockAt(head & NumberMask);
            var voxels = BitOperations.PopCount(changed);
            (block.Changed, block.BaseKnown) = (changed, 0);
            Voxels += voxels;
            var lengths = BlockLengths(head, voxels);
            var densities = bytes[..lengths.Density];
            var materials = bytes.Slice(lengths.Density, lengths.Material);
            var ages = bytes.Slice(lengths.Density + lengths.Material, lengths.Age);
            for (var (bits, voxel) = (changed, 0); bits != 0; bits &= bits - 1, voxel++)
            {
                var bit = BitOperations.TrailingZeroCount(bits);
                block.Density[bit] = (sbyte)densities[(head & OneDensity) != 0 ? 0 : voxel];
                block.Material[bit] = (head & OneMaterial) != 0 ? materials[0] : (byte)(materials[voxel >> 1] >> (4 * (voxel & 1)) & 15);
                var age = (head & OneAge) != 0 ? 0 : voxel;
                block.Version[bit] = Version - ((head & WideAges) != 0 ? BinaryPrimitives.ReadUInt32LittleEndian(ages[(4 * age)..]) : ages[age]);
            }

            bytes = bytes[(lengths.Density + lengths.Material + lengths.Age)..];
        }
    }

    private static (int Density, int Material, int Age) BlockLengths(int head, int voxels) => (
        (head & OneDensity) != 0 ? 1 : voxels,
        (head & OneMaterial) != 0 ? 1 : (voxels + 1) / 2,
        ((head & OneAge) != 0 ? 1 : voxels) * ((head & WideAges) != 0 ? 4 : 1));

    // -128 is no density: it has no opposite, and nothing makes it.
    private static bool AreDensities(ReadOnlySpan<byte> densities) => !densities.Contains((byte)0x80);

    private static bool AreMaterials(ReadOnlySpan<byte> materials, bool one, int voxels) =>
        one ? materials[0] < MaterialAmounts.MaterialsMax : voxels % 2 == 0 || materials[^1] < 16;

    private static bool AreAges(ReadOnlySpan<byte> ages, bool wide, uint version)
    {
        if (wide)
        {
            for (; !ages.IsEmpty; ages = ages[4..])
            {
                if (BinaryPrimitives.ReadUInt32LittleEndian(ages) > version)
                    return false;
            }

            return true;
        }

        foreach (var age in ages)
        {
            if (age > version)
                return false;
        }

        return true;
    }
}
