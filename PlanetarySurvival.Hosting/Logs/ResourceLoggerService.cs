using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using PlanetarySurvival.Hosting.Logs;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Keeps what the processes write: the newest lines in memory and, if there is a folder for them, files of bounded size.</summary>
public class ResourceLoggerService : IDisposable
{
    private readonly ConcurrentDictionary<string, ResourceLog> _logs = new(StringComparer.OrdinalIgnoreCase);
    private readonly string? _folder;

    internal ResourceLoggerService(string? folder) => _folder = folder;

    /// <summary>Writes to the log of a resource.</summary>
    public ILogger GetLogger(IResource resource) => GetLogger(resource.Name);

    /// <summary>Writes to the log of a resource.</summary>
    public ILogger GetLogger(string resourceName) => new ResourceLogger(Log(resourceName));

    /// <summary>The newest lines, and then every new one.</summary>
    public IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync(IResource resource) => WatchAsync(resource.Name);

    /// <summary>The newest lines, and then every new one.</summary>
    public IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync(string resourceName) => FollowAsync(Log(resourceName), CancellationToken.None);

    /// <summary>The newest lines.</summary>
    public IAsyncEnumerable<IReadOnlyList<LogLine>> GetAllAsync(IResource resource) => GetAllAsync(resource.Name);

    /// <summary>The newest lines.</summary>
    public async IAsyncEnumerable<IReadOnlyList<LogLine>> GetAllAsync(string resourceName)
    {
        await Task.CompletedTask.ConfigureAwait(false);

        if (Log(resourceName).Lines is { Count: > 0 } lines)
            yield return lines;
    }

    /// <summary>Forgets the lines so far.</summary>
    public void ClearBacklog(string resourceName) => Log(resourceName).Clear();

    /// <summary>Ends all watching and closes the files.</summary>
    public void Dispose()
    {
        foreach (var log in _logs.Values)
            log.Close();

        GC.SuppressFinalize(this);
    }

    internal ResourceLog Log(string resourceName) =>
        _logs.GetOrAdd(resourceName, name => new ResourceLog(_folder is null ? null : new LogFile(_folder, name)));

    private static async IAsyncEnumerable<IReadOnlyList<LogLine>> FollowAsync(ResourceLog log, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = log.Follow();

        try
        {
            while (await channel.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                var lines = new List<LogLine>();

                while (channel.Reader.TryRead(out var line))
                    lines.Add(line);

                yield return lines;
            }
        }
        finally
        {
            log.Unfollow(channel);
        }
    }
}
