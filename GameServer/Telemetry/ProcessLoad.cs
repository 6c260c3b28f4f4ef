using System.Diagnostics;
using PlanetarySurvival.GameServer.Simulation;
using Wire = PlanetarySurvival.Contracts.Mesh;

namespace PlanetarySurvival.GameServer.Telemetry;

/// <summary>What this process costs the machine. Measured at most every half second; safe for use by several threads at once.</summary>
internal sealed class ProcessLoad(TickMeter meter)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private readonly Lock _lock = new();
    private long _measured = Stopwatch.GetTimestamp();
    private TimeSpan _cpu = Environment.CpuUsage.TotalTime;

    /// <summary>Cores that were busy with this process.</summary>
    public double CpuCores { get; private set; }

    /// <summary>Memory in megabytes (working set).</summary>
    public double MemoryMegabytes { get; private set; } = Environment.WorkingSet / 1e6;

    private double _tickMilliseconds;

    /// <summary>As it is reported.</summary>
    public Wire.Load Read(int players)
    {
        lock (_lock)
        {
            Measure();
            return new Wire.Load
            {
                Players = (uint)players,
                TickMillisecondsP99 = _tickMilliseconds,
                Cpu = CpuCores,
                MemoryMegabytes = MemoryMegabytes,
            };
        }
    }

    private void Measure()
    {
        var passed = Stopwatch.GetElapsedTime(_measured);
        if (passed < Interval)
            return;

        var cpu = Environment.CpuUsage.TotalTime;
        CpuCores = (cpu - _cpu) / passed;
        MemoryMegabytes = Environment.WorkingSet / 1e6;
        _tickMilliseconds = meter.DurationMilliseconds(0.99);
        (_measured, _cpu) = (Stopwatch.GetTimestamp(), cpu);
    }
}
