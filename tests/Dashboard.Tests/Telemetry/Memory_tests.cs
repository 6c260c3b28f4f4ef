using PlanetarySurvival.Dashboard.Telemetry.Metrics;
using PlanetarySurvival.Dashboard.Tests.Journeys;

namespace PlanetarySurvival.Dashboard.Tests.Telemetry;

/// <summary>Looks at the memory of the whole process, so nothing else runs beside it.</summary>
[Collection<WholeSystem>]
public sealed class Memory_tests
{
    private static readonly DateTime Start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Ten hours of a value and a histogram every second, as a program sends them: an hour is kept, in as much memory as after one.</summary>
    [Fact]
    public void Memory_levels_off()
    {
        var store = new MetricStore();
        Run(0, 1);
        var afterOne = GC.GetTotalMemory(forceFullCollection: true);
        Run(1, 10);
        var afterTen = GC.GetTotalMemory(forceFullCollection: true);

        Assert.True(afterTen - afterOne < 1_000_000, $"{afterTen - afterOne} bytes more after ten hours than after one");
        Assert.InRange(Points(TimeSpan.FromMinutes(60)), 350, 375);
        Assert.InRange(Points(TimeSpan.FromMinutes(5)), 295, 305);
        GC.KeepAlive(store);

        void Run(int from, int to)
        {
            for (var second = from * 3_600; second < to * 3_600; second++)
            {
                for (var series = 0; series < 20; series++)
                    Store_tests.Add(store, "value", InstrumentKind.Gauge, Start.AddSeconds(second), second, player: series);

                Store_tests.AddSpread(store, Start.AddSeconds(second), [second, second, 0, 0, 0]);
            }
        }

        int Points(TimeSpan window) =>
            store.Read(new InstrumentName("program", "meter", "value"), Start.AddHours(10), window, [])!.Lines[0].Points.Count;
    }
}
