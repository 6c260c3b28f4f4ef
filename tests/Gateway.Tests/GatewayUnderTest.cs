using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using PlanetarySurvival.Gateway.Tests.Mesh;

namespace PlanetarySurvival.Gateway.Tests;

/// <summary>A Gateway as it runs: its own process, on free ports.</summary>
internal sealed class GatewayUnderTest : IAsyncDisposable
{
    public const string TicketSecret = "the-secret-of-the-tickets";
    public const string Password = "correct horse battery";
    private readonly ChildProcess _process;

    private GatewayUnderTest(ChildProcess process, int http)
    {
        _process = process;
        Http = http;
        Client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{http}") };
    }

    public int Http { get; }

    public HttpClient Client { get; }

    public string Output => _process.Output;

    public bool HasExited => _process.HasExited;

    /// <summary>Starts one; <paramref name="settings"/> go before the usual ones. Waits until it is ready, or only alive.</summary>
    public static async Task<GatewayUnderTest> StartAsync(
        FakeMesh mesh, string database, IReadOnlyDictionary<string, string>? settings = null, bool untilReady = true)
    {
        var http = FreePorts.Next();
        var environment = new Dictionary<string, string>
        {
            ["DOTNET_ENVIRONMENT"] = "Development",
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["Mesh__Name"] = "gateway",
            ["Mesh__Secret"] = FakeMesh.Secret,
            ["Endpoints__Http"] = $"{http}",
            ["ConnectionStrings__world"] = database,
            // Nobody listens there: Redis is away unless a test brings one.
            ["ConnectionStrings__cache"] = "127.0.0.1:1",
            ["Tickets__Secret"] = TicketSecret,
            ["Jwt__Key"] = "a key for the tests that is long enough",
        };
        for (var i = 0; i < mesh.Coordinators.Count; i++)
        {
            environment[$"Mesh__Coordinators__{i}"] = $"http://127.0.0.1:{mesh.Coordinators[i].Grpc}";
            environment[$"Mesh__CoordinatorHttp__{i}"] = $"http://127.0.0.1:{mesh.Coordinators[i].Http}";
        }

        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
            environment[name] = value;

        var program = Path.Combine(AppContext.BaseDirectory, "Gateway.dll");
        var gateway = new GatewayUnderTest(ChildProcess.Start(AppContext.BaseDirectory, ["dotnet", program], environment), http);
        try
        {
            await Wait.UntilAsync(() => gateway.AnswersAsync(untilReady ? "/ready" : "/health"), "the Gateway is up", TimeSpan.FromSeconds(60));
            return gateway;
        }
        catch
        {
            await gateway.DisposeAsync();
            throw;
        }
    }

    public async Task<HttpResponseMessage> PostAsync(string path, object? body, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await Client.SendAsync(request);
    }

    /// <summary>Makes an account and logs in; returns the player and the token.</summary>
    public async Task<(string Player, string Token)> LogInAsync(string name)
    {
        using var account = await PostAsync("/v1/accounts", new { name, password = Password });
        Assert.Equal(HttpStatusCode.Created, account.StatusCode);
        using var session = await PostAsync("/v1/sessions", new { name, password = Password });
        Assert.Equal(HttpStatusCode.OK, session.StatusCode);
        var reply = await session.Content.ReadFromJsonAsync<JsonElement>();
        return (reply.GetProperty("player").GetString()!, reply.GetProperty("token").GetString()!);
    }

    public async Task<JsonElement> MeshAsync() => await Client.GetFromJsonAsync<JsonElement>("/v1/mesh");

    /// <summary>Waits until the Gateway shows the map that the mesh has now.</summary>
    public Task FollowsAsync(FakeMesh mesh) => Wait.UntilAsync(
        async () => (await MeshAsync()).GetProperty("revision").GetUInt64() == mesh.Revision, "the Gateway follows the map");

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _process.DisposeAsync();
    }

    private async Task<bool> AnswersAsync(string path)
    {
        if (_process.HasExited)
            throw new InvalidOperationException($"The Gateway ended:\n{Output}");

        try
        {
            using var response = await Client.GetAsync(path);
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
