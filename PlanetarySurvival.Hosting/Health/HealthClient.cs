namespace PlanetarySurvival.Hosting.Health;

/// <summary>Asks the resources for their health.</summary>
internal sealed class HealthClient : IDisposable
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(3);

    public HttpClient Client { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { Timeout = AnswerTime };

    public void Dispose() => Client.Dispose();
}
