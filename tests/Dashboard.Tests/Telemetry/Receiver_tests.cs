using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using PlanetarySurvival.Dashboard.Telemetry.Logs;
using PlanetarySurvival.Dashboard.Telemetry.Metrics;
using PlanetarySurvival.Dashboard.Telemetry.Traces;
using PlanetarySurvival.Dashboard.Tests.Browsers;
using TraceFilter = PlanetarySurvival.Dashboard.Telemetry.Traces.TraceFilter;

namespace PlanetarySurvival.Dashboard.Tests.Telemetry;

/// <summary>The doors for telemetry, with the exporters that programs really use.</summary>
public sealed class Receiver_tests : IAsyncLifetime
{
    private readonly DashboardApplication _app = new();

    public async ValueTask InitializeAsync() => await _app.StartAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData(OtlpExportProtocol.Grpc)]
    [InlineData(OtlpExportProtocol.HttpProtobuf)]
    public void What_a_program_sends_is_there(OtlpExportProtocol protocol)
    {
        var name = $"program-{protocol}";
        Send(protocol, name, "x-otlp-api-key=key");

        var log = Assert.Single(_app.Get<LogStore>().Read(new LogFilter(name), 10));
        Assert.Equal(("7 things went wrong.", LogLevel.Warning, "7"), (log.Message, log.Level, log.Attribute("Count")));
        var trace = Assert.Single(_app.Get<TraceStore>().Read(new TraceFilter(name), 10));
        Assert.Equal(["outer", "inner"], trace.Waterfall().Select(row => row.Span.Name));
        Assert.Equal((trace.Id, trace.Root.SpanId), (log.TraceId, log.SpanId));
        Assert.Equal("value", Assert.Single(trace.Root.Attributes).Value);
        Assert.True(trace.HasError);
        var instruments = _app.Get<MetricStore>().Instruments.Where(i => i.Name.Source == name).ToDictionary(i => i.Name.Name, i => i.Kind);
        Assert.Equal(InstrumentKind.Counter, instruments["things_total"]);
        Assert.Equal(InstrumentKind.Histogram, instruments["step_ms"]);
        Assert.Equal(InstrumentKind.Gauge, instruments["level"]);
    }

    [Theory]
    [InlineData(OtlpExportProtocol.Grpc, "x-otlp-api-key=wrong")]
    [InlineData(OtlpExportProtocol.HttpProtobuf, "x-otlp-api-key=wrong")]
    [InlineData(OtlpExportProtocol.Grpc, null)]
    [InlineData(OtlpExportProtocol.HttpProtobuf, null)]
    public void Who_has_not_the_key_is_not_heard(OtlpExportProtocol protocol, string? headers)
    {
        Send(protocol, "stranger", headers);

        Assert.Empty(_app.Get<LogStore>().Read(new LogFilter("stranger"), 10));
        Assert.Empty(_app.Get<TraceStore>().Read(new TraceFilter("stranger"), 10));
        Assert.Empty(_app.Get<MetricStore>().Instruments);
    }

    [Fact]
    public async Task A_call_without_the_key_is_told_so()
    {
        using var channel = GrpcChannel.ForAddress(_app.Settings.OtlpGrpc);
        var method = new Method<byte[], byte[]>(MethodType.Unary, "opentelemetry.proto.collector.logs.v1.LogsService", "Export", Bytes, Bytes);

        var problem = await Assert.ThrowsAsync<RpcException>(
            async () => await channel.CreateCallInvoker().AsyncUnaryCall(method, null, new CallOptions(), []));

        Assert.Equal(Grpc.Core.StatusCode.Unauthenticated, problem.StatusCode);
    }

    [Theory]
    [InlineData("application/x-protobuf", "ff ff ff ff", HttpStatusCode.BadRequest)]
    [InlineData("application/x-protobuf", "0a 7f 01", HttpStatusCode.BadRequest)]
    [InlineData("application/json", "7b 7d", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/x-protobuf", "", HttpStatusCode.OK)]
    public async Task Garbage_is_refused_and_nothing_else_happens(string mediaType, string hex, HttpStatusCode expected)
    {
        foreach (var path in (string[])["/v1/logs", "/v1/traces", "/v1/metrics"])
            Assert.Equal(expected, await PostAsync(path, Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)), mediaType));
    }

    [Fact]
    public async Task A_small_body_that_grows_large_is_refused()
    {
        using var packed = new MemoryStream();

        await using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            await gzip.WriteAsync(new byte[64 * 1024 * 1024]);

        Assert.InRange(packed.Length, 1, 1_000_000);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await PostAsync("/v1/logs", packed.ToArray(), "application/x-protobuf", "gzip"));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await PostAsync("/v1/logs", new byte[5 * 1024 * 1024], "application/x-protobuf"));
    }

    /// <summary>Thousands of messages that are nearly right: the receiver answers each, and answers a right one afterwards.</summary>
    [Fact]
    public async Task Bits_that_are_flipped_in_messages_harm_nobody()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var good = Convert.FromHexString(
            // One log of a program named "x", with a body, attributes in each other, and ids.
            "0a560a0f0a0d0a0c736572766963652e6e616d6512430a001a3f09010203040506071810092a040a02686932100a016b120b2a090a070a05" + "0a03616263" +
            "4a1000010203040506070809" + "0a0b0c0d0e0f520800010203040506" + "07");

        for (var i = 0; i < 2_000; i++)
        {
            var bytes = good.ToArray();

            for (var flips = random.Next(1, 6); flips > 0; flips--)
                bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));

            var path = random.Next(3) switch { 0 => "/v1/logs", 1 => "/v1/traces", _ => "/v1/metrics" };
            var answer = await PostAsync(path, bytes[..random.Next(1, bytes.Length + 1)], "application/x-protobuf");
            Assert.True(answer is HttpStatusCode.OK or HttpStatusCode.BadRequest, $"seed {seed}, message {i}: {answer}");
        }

        Send(OtlpExportProtocol.Grpc, "afterwards", "x-otlp-api-key=key");
        Assert.Single(_app.Get<LogStore>().Read(new LogFilter("afterwards"), 10));
    }

    [Fact]
    public async Task Pages_are_not_on_the_ports_of_telemetry_nor_telemetry_on_that_of_the_pages()
    {
        using var page = new HttpClient { BaseAddress = _app.Settings.Page, DefaultRequestHeaders = { { "x-otlp-api-key", "key" } } };
        using var telemetry = new HttpClient { BaseAddress = _app.Settings.OtlpHttp, DefaultRequestHeaders = { { "x-otlp-api-key", "key" } } };

        Assert.Equal(HttpStatusCode.NotFound, (await page.PostAsync("/v1/logs", null)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await telemetry.GetAsync("/")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await telemetry.GetAsync("/login?t=" + DashboardApplication.Token)).StatusCode);
    }

    private static Marshaller<byte[]> Bytes { get; } = Marshallers.Create(bytes => bytes, bytes => bytes);

    private async Task<HttpStatusCode> PostAsync(string path, byte[] body, string mediaType, string? encoding = null)
    {
        using var client = new HttpClient { BaseAddress = _app.Settings.OtlpHttp };
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        if (encoding is not null)
            request.Content.Headers.ContentEncoding.Add(encoding);
        request.Headers.Add("x-otlp-api-key", "key");
        request.Headers.ExpectContinue = true; // who is refused for his length is told before he sends

        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }

    private void Send(OtlpExportProtocol protocol, string name, string? headers)
    {
        var resource = ResourceBuilder.CreateEmpty().AddService(name);
        using var source = new ActivitySource(name);
        using var meter = new Meter(name);
        using var logs = LoggerFactory.Create(logging => logging.AddOpenTelemetry(o =>
        {
            o.IncludeFormattedMessage = true;
            o.SetResourceBuilder(resource).AddOtlpExporter((exporter, processor) =>
            {
                To("/v1/logs")(exporter);
                processor.ExportProcessorType = ExportProcessorType.Simple;
            });
        }));
        using var traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(name).AddOtlpExporter(To("/v1/traces")).Build();
        using var metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(name)
            .AddOtlpExporter((exporter, reader) => To("/v1/metrics")(exporter)).Build();

        meter.CreateCounter<long>("things_total").Add(3);
        meter.CreateHistogram<double>("step_ms").Record(1.5);
        meter.CreateGauge<double>("level").Record(4);

        using (var outer = source.StartActivity("outer"))
        {
            outer!.SetTag("key", "value");
            using (source.StartActivity("inner")!.SetStatus(ActivityStatusCode.Error))
                _ = 0;
            logs.CreateLogger("Things").LogWarning("{Count} things went wrong.", 7);
        }

        traces.ForceFlush();
        metrics.ForceFlush();

        Action<OtlpExporterOptions> To(string path) => options =>
        {
            options.Protocol = protocol;
            options.Endpoint = protocol == OtlpExportProtocol.Grpc ? _app.Settings.OtlpGrpc : new Uri(_app.Settings.OtlpHttp, path);
            options.Headers = headers;
        };
    }
}
