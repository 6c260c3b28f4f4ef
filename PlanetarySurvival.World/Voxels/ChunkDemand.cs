using System.Numerics;
using PlanetarySurvival.Contracts.Space;

namespace PlanetarySurvival.World.Voxels;

/// <summary>
/// Which chunks should be generated next: those around the players and bodies of one <see cref="VoxelField"/> that are not at hand, the nearest
/// first, and what lies ahead of a moving one before what lies behind it. It decides and remembers; workers outside generate. For one thread.
/// </summary>
/// <remarks>
/// <para>A round is <see cref="Begin"/>, <see cref="Add"/> for each place, <see cref="Arrange"/>. Then, until the next round, <see cref="TryTake"/>
/// gives chunks in order; what a worker made of one comes back through <see cref="Install"/>, what it did not make through <see cref="GiveUp"/>. Of
/// equal distance, the lower chunk comes first, so that the order is the same everywhere and does not depend on that of the places.</para>
/// <para>Bounds. A round has at most <see cref="CandidatesMax"/> different chunks; later ones are not looked at. The planet is asked what they are of at
/// most <see cref="AskedMax"/>, the nearest that are not known. Of those that are not at hand the nearest <see cref="WaitingMax"/> wait, and never more
/// than the field has room for beside the chunks that were wanted in this round, since they would push each other out for ever; the furthest fall off.
/// At most <see cref="TakenMax"/> are with workers; beyond that none is given. What fell off is counted (<see cref="Dropped"/>) and comes again in a
/// later round, when the nearer ones are there. Until then the field answers it from the planet.</para>
/// </remarks>
public sealed class ChunkDemand
{
    /// <summary>Different chunks that a round looks at.</summary>
    public const int CandidatesMax = 1 << 16;

    /// <summary>Chunks that a round asks the planet of, since an answer takes up to 6 µs; of the others it knows already, or asks later.</summary>
    public const int AskedMax = 256;

    /// <summary>Chunks that wait to be generated, unless told otherwise.</summary>
    public const int WaitingMaxDefault = 4096;

    /// <summary>Chunks that are with workers at a time.</summary>
    public const int TakenMax = 256;

    /// <summary>The largest radius around a place, in metres.</summary>
    public const int RadiusMetresMax = 100;

    /// <summary>How many seconds ahead a moving one is looked for.</summary>
    public const double LeadSeconds = 1;

    /// <summary>How far ahead at most, in metres.</summary>
    public const double LeadMetresMax = 50;

    private const int SlotBits = 17;
    private const double ChunksPerUnit = 1.0 / (ChunkId.EdgeVoxels * ChunkId.VoxelUnits);

    private readonly VoxelField _field;
    private readonly Candidate[] _candidates = new Candidate[CandidatesMax];

    // The place of each chunk among the candidates, plus one: open addressing, at most half full. Only slots that this round has filled are read, by
    // the round's number, so that a new round has nothing to clear.
    private readonly int[] _slots = new int[1 << SlotBits];
    private readonly uint[] _slotRounds = new uint[1 << SlotBits];
    private readonly ChunkId[] _taken = new ChunkId[TakenMax];
    private uint _round;
    private int _candidateCount;
    private int _wantedHere;
    private int _waiting;
    private int _next;

    /// <summary>A demand of nothing; throws <see cref="ArgumentOutOfRangeException"/> for a bound below 1.</summary>
    /// <param name="field">Whose chunks.</param>
    /// <param name="waitingMax">Chunks that wait at most.</param>
    public ChunkDemand(VoxelField field, int waitingMax = WaitingMaxDefault)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(waitingMax, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(waitingMax, CandidatesMax);
        _field = field;
        WaitingMax = waitingMax;
    }

    /// <summary>Chunks that wait at most.</summary>
    public int WaitingMax { get; }

    /// <summary>Chunks that wait to be taken.</summary>
    public int Waiting => _waiting - _next;

    /// <summary>Chunks that were taken and have not come back.</summary>
    public int Taken { get; private set; }

    /// <summary>Chunks of the last round that fell off at a bound.</summary>
    public int Dropped { get; private set; }

    /// <summary>Begins a round: forgets the places and what waits. What is with workers stays with them.</summary>
    public void Begin()
    {
        if (++_round == 0)
        {
            Array.Clear(_slotRounds);
            _round = 1;
        }

        (_candidateCount, _wantedHere, _waiting, _next, Dropped) = (0, 0, 0, 0, 0);
    }

