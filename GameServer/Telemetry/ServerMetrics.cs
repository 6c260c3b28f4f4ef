using System.Diagnostics.Metrics;
using PlanetarySurvival.Contracts.Protocol;

namespace PlanetarySurvival.GameServer.Telemetry;

/// <summary>What is counted as it happens; <see cref="ServerGauges"/> are read when someone asks. Names are the specification's, without units.</summary>
internal sealed class ServerMetrics
{
    /// <summary>The meter.</summary>
    public const string MeterName = "PlanetarySurvival.GameServer";

    private static readonly KeyValuePair<string, object?>[] DropTags =
        [.. Enum.GetValues<DropReason>().Select(reason => new KeyValuePair<string, object?>("reason", SnakeCase(reason.ToString())))];

    private static readonly KeyValuePair<string, object?>[] RefusalTags =
        [.. Enum.GetValues<DenyReason>().Select(reason => new KeyValuePair<string, object?>("reason", SnakeCase(reason.ToString())))];

    private static readonly double[] StepBoundsMilliseconds = [0.1, 0.25, 0.5, 1, 2, 3, 4, 6, 8, 10, 11.1, 15, 22, 33, 50, 100];
    private static readonly double[] TransferBoundsMilliseconds = [11, 22, 33, 50, 75, 100, 150, 250, 500, 1000, 2500, 5000];

    private readonly Counter<long> _dropped;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _transfers;
    private readonly Counter<long> _transferFailures;
    private readonly Histogram<double> _transferDuration;
    private readonly Histogram<double> _step;

    public ServerMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _dropped = meter.CreateCounter<long>("packets_dropped_total", description: "Packets that were not used, by reason.");
        _refused = meter.CreateCounter<long>("connections_refused_total", description: "Connection requests that were refused, by reason.");
        _transfers = meter.CreateCounter<long>("authority_transfer_count", description: "Players that another region's owner took over.");
        _transferFailures = meter.CreateCounter<long>("authority_transfer_failures", description: "Transfers that were refused or given up.");
        _transferDuration = meter.CreateHistogram(
            "authority_transfer_duration_ms", description: "From the commit of a transfer to its confirmation.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = TransferBoundsMilliseconds });
        _step = meter.CreateHistogram(
            "physics_step_ms", description: "Duration of a tick.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = StepBoundsMilliseconds });
    }

    /// <summary>A packet was not used.</summary>
    public void PacketDropped(DropReason reason) => _dropped.Add(1, DropTags[(int)reason]);

    /// <summary>A client was not let in.</summary>
    public void ConnectionRefused(DenyReason reason) => _refused.Add(1, RefusalTags[(int)reason]);

    /// <summary>A tick took so long.</summary>
    public void TickTook(long microseconds) => _step.Record(microseconds / 1000.0);

    /// <summary>A transfer ended.</summary>
    public void TransferEnded(bool arrived, double milliseconds)
    {
        if (arrived)
        {
            _transfers.Add(1);
            _transferDuration.Record(milliseconds);
        }
        else
        {
            _transferFailures.Add(1);
        }
    }

    private static string SnakeCase(string name) =>
        string.Concat(name.Select((letter, i) => char.IsUpper(letter) && i > 0 ? $"_{char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));
}
