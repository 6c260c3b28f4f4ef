namespace PlanetarySurvival.Dashboard.Resources;

/// <summary>A resource on the graph.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Left">Pixels from the left.</param>
/// <param name="Top">Pixels from the top.</param>
public readonly record struct GraphNode(string Name, double Left, double Top);

/// <summary>A line from a resource to one that it needs.</summary>
/// <param name="From">Who needs.</param>
/// <param name="To">Who is needed.</param>
/// <param name="Path">The line, as SVG writes it.</param>
/// <param name="IsImplied">Whether something else that it needs needs it too: the picture is clearer if such lines are faint.</param>
public readonly record struct GraphEdge(string From, string To, string Path, bool IsImplied);

/// <summary>
/// Places resources in columns: to the right of what they need, and within a column near what they are connected to. The same resources give the
/// same picture, whatever state they are in. No clock and no chance, so that it does not move while one looks.
/// </summary>
public sealed class GraphLayout
{
    /// <summary>Pixels.</summary>
    public const int NodeWidth = 168;

    /// <summary>Pixels.</summary>
    public const int NodeHeight = 56;

    private const int ColumnGap = 72;
    private const int RowGap = 18;
    private const int Margin = 16;
    private const int Sweeps = 8;

    private GraphLayout(IReadOnlyList<GraphNode> nodes, IReadOnlyList<GraphEdge> edges, int width, int height)
    {
        Nodes = nodes;
        Edges = edges;
        Width = width;
        Height = height;
    }

    /// <summary>In the order in which they are read: column by column, from the top.</summary>
    public IReadOnlyList<GraphNode> Nodes { get; }

    /// <summary>One line for each pair, whatever its reasons.</summary>
    public IReadOnlyList<GraphEdge> Edges { get; }

    /// <summary>Pixels.</summary>
    public int Width { get; }

    /// <summary>Pixels.</summary>
    public int Height { get; }

    /// <summary>Places resources. Needs of what is not there, and of oneself, are left out; a circle is cut where it closes.</summary>
    public static GraphLayout Of(IReadOnlyList<string> names, IEnumerable<(string From, string To)> needs)
    {
        var numbers = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);

        foreach (var name in names)
            numbers.TryAdd(name, numbers.Count);

        var known = numbers.Keys.ToArray();
        var edges = needs
            .Where(need => numbers.ContainsKey(need.From) && numbers.ContainsKey(need.To))
            .Select(need => (From: numbers[need.From], To: numbers[need.To]))
            .Where(need => need.From != need.To)
            .Distinct()
            .ToList();

        var column = Columns(known.Length, edges);
        var columns = Enumerable.Range(0, known.Length).GroupBy(node => column[node]).OrderBy(group => group.Key).Select(group => group.ToList()).ToList();

        Untangle(columns, edges);
        return Place(known, columns, edges);
    }

    /// <summary>The column of each: one more than the furthest of what it needs.</summary>
    private static int[] Columns(int count, List<(int From, int To)> edges)
    {
        var needs = edges.ToLookup(edge => edge.From, edge => edge.To);
        var column = new int[count];
        var state = new Visit[count];

        for (var node = 0; node < count; node++)
            Measure(node);

        return column;

        int Measure(int node)
        {
            if (state[node] == Visit.Done)
                return column[node];

            state[node] = Visit.Open;

            foreach (var need in needs[node])
            {
                if (state[need] != Visit.Open)
                    column[node] = Math.Max(column[node], Measure(need) + 1);
            }

            state[node] = Visit.Done;
            return column[node];
        }
    }

    /// <summary>Orders each column by the mean place of what its resources are connected to, from left to right and back.</summary>
    private static void Untangle(List<List<int>> columns, List<(int From, int To)> edges)
    {
        var neighbours = edges.Concat(edges.Select(edge => (From: edge.To, To: edge.From))).ToLookup(edge => edge.From, edge => edge.To);
        var place = new Dictionary<int, double>();

        foreach (var column in columns)
            Number(column, place);

        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            foreach (var column in sweep % 2 == 0 ? columns : Enumerable.Reverse(columns))
            {
                // Who has no neighbour stays; equal ones stay in the order of the AppHost.
                var ordered = column.OrderBy(node => neighbours[node].Any() ? neighbours[node].Average(other => place[other]) : place[node]).ToList();

                column.Clear();
                column.AddRange(ordered);
                Number(column, place);
            }
        }
    }

    /// <summary>From -1 to 1, so that columns of different lengths compare.</summary>
    private static void Number(List<int> column, Dictionary<int, double> place)
    {
        for (var row = 0; row < column.Count; row++)
            place[column[row]] = (row - (column.Count - 1) / 2.0) / Math.Max(1, column.Count);
    }

    private static GraphLayout Place(string[] names, List<List<int>> columns, List<(int From, int To)> edges)
    {
        var longest = columns.Count > 0 ? columns.Max(column => column.Count) : 0;
        var height = 2 * Margin + Math.Max(0, longest * (NodeHeight + RowGap) - RowGap);
        var width = 2 * Margin + Math.Max(0, columns.Count * (NodeWidth + ColumnGap) - ColumnGap);
        var nodes = new GraphNode[names.Length];
        var order = new List<GraphNode>(names.Length);

        for (var column = 0; column < columns.Count; column++)
        {
            var count = columns[column].Count;
            var top = (height - (count * (NodeHeight + RowGap) - RowGap)) / 2.0;

            for (var row = 0; row < count; row++)
            {
                var node = columns[column][row];

                nodes[node] = new(names[node], Margin + column * (NodeWidth + ColumnGap), top + row * (NodeHeight + RowGap));
                order.Add(nodes[node]);
            }
        }

        var implied = Implied(names.Length, edges);
        var lines = edges.Select(edge => new GraphEdge(
            names[edge.From], names[edge.To], Line(nodes[edge.From], nodes[edge.To]), implied.Contains(edge)));

        return new(order, [.. lines], width, height);
    }

    /// <summary>The lines whose end can be reached from their start over others.</summary>
    private static HashSet<(int From, int To)> Implied(int count, List<(int From, int To)> edges)
    {
        var needs = edges.ToLookup(edge => edge.From, edge => edge.To);
        var implied = new HashSet<(int From, int To)>();

        for (var from = 0; from < count; from++)
        {
            var seen = new HashSet<int>();
            var open = new Stack<int>(needs[from].SelectMany(next => needs[next]));

            while (open.TryPop(out var node))
            {
                if (node == from || !seen.Add(node))
                    continue;

                implied.Add((from, node));

                foreach (var next in needs[node])
                    open.Push(next);
            }
        }

        return implied;
    }

    /// <summary>From the left side of who needs to the right side of what is needed.</summary>
    private static string Line(GraphNode from, GraphNode to)
    {
        var (x1, y1) = (from.Left, from.Top + NodeHeight / 2.0);
        var (x2, y2) = (to.Left + NodeWidth, to.Top + NodeHeight / 2.0);
        var bend = Math.Max(ColumnGap / 2.0, Math.Abs(x1 - x2) / 2);

        return FormattableString.Invariant($"M{x1:0.#} {y1:0.#} C{x1 - bend:0.#} {y1:0.#} {x2 + bend:0.#} {y2:0.#} {x2:0.#} {y2:0.#}");
    }

    private enum Visit : byte
    {
        New,
        Open,
        Done,
    }
}
