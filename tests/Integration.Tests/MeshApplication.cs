using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PlanetarySurvival.Testing;

namespace PlanetarySurvival.Integration.Tests;

/// <summary>The whole graph of the AppHost with real processes, on free ports and with a data folder of its own.</summary>
public sealed class MeshApplication : IAsyncLifetime
{
    private static readonly TimeSpan StartMax = TimeSpan.FromMinutes(3);

    private readonly string _data = Path.Combine(Path.GetTempPath(), $"planetary-{Guid.NewGuid():n}");

    /// <summary>Bots that come in by themselves.</summary>
    public int Bots { get; init; }

    /// <summary>Game servers.</summary>
    public int Servers { get; init; } = 3;

    /// <summary>What the programs wrote.</summary>
    public CapturedLogs Logs { get; } = new();

    /// <summary>The processes that run now.</summary>
    public IReadOnlyList<int> Processes => [.. App.Services.GetRequiredService<DistributedApplicationModel>().Resources
        .Select(resource => App.ResourceNotifications.TryGetCurrentState(resource.Name, out var state) ? ProcessId(state) : null)
        .OfType<int>()];

    public DistributedApplication App { get; private set; } = null!;

    public HttpClient Gateway { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        using var limit = new CancellationTokenSource(StartMax);
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.PlanetarySurvival_AppHost>(
            ["--bots", $"{Bots}", "--servers", $"{Servers}", "--ports", "free", "--data", _data], limit.Token);
        builder.Services.AddLogging(logging => logging.AddProvider(Logs));
        App = await builder.BuildAsync(limit.Token);
        await App.StartAsync(limit.Token);
        await App.ResourceNotifications.WaitForResourceHealthyAsync("gateway", limit.Token);
        Gateway = App.CreateHttpClient("gateway", "http");
        await UntilAsync(mesh => mesh.Leader is not null && mesh.Servers.Count(server => server is { State: "ready", Regions: > 0 }) == Servers,
            $"{Servers} ready servers with regions");
    }

    public async ValueTask DisposeAsync()
    {
        Gateway?.Dispose();
        Logs.Dispose();
        if (App is not null)
        {
            await App.StopAsync();
            await App.DisposeAsync();
        }

        if (Directory.Exists(_data))
            Directory.Delete(_data, recursive: true);
    }

    public async Task<Mesh> MeshAsync() =>
        await Gateway.GetFromJsonAsync<Mesh>("/v1/mesh") ?? throw new InvalidOperationException("The gateway answered nothing.");

    /// <summary>Asks for the mesh until something holds of it.</summary>
    public async Task<Mesh> UntilAsync(Func<Mesh, bool> condition, string what)
    {
        Mesh? mesh = null;
        await Wait.UntilAsync(async () => condition(mesh = await MeshAsync()), what, TimeSpan.FromSeconds(60));
        return mesh!;
    }

    /// <summary>SIGKILL to the process of a resource.</summary>
    public void Kill(string resource)
    {
        Assert.True(App.ResourceNotifications.TryGetCurrentState(resource, out var state), $"There is no resource {resource}.");
        using var process = Process.GetProcessById(ProcessId(state!) ?? throw new InvalidOperationException($"{resource} has no process."));
        process.Kill();
    }

    private static int? ProcessId(ResourceEvent state) =>
        state.Snapshot.Properties.FirstOrDefault(property => property.Name == "executable.pid")?.Value is { } id
            ? Convert.ToInt32(id, CultureInfo.InvariantCulture) : null;
}

/// <summary>What GET /v1/mesh says.</summary>
public sealed record Mesh(
    string? Leader, long Term, long Revision, long Players, long Transfers, long Disconnects,
    IReadOnlyList<MeshServer> Servers, IReadOnlyList<MeshRegion> Regions);

/// <summary>A server in the mesh.</summary>
public sealed record MeshServer(string Name, string State, long Players, long Regions);

/// <summary>A region in the mesh.</summary>
public sealed record MeshRegion(string Id, string? Owner, string? Backup, long Epoch, long Players);
