namespace PlanetarySurvival.Dashboard.Telemetry.Logs;

/// <summary>The newest lines of all programs.</summary>
public sealed class LogStore
{
    private readonly Lock _lock = new();
    private readonly Queue<LogEntry> _entries = new();
    private long _count;

    /// <summary>Lines came in or were forgotten. Called from any thread.</summary>
    public event Action? Changed;

    /// <summary>Lines that came in since the start.</summary>
    public long Count => Volatile.Read(ref _count);

    /// <summary>Takes lines in. Their ids are given here, in the order of their coming.</summary>
    public void Add(IEnumerable<LogEntry> entries)
    {
        lock (_lock)
        {
            foreach (var entry in entries)
            {
                _entries.Enqueue(entry with { Id = ++_count });

                if (_entries.Count > TelemetryLimits.LogsMax)
                    _entries.Dequeue();
            }
        }

        Changed?.Invoke();
    }

    /// <summary>The newest lines that are wanted, the newest first.</summary>
    public IReadOnlyList<LogEntry> Read(LogFilter filter, int max)
    {
        lock (_lock)
            return [.. _entries.Reverse().Where(filter.Includes).Take(max)];
    }

    /// <summary>Forgets all lines, or those of one program.</summary>
    public void Clear(string? source)
    {
        lock (_lock)
        {
            var kept = _entries.Where(entry => source is not null && entry.Source.Name != source).ToList();
            _entries.Clear();
            kept.ForEach(_entries.Enqueue);
        }

        Changed?.Invoke();
    }
}
