using PlanetarySurvival.Dashboard.Resources;

namespace PlanetarySurvival.Dashboard.Tests.Resources;

public sealed class GraphLayout_tests
{
    [Fact]
    public void A_resource_stands_right_of_all_that_it_needs()
    {
        var graph = GraphLayout.Of(
            ["bots", "gateway", "server", "world"], [("server", "world"), ("gateway", "world"), ("bots", "gateway"), ("bots", "server")]);

        Assert.True(Left(graph, "world") < Left(graph, "server"));
        Assert.Equal(Left(graph, "server"), Left(graph, "gateway"));
        Assert.True(Left(graph, "gateway") < Left(graph, "bots"));
    }

    [Fact]
    public void No_two_resources_cover_each_other_and_all_are_in_the_picture()
    {
        var names = Enumerable.Range(0, 16).Select(n => $"r{n}").ToList();
        var graph = GraphLayout.Of(names, names.SelectMany((name, n) => names.Take(n).Where((_, m) => (n * m) % 3 == 1).Select(other => (name, other))));

        Assert.Equal(names.Order(), graph.Nodes.Select(n => n.Name).Order());
        Assert.All(graph.Nodes, node =>
        {
            Assert.InRange(node.Left, 0, graph.Width - GraphLayout.NodeWidth);
            Assert.InRange(node.Top, 0, graph.Height - GraphLayout.NodeHeight);
            Assert.DoesNotContain(graph.Nodes, other => other != node
                && Math.Abs(other.Left - node.Left) < GraphLayout.NodeWidth && Math.Abs(other.Top - node.Top) < GraphLayout.NodeHeight);
        });
    }

    [Fact]
    public void A_line_is_implied_if_the_end_is_reached_over_others()
    {
        var graph = GraphLayout.Of(["a", "b", "c", "d"], [("d", "c"), ("c", "b"), ("b", "a"), ("d", "a"), ("d", "b")]);

        Assert.Equal([("d", "a"), ("d", "b")], graph.Edges.Where(e => e.IsImplied).Select(e => (e.From, e.To)));
    }

    [Fact]
    public void Several_reasons_make_one_line() => Assert.Single(GraphLayout.Of(["a", "b"], [("b", "a"), ("b", "a"), ("B", "A")]).Edges);

    [Fact]
    public void What_is_not_shown_has_no_line()
    {
        var graph = GraphLayout.Of(["a"], [("a", "hidden"), ("hidden", "a"), ("a", "a")]);

        Assert.Single(graph.Nodes);
        Assert.Empty(graph.Edges);
    }

    [Fact]
    public void A_circle_is_drawn_all_the_same()
    {
        var graph = GraphLayout.Of(["a", "b", "c"], [("a", "b"), ("b", "c"), ("c", "a")]);

        Assert.Equal(3, graph.Nodes.Count);
        Assert.Equal(3, graph.Edges.Count);
    }

    [Fact]
    public void Nothing_is_an_empty_picture()
    {
        var graph = GraphLayout.Of([], []);

        Assert.Empty(graph.Nodes);
        Assert.True(graph.Width > 0 && graph.Height > 0);
    }

    [Fact]
    public void Lines_that_can_be_straight_do_not_cross()
    {
        var graph = GraphLayout.Of(["a1", "a2", "a3", "b1", "b2", "b3"], [("b1", "a3"), ("b2", "a2"), ("b3", "a1")]);

        Assert.Equal(Top(graph, "a3"), Top(graph, "b1"));
        Assert.Equal(Top(graph, "a1"), Top(graph, "b3"));
    }

    private static double Left(GraphLayout graph, string name) => graph.Nodes.Single(n => n.Name == name).Left;

    private static double Top(GraphLayout graph, string name) => graph.Nodes.Single(n => n.Name == name).Top;
}
