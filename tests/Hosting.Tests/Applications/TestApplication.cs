using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace PlanetarySurvival.Hosting.Tests.Applications;

/// <summary>A small application of shells in a folder of its own.</summary>
internal sealed class TestApplication : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hosting-tests-");
    private DistributedApplication? _application;

    public TestApplication(params string[] args) => Builder = DistributedApplicationTestingBuilder.Create(args);

    public IDistributedApplicationTestingBuilder Builder { get; }

    public string Folder => _folder.FullName;

    public DistributedApplication Application => _application ?? throw new InvalidOperationException("The application was not started.");

    public IResourceBuilder<ExecutableResource> AddShell(string name, string script) => Builder.AddExecutable(name, "sh", Folder, "-c", script);

    public async Task StartAsync()
    {
        _application = await Builder.BuildAsync();
        await _application.StartAsync();
    }

    public async Task<ResourceEvent> WaitForAsync(string name, string state) =>
        await Application.ResourceNotifications.WaitForResourceAsync(name, u => u.Snapshot.State?.Text == state).WaitAsync(Patience);

    public async Task<string> WaitForLineAsync(string name, Func<string, bool> predicate)
    {
        using var limit = new CancellationTokenSource(Patience);

        await foreach (var lines in Application.Services.GetRequiredService<ResourceLoggerService>().WatchAsync(name).WithCancellation(limit.Token))
        {
            if (lines.FirstOrDefault(l => predicate(l.Content)) is { Content: not null } line)
                return line.Content;
        }

        throw new InvalidOperationException($"'{name}' never wrote the line.");
    }

    public static async Task WaitUntilAsync(Func<bool> condition, string what)
    {
        var end = DateTime.UtcNow + Patience;

        while (!condition())
        {
            Assert.True(DateTime.UtcNow < end, $"Never came true: {what}");
            await Task.Delay(50);
        }
    }

    public static bool Lives(int process)
    {
        try
        {
            // A zombie has ended, although its parent has not looked yet.
            return !File.ReadAllText($"/proc/{process}/stat").Split(") ")[1].StartsWith('Z');
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException or IOException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Builder.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
