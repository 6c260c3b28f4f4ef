namespace PlanetarySurvival.GameServer.Simulation;

/// <summary>
/// When ticks are due: tick n at start + n / rate, whatever happened before, so that the rate does not drift. Pure: the caller reads the
/// clock.
/// </summary>
/// <remarks>
/// After a delay the missed ticks are caught up one right after the other, but never more than <see cref="CatchUpMax"/>: with more than
/// these missing all of them are skipped, since a burst would only delay what comes next.
/// </remarks>
public sealed class TickSchedule(long startMicroseconds, int tickRate)
{
    /// <summary>Missed ticks that are caught up at once; if more are missing, all are skipped.</summary>
    public const int CatchUpMax = 3;

    private long _next;

    /// <summary>When the next tick is due, in clock microseconds.</summary>
    public long DueMicroseconds => DueAt(_next);

    /// <summary>Ticks that began a whole period or more after they were due.</summary>
    public long Late { get; private set; }

    /// <summary>Ticks that never took place.</summary>
    public long Skipped { get; private set; }

    /// <summary>Whether a tick is due now. If so it counts as begun, and the next one becomes due.</summary>
    public bool TryBegin(long nowMicroseconds)
    {
        if (nowMicroseconds < DueMicroseconds)
            return false;

        var missed = MissedAt(nowMicroseconds);
        if (missed > 0)
            Late++;
        if (missed > CatchUpMax)
        {
            Skipped += missed;
            _next += missed;
        }

        _next++;
        return true;
    }

    // Ticks that are due now beside the next one.
    private long MissedAt(long nowMicroseconds)
    {
        var missed = (long)((Int128)(nowMicroseconds - startMicroseconds) * tickRate / 1_000_000) - _next;
        return DueAt(_next + missed + 1) <= nowMicroseconds ? missed + 1 : missed;
    }

    // Rounded down, so that every due time is exact to the microsecond and no error adds up.
    private long DueAt(long tick) => startMicroseconds + (long)((Int128)tick * 1_000_000 / tickRate);
}
