using System.Diagnostics;
using Grpc.Core;
using Grpc.Net.Client;
using PlanetarySurvival.ServiceDefaults;
using PlanetarySurvival.Testing;
using Wire = PlanetarySurvival.Contracts.Mesh;

namespace PlanetarySurvival.Mesh_Tests.Registration;

/// <summary>Three real coordinator processes with logs in a private folder, on free ports.</summary>
internal sealed class CoordinatorCluster : IAsyncDisposable
{
    private const int Size = 3;
    private const string Secret = "a secret for tests only";
    private readonly string _folder = Directory.CreateTempSubdirectory("planetary-mesh-").FullName;
    private readonly string _database;
    private readonly int[] _raft = Ports();
    private readonly int[] _grpc = Ports();
    private readonly int[] _http = Ports();
    private readonly Process?[] _processes = new Process?[Size];
    private readonly GrpcChannel[] _channels;
    private readonly Queue<string> _lines = new();

    private CoordinatorCluster(string database)
    {
        _database = database;
        _channels = [.. _grpc.Select(port => MeshChannel.Create($"http://127.0.0.1:{port}", Secret))];
    }

    /// <summary>The last lines that the processes wrote.</summary>
    public string Output
    {
        get
        {
            lock (_lines)
                return string.Join('\n', _lines);
        }
    }

    public static async Task<CoordinatorCluster> StartAsync(string database)
    {
        var cluster = new CoordinatorCluster(database);
        for (var i = 0; i < Size; i++)
            cluster.Start(i);

        await cluster.LeaderAsync();
        return cluster;
    }

    public Wire.MeshCoordinator.MeshCoordinatorClient Client(int index) => new(_channels[index]);

    public string GrpcAddress(int index) => $"http://127.0.0.1:{_grpc[index]}";

    public string HttpAddress(int index) => $"http://127.0.0.1:{_http[index]}";

    /// <summary>Waits for a leader that answers for itself, and returns its index.</summary>
    public async Task<int> LeaderAsync()
    {
        var leader = -1;
        await Wait.UntilAsync(
            async () =>
            {
                for (var i = 0; i < Size && leader < 0; i++)
                {
                    if (await TryGetMapAsync(i) is { Totals: not null })
                        leader = i;
                }

                return leader >= 0;
            },
            "a coordinator leads");
        return leader;
    }

    /// <summary>The answer of one coordinator; null if it does not answer.</summary>
    public async Task<Wire.GetMapReply?> TryGetMapAsync(int index)
    {
        if (_processes[index] is null)
            return null;

        try
        {
            return await Client(index).GetMapAsync(new(), deadline: DateTime.UtcNow.AddSeconds(3));
        }
        catch (RpcException)
        {
            return null;
        }
    }

    public void Start(int index)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "MeshCoordinator.dll")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder,
        };
        foreach (var (key, value) in Settings(index))
            start.Environment[key] = value;

        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Keep(index, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(index, line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _processes[index] = process;
    }

    /// <summary>Kills a process as <c>kill -9</c> does.</summary>
    public async Task KillAsync(int index)
    {
        if (_processes[index] is not { } process)
            return;

        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        _processes[index] = null;
    }

    public async ValueTask DisposeAsync()
    {
        for (var i = 0; i < Size; i++)
            await KillAsync(i);
        foreach (var channel in _channels)
            channel.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private Dictionary<string, string> Settings(int index)
    {
        var settings = new Dictionary<string, string>
        {
            ["Mesh__Name"] = $"mesh-coordinator-{index}",
            ["Mesh__Secret"] = Secret,
            ["Endpoints__Http"] = $"{_http[index]}",
            ["Endpoints__Grpc"] = $"{_grpc[index]}",
            ["Raft__Self"] = $"127.0.0.1:{_raft[index]}",
            ["Raft__DataFolder"] = Path.Combine(_folder, $"raft-{index}"),
            ["ConnectionStrings__world"] = _database,
        };
        for (var i = 0; i < Size; i++)
        {
            settings[$"Raft__Members__{i}"] = $"127.0.0.1:{_raft[i]}";
            settings[$"Mesh__Coordinators__{i}"] = GrpcAddress(i);
        }

        return settings;
    }

    private void Keep(int index, string? line)
    {
        if (line is null)
            return;

        lock (_lines)
        {
            _lines.Enqueue($"{index}: {line}");
            if (_lines.Count > 200)
                _lines.Dequeue();
        }
    }

    private static int[] Ports() => [.. Enumerable.Range(0, Size).Select(_ => FreePorts.Next())];
}
