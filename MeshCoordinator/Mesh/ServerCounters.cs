namespace PlanetarySurvival.MeshCoordinator.Mesh;

/// <summary>What one incarnation, or all past ones together, have counted since their start.</summary>
internal readonly record struct ServerCounters(ulong Transfers, ulong Disconnects)
{
    /// <summary>The newer of two reports of one incarnation: its counters only grow.</summary>
    public static ServerCounters Max(ServerCounters a, ServerCounters b) =>
        new(Math.Max(a.Transfers, b.Transfers), Math.Max(a.Disconnects, b.Disconnects));

    /// <summary>The sum over two incarnations; wraps instead of throwing, since the numbers come from outside.</summary>
    public static ServerCounters operator +(ServerCounters a, ServerCounters b) =>
        new(unchecked(a.Transfers + b.Transfers), unchecked(a.Disconnects + b.Disconnects));
}
