namespace PlanetarySurvival.Dashboard.Telemetry.Traces;

/// <summary>All spans of one trace that have come so far.</summary>
public sealed record Trace(string Id, IReadOnlyList<SpanEntry> Spans)
{
    /// <summary>When the first of them began.</summary>
    public DateTime Start => Spans.Min(span => span.Start);

    /// <summary>From the first beginning to the last end.</summary>
    public TimeSpan Duration => Spans.Max(span => span.End) is var end && end > Start ? end - Start : TimeSpan.Zero;

    /// <summary>
    /// The span that begins it: one without a parent, with children rather than without (clocks of several machines differ, so what was caused may
    /// seem to come first), or the earliest while none has come.
    /// </summary>
    public SpanEntry Root
    {
        get
        {
            var parents = Spans.Select(span => span.ParentId).ToHashSet();
            return Spans.OrderBy(span => span.ParentId is not null).ThenByDescending(span => parents.Contains(span.SpanId)).ThenBy(span => span.Start).First();
        }
    }

    /// <summary>Whether something in it failed.</summary>
    public bool HasError => Spans.Any(span => span.IsError);

    /// <summary>
    /// The spans in the order of a waterfall: each after its parent, brothers by their beginning, with how deep each lies. A span whose parent has
    /// not come stands at the top; one that is its own ancestor, which only a broken sender makes, does too.
    /// </summary>
    public IReadOnlyList<(SpanEntry Span, int Depth)> Waterfall()
    {
        var ids = Spans.Select(span => span.SpanId).ToHashSet();
        var children = Spans.Where(span => span.ParentId is { } parent && ids.Contains(parent)).ToLookup(span => span.ParentId!);
        var rows = new List<(SpanEntry, int)>(Spans.Count);
        var seen = new HashSet<string>();

        foreach (var top in Spans.Where(span => span.ParentId is not { } parent || !ids.Contains(parent)).OrderBy(span => span.Start))
            Add(top);

        foreach (var circular in Spans.OrderBy(span => span.Start).Where(span => !seen.Contains(span.SpanId)).ToList())
            Add(circular);

        return rows;

        // Without recursion: a sender may nest as deep as a trace is long.
        void Add(SpanEntry first)
        {
            var open = new Stack<(SpanEntry Span, int Depth)>([(first, 0)]);

            while (open.TryPop(out var row))
            {
                if (!seen.Add(row.Span.SpanId))
                    continue;

                rows.Add(row);

                foreach (var child in children[row.Span.SpanId].OrderByDescending(child => child.Start))
                    open.Push((child, row.Depth + 1));
            }
        }
    }
}

/// <summary>Which traces are wanted.</summary>
public sealed record TraceFilter(string? Source = null, string? Text = null, bool ErrorsOnly = false)
{
    /// <summary>Whether a trace is wanted.</summary>
    public bool Includes(IReadOnlyList<SpanEntry> spans) =>
        (Source is null || spans.Any(span => span.Source.Name == Source))
        && (!ErrorsOnly || spans.Any(span => span.IsError))
        && (string.IsNullOrEmpty(Text) || spans.Any(span => Contains(span.Name) || span.Attributes.Any(attribute => Contains(attribute.Value)))
            || spans[0].TraceId.StartsWith(Text, StringComparison.OrdinalIgnoreCase));

    private bool Contains(string text) => text.Contains(Text!, StringComparison.OrdinalIgnoreCase);
}
