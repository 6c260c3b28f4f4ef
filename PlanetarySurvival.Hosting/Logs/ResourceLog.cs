using System.Threading.Channels;
using Aspire.Hosting.ApplicationModel;

namespace PlanetarySurvival.Hosting.Logs;

/// <summary>The newest lines of one resource, and who follows them.</summary>
internal sealed class ResourceLog(LogFile? file)
{
    public const int LinesMax = 2_000;
    public const int LineLengthMax = 8_192;
    private const int FollowerLinesMax = 4_000;

    private readonly Lock _lock = new();
    private readonly Queue<LogLine> _lines = new();
    private readonly HashSet<Channel<LogLine>> _followers = [];
    private int _count;

    public void Add(string content, bool isError)
    {
        if (content.Length > LineLengthMax)
            content = string.Concat(content.AsSpan(0, LineLengthMax), " …");

        lock (_lock)
        {
            var line = new LogLine(++_count, content, isError) { Written = DateTime.UtcNow };

            _lines.Enqueue(line);
            if (_lines.Count > LinesMax)
                _lines.Dequeue();

            foreach (var follower in _followers)
                follower.Writer.TryWrite(line);

            file?.Write(content);
        }
    }

    public IReadOnlyList<LogLine> Lines
    {
        get
        {
            lock (_lock)
                return [.. _lines];
        }
    }

    /// <summary>A reader that first gives what is there and then what comes. A follower that is too slow misses the oldest lines.</summary>
    public Channel<LogLine> Follow()
    {
        var channel = Channel.CreateBounded<LogLine>(new BoundedChannelOptions(FollowerLinesMax) { FullMode = BoundedChannelFullMode.DropOldest });

        lock (_lock)
        {
            foreach (var line in _lines)
                channel.Writer.TryWrite(line);

            _followers.Add(channel);
        }

        return channel;
    }

    public void Unfollow(Channel<LogLine> channel)
    {
        lock (_lock)
            _followers.Remove(channel);
    }

    public void Clear()
    {
        lock (_lock)
            _lines.Clear();
    }

    public void Close()
    {
        lock (_lock)
        {
            foreach (var follower in _followers)
                follower.Writer.TryComplete();

            file?.Dispose();
        }
    }
}
