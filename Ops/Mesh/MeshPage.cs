using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace PlanetarySurvival.Ops.Mesh;

/// <summary>Asks a gateway for the state of the mesh.</summary>
internal sealed class MeshPage : IDisposable
{
    /// <summary>A mesh of a hundred servers and ten thousand regions has 1 MB.</summary>
    private const int AnswerBytesMax = 16 * 1024 * 1024;

    private static readonly TimeSpan AnswerTimeMax = TimeSpan.FromSeconds(5);

    private readonly HttpClient _http = new() { MaxResponseContentBufferSize = AnswerBytesMax, Timeout = AnswerTimeMax };
    private readonly Uri _address;

    public MeshPage(Uri gateway, string? token)
    {
        _address = new Uri(gateway, "/v1/mesh");
        if (!string.IsNullOrEmpty(token))
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>The report; or null, an exit code and what to tell people.</summary>
    public async Task<(MeshReport? Report, int Code, string Problem)> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            using var response = await _http.GetAsync(_address, cancellation);
            if (!response.IsSuccessStatusCode)
                return (null, ExitCode.Refused, Describe(response));

            var report = JsonSerializer.Deserialize(await response.Content.ReadAsByteArrayAsync(cancellation), MeshJson.Default.MeshReport);
            return report is null ? Nonsense("nothing") : (report, ExitCode.Success, "");
        }
        catch (JsonException exception)
        {
            return Nonsense(exception.Message);
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError is
            HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded or HttpRequestError.ResponseEnded)
        {
            return Nonsense(exception.Message);
        }
        catch (HttpRequestException exception)
        {
            return (null, ExitCode.Unreachable, $"No gateway answers at {_address}: {exception.Message.TrimEnd('.')}. Is it running? --gateway names another.");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (null, ExitCode.Unreachable, $"The gateway at {_address} did not answer within {AnswerTimeMax.TotalSeconds:0} s.");
        }
    }

    public void Dispose() => _http.Dispose();

    private (MeshReport?, int, string) Nonsense(string problem) =>
        (null, ExitCode.Refused, $"What answers at {_address} does not speak like a gateway: {problem}");

    private string Describe(HttpResponseMessage response) => response.StatusCode switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
            $"The gateway at {_address} asks for credentials: give a bearer token with --token or in {MeshCommand.TokenVariable}.",
        HttpStatusCode.NotFound => $"What answers at {_address} has no such page; is it a gateway?",
        var status => $"The gateway at {_address} answered {(int)status} {response.ReasonPhrase}.",
    };
}
