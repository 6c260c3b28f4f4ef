namespace PlanetarySurvival.Dashboard.Telemetry.Traces;

/// <summary>The newest traces, by the coming of their first span.</summary>
public sealed class TraceStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _byId = [];
    private readonly LinkedList<Entry> _entries = new();
    private int _spans;
    private long _lost;

    /// <summary>Spans came in or were forgotten. Called from any thread.</summary>
    public event Action? Changed;

    /// <summary>Spans that did not find room in their trace.</summary>
    public long Lost => Volatile.Read(ref _lost);

    /// <summary>Spans that are kept.</summary>
    public int Spans => Volatile.Read(ref _spans);

    /// <summary>Takes spans in, and says how many found no room. One that has come already is the same one.</summary>
    public int Add(IEnumerable<SpanEntry> spans)
    {
        var lost = 0;

        lock (_lock)
        {
            foreach (var span in spans)
            {
                if (!_byId.TryGetValue(span.TraceId, out var node))
                    _byId[span.TraceId] = node = _entries.AddLast(new Entry(span.TraceId));

                if (node.Value.Spans.Count >= TelemetryLimits.SpansPerTraceMax)
                    lost++;
                else if (node.Value.Spans.TryAdd(span.SpanId, span))
                    _spans++;

                // The newest stays, however long it is.
                while (_entries.Count > TelemetryLimits.TracesMax || (_spans > TelemetryLimits.SpansMax && _entries.Count > 1))
                    Forget(_entries.First!);
            }

            _lost += lost;
        }

        Changed?.Invoke();
        return lost;
    }

    /// <summary>The newest traces that are wanted, the newest first.</summary>
    public IReadOnlyList<Trace> Read(TraceFilter filter, int max)
    {
        var traces = new List<Trace>();

        lock (_lock)
        {
            for (var node = _entries.Last; node is not null && traces.Count < max; node = node.Previous)
            {
                SpanEntry[] spans = [.. node.Value.Spans.Values];

                if (filter.Includes(spans))
                    traces.Add(new Trace(node.Value.Id, spans));
            }
        }

        return traces;
    }

    /// <summary>One trace, if it is still there.</summary>
    public Trace? Find(string id)
    {
        lock (_lock)
            return _byId.TryGetValue(id, out var node) ? new Trace(id, [.. node.Value.Spans.Values]) : null;
    }

    /// <summary>Forgets all traces.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _byId.Clear();
            _entries.Clear();
            _spans = 0;
        }

        Changed?.Invoke();
    }

    private void Forget(LinkedListNode<Entry> node)
    {
        _spans -= node.Value.Spans.Count;
        _byId.Remove(node.Value.Id);
        _entries.Remove(node);
    }

    private sealed record Entry(string Id)
    {
        public Dictionary<string, SpanEntry> Spans { get; } = [];
    }
}
