namespace PlanetarySurvival.AppHost.Watching;

/// <summary>How long to wait before a crashed process is started again: longer each time, until it has been healthy for a while.</summary>
internal sealed class RestartDelay
{
    public static readonly TimeSpan Min = TimeSpan.FromMilliseconds(250);
    public static readonly TimeSpan Max = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan HealthyFor = TimeSpan.FromSeconds(30);

    // 0.25, 0.5, 1 s: three starts in a row that did not last.
    private static readonly TimeSpan LoopFrom = Min * 8;

    private TimeSpan _next = Min;

    /// <summary>Whether it crashed so often in a row that trying again alone will hardly help.</summary>
    public bool IsLoop => _next >= LoopFrom;

    /// <param name="healthy">How long the process was healthy before it ended.</param>
    public TimeSpan Next(TimeSpan healthy)
    {
        if (healthy >= HealthyFor)
            _next = Min;

        var delay = _next;
        _next = _next * 2 < Max ? _next * 2 : Max;
        return delay;
    }
}
