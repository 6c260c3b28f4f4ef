using System.Diagnostics.Metrics;
using PlanetarySurvival.Contracts.Protocol;

namespace PlanetarySurvival.GameServer.Telemetry;

/// <summary>What is counted as it happens; <see cref="ServerGauges"/> are read when someone asks. Names are the specification's, without units.</summary>
/// <remarks>Counters are numbers of ours that are read on demand, so that they cost next to nothing and show 0 before the first event.</remarks>
internal sealed class ServerMetrics
{
    /// <summary>The meter.</summary>
    public const string MeterName = "PlanetarySurvival.GameServer";

    private static readonly double[] StepBoundsMilliseconds = [0.1, 0.25, 0.5, 1, 2, 3, 4, 6, 8, 10, 11.1, 15, 22, 33, 50, 100];
    private static readonly double[] TransferBoundsMilliseconds = [11, 22, 33, 50, 75, 100, 150, 250, 500, 1000, 2500, 5000];

    private readonly long[] _dropped = new long[Enum.GetValues<DropReason>().Length];
    private readonly long[] _refused = new long[Enum.GetValues<DenyReason>().Length];
    private readonly Histogram<double> _transferDuration;
    private readonly Histogram<double> _step;
    private long _transfers;
    private long _transferFailures;

    public ServerMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        meter.CreateObservableCounter(
            "packets_dropped_total", () => ByReason<DropReason>(_dropped), description: "Packets that were not used, by reason.");
        meter.CreateObservableCounter(
            "connections_refused_total", () => ByReason<DenyReason>(_refused), description: "Connection requests that were refused, by reason.");
        meter.CreateObservableCounter(
            "authority_transfer_count", () => Volatile.Read(ref _transfers), description: "Players that another region's owner took over.");
        meter.CreateObservableCounter(
            "authority_transfer_failures", () => Volatile.Read(ref _transferFailures), description: "Transfers that were refused or given up.");
        _transferDuration = meter.CreateHistogram(
            "authority_transfer_duration_ms", description: "From the commit of a transfer to its confirmation.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = TransferBoundsMilliseconds });
        _step = meter.CreateHistogram(
            "physics_step_ms", description: "Duration of a tick.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = StepBoundsMilliseconds });
    }

    /// <summary>Packets that were not used for this reason, since the start.</summary>
    public long PacketsDropped(DropReason reason) => Volatile.Read(ref _dropped[(int)reason]);

    /// <summary>A packet was not used.</summary>
    public void PacketDropped(DropReason reason) => Interlocked.Increment(ref _dropped[(int)reason]);

    /// <summary>A client was not let in.</summary>
    public void ConnectionRefused(DenyReason reason) => Interlocked.Increment(ref _refused[(int)reason]);

    /// <summary>A tick took so long.</summary>
    public void TickTook(long microseconds) => _step.Record(microseconds / 1000.0);

    /// <summary>A transfer ended.</summary>
    public void TransferEnded(bool arrived, double milliseconds)
    {
        if (!arrived)
        {
            Interlocked.Increment(ref _transferFailures);
            return;
        }

        Interlocked.Increment(ref _transfers);
        _transferDuration.Record(milliseconds);
    }

    private static IEnumerable<Measurement<long>> ByReason<TReason>(long[] counts) where TReason : struct, Enum =>
        Enum.GetValues<TReason>().Select((reason, i) => new Measurement<long>(
            Volatile.Read(ref counts[i]), new KeyValuePair<string, object?>("reason", SnakeCase(reason.ToString()))));

    private static string SnakeCase(string name) => string.Concat(
        name.Select((letter, i) => char.IsUpper(letter) && i > 0 ? $"_{char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));
}