    /// <summary>Adds the chunks around something that lives or moves. What has no place or speed that can be (no number, infinite) is looked at
    /// without it.</summary>
    /// <param name="place">Where it is.</param>
    /// <param name="velocity">Metres a second.</param>
    /// <param name="radiusMetres">How far around it chunks are wanted; held to <see cref="RadiusMetresMax"/>.</param>
    public void Add(WorldPosition place, Vector3 velocity, int radiusMetres)
    {
        if (ChunkId.At(place) is not { IsNone: false } home)
            return;

        // In edges of chunks from the middle of the chunk that it is in: small numbers everywhere.
        var (x, y, z) = (Inside(place.X, home.X), Inside(place.Y, home.Y), Inside(place.Z, home.Z));
        var (leadX, leadY, leadZ) = Lead(velocity);
        var radius = Math.Clamp(radiusMetres, 0, RadiusMetresMax) / (double)ChunkId.EdgeMetres;

        // A chunk counts when its cube comes as near as the radius; its middle is then at most half a diagonal further.
        const double halfDiagonal = 0.867;
        var reach = radius + halfDiagonal;
        for (var i = Low(x, leadX); i <= High(x, leadX); i++)
        {
            for (var j = Low(y, leadY); j <= High(y, leadY); j++)
            {
                for (var k = Low(z, leadZ); k <= High(z, leadZ); k++)
                {
                    var (dx, dy, dz) = (i - x, j - y, k - z);
                    var squared = dx * dx + dy * dy + dz * dz;
                    var (ax, ay, az) = (dx - leadX, dy - leadY, dz - leadZ);
                    var ahead = ax * ax + ay * ay + az * az;
                    if (Math.Min(squared, ahead) <= reach * reach)
                        Consider(home.Neighbour(i, j, k), Urgency(squared, ahead));
                }
            }
        }

        int Low(double at, double lead) => (int)Math.Floor(at + Math.Min(0, lead) - reach);
        int High(double at, double lead) => (int)Math.Ceiling(at + Math.Max(0, lead) + reach);

        static double Inside(long units, int chunk) => units * ChunksPerUnit - chunk - 0.5;
    }

    /// <summary>Ends a round: puts what is not at hand in order.</summary>
    public void Arrange()
    {
        var missing = 0;
        for (var i = 0; i < _candidateCount; i++)
        {
            // Also those at hand have been added once, so that each was counted and touched once.
            if (!_candidates[i].IsHere)
                _candidates[missing++] = _candidates[i];
        }

        _candidates.AsSpan(0, missing).Sort();
        missing = WithoutUniform(missing);
        _waiting = Math.Min(missing, Math.Min(WaitingMax, Math.Max(0, _field.ChunksMax - _wantedHere - Taken)));
        Dropped += missing - _waiting;
        _next = 0;
    }

    /// <summary>The chunk to generate next, which then counts as taken. False when none waits, or too many are taken.</summary>
    public bool TryTake(out ChunkId chunk)
    {
        chunk = default;
        if (Taken == TakenMax)
            return false;

        while (_next < _waiting)
        {
            var next = _candidates[_next++].Chunk;

            // It may have come since the round began.
            if (_field.IsAtHand(next) || IsTaken(next))
                continue;

            _taken[Taken++] = next;
            chunk = next;
            return true;
        }

        return false;
    }

    /// <summary>Gives the field a chunk that was taken and has been generated. One that was not taken is installed all the same.</summary>
    public void Install(ChunkVoxels chunk)
    {
        GiveUp(chunk.Id);
        _field.Install(chunk);
    }

    /// <summary>A chunk that was taken will not come; it may be taken again.</summary>
    public void GiveUp(ChunkId chunk)
    {
        var place = _taken.AsSpan(0, Taken).IndexOf(chunk);
        if (place >= 0)
            _taken[place] = _taken[--Taken];
    }

    /// <summary>Takes those out that turn out to be all air or all rock, and those of which the planet cannot be asked in this round.</summary>
    private int WithoutUniform(int count)
    {
        var (kept, asked) = (0, 0);
        for (var i = 0; i < count; i++)
        {
            var chunk = _candidates[i].Chunk;
            if (!_field.IsKnown(chunk) && ++asked > AskedMax)
                Dropped++;
            else if (!_field.IsAtHand(chunk))
                _candidates[kept++] = _candidates[i];
        }

        return kept;
    }

    private bool IsTaken(ChunkId chunk) => _taken.AsSpan(0, Taken).Contains(chunk);

    private void Consider(ChunkId chunk, int urgency)
    {
        if (chunk.IsNone)
            return;

        var mask = _slots.Length - 1;
        var slot = (int)((chunk.Packed * 0x9E3779B97F4A7C15) >> (64 - SlotBits));
        for (; _slotRounds[slot] == _round; slot = (slot + 1) & mask)
        {
            ref var known = ref _candidates[_slots[slot]];
            if (known.Chunk != chunk)
                continue;

            known = known with { Urgency = Math.Min(known.Urgency, urgency) };
            return;
        }

        if (_candidateCount == CandidatesMax)
        {
            Dropped++;
            return;
        }

        var isHere = (_field.IsKnown(chunk) && _field.Want(chunk)) || IsTaken(chunk);
        _wantedHere += isHere && _field.Find(chunk) is { Voxels: not null } ? 1 : 0;
        (_slots[slot], _slotRounds[slot]) = (_candidateCount, _round);
        _candidates[_candidateCount++] = new Candidate(urgency, chunk, isHere);
    }

    // 64ths of a squared edge: the nearer of here and, at half the weight, there in a second; so what is ahead comes before what is as far behind.
    private static int Urgency(double squared, double ahead) => (int)(64 * Math.Min(squared, 0.5 * (squared + ahead)));

    private static (double X, double Y, double Z) Lead(Vector3 velocity)
    {
        double x = velocity.X, y = velocity.Y, z = velocity.Z;
        var speed = Math.Sqrt(x * x + y * y + z * z);
        if (!double.IsFinite(speed) || speed == 0)
            return default;

        var chunks = Math.Min(speed * LeadSeconds, LeadMetresMax) / (speed * ChunkId.EdgeMetres);
        return (x * chunks, y * chunks, z * chunks);
    }

    private readonly record struct Candidate(int Urgency, ChunkId Chunk, bool IsHere) : IComparable<Candidate>
    {
        public int CompareTo(Candidate other) => Urgency != other.Urgency ? Urgency.CompareTo(other.Urgency) : Chunk.CompareTo(other.Chunk);
    }
}
