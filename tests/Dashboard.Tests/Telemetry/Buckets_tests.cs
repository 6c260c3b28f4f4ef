using PlanetarySurvival.Dashboard.Telemetry.Metrics;

namespace PlanetarySurvival.Dashboard.Tests.Telemetry;

public sealed class Buckets_tests
{
    private static readonly double[] Bounds = [10, 20, 30];

    [Theory]
    [InlineData(0.5, new long[] { 100, 0, 0, 0 }, 5.0)]
    [InlineData(0.5, new long[] { 0, 100, 0, 0 }, 15.0)]
    [InlineData(0.9, new long[] { 0, 100, 0, 0 }, 19.0)]
    [InlineData(0.5, new long[] { 50, 50, 0, 0 }, 10.0)]
    [InlineData(0.75, new long[] { 50, 50, 0, 0 }, 15.0)]
    [InlineData(0.99, new long[] { 0, 0, 0, 10 }, 30.0)]
    [InlineData(1.0, new long[] { 1, 0, 1, 0 }, 30.0)]
    public void A_percentile_lies_evenly_within_its_bucket(double part, long[] counts, double expected) =>
        Assert.Equal(expected, Buckets.Percentile(Bounds, counts, part)!.Value, 9);

    [Fact]
    public void Nothing_measured_is_no_percentile() => Assert.Null(Buckets.Percentile(Bounds, new long[4], 0.5));

    /// <summary>Against all values sorted: never further away than a bucket is wide.</summary>
    [Fact]
    public void A_percentile_is_as_near_as_the_buckets_allow()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        double[] bounds = [.. Enumerable.Range(1, 50).Select(i => i * 2.0)];

        for (var round = 0; round < 200; round++)
        {
            double[] values = [.. Enumerable.Range(0, random.Next(1, 500)).Select(_ => random.NextDouble() * random.Next(1, 100)).Order()];
            var counts = new long[bounds.Length + 1];
            foreach (var value in values)
                counts[bounds.Count(bound => bound < value)]++;

            foreach (var part in (double[])[0.01, 0.5, 0.9, 0.99, 1])
            {
                var exact = values[(int)Math.Ceiling(part * values.Length) - 1];
                Assert.True(Math.Abs(exact - Buckets.Percentile(bounds, counts, part)!.Value) <= 2.0 + 1e-9, $"seed {seed}, round {round}, {part}");
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(10)]
    public void An_exponential_histogram_keeps_its_percentiles_within_a_fifth(int scale)
    {
        var perBucket = new SortedDictionary<int, ulong>();

        for (var i = 1; i <= 1_000; i++)
        {
            var bucket = (int)Math.Ceiling(Math.Log2(i / 10.0) * Math.Pow(2, scale)) - 1;
            perBucket[bucket] = perBucket.GetValueOrDefault(bucket) + 1;
        }

        var first = perBucket.Keys.First();
        var positive = Enumerable.Range(first, perBucket.Keys.Last() - first + 1).Select(i => perBucket.GetValueOrDefault(i)).ToList();
        var counts = new long[Buckets.Grid.Length + 1];
        Buckets.AddExponential(scale, first, positive, 0, counts);

        Assert.Equal(1_000, counts.Sum());

        // A bucket of scale 0 reaches over a doubling; finer ones go into steps of a quarter of one.
        var within = scale == 0 ? 0.6 : 0.2;
        Assert.Equal(50, Buckets.Percentile(Buckets.Grid, counts, 0.5)!.Value, 50 * within);
        Assert.Equal(99, Buckets.Percentile(Buckets.Grid, counts, 0.99)!.Value, 99 * within);
    }
}
