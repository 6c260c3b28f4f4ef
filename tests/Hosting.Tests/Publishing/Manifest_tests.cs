using System.Text.Json;
using System.Text.RegularExpressions;

namespace PlanetarySurvival.Hosting.Tests.Publishing;

public sealed class Manifest_tests
{
    /// <summary>What the schema (aspire-8.0.json) asks of the types that occur.</summary>
    private static readonly Dictionary<string, (string[] Required, string[] Optional)> Types = new()
    {
        ["project.v0"] = (["type", "path"], ["args", "env", "bindings"]),
        ["container.v0"] = (["type", "image"], ["entrypoint", "args", "connectionString", "env", "bindings", "bindMounts", "volumes"]),
        ["value.v0"] = (["type", "connectionString"], []),
        ["parameter.v0"] = (["type", "value", "inputs"], ["connectionString"]),
    };

    [Fact]
    public async Task The_manifest_at_the_top_is_what_the_graph_says()
    {
        // Written beside the published one's place, since paths in it are relative.
        var fresh = Path.Combine(Published.Root, $".aspire-manifest-{Guid.NewGuid():n}.json");

        try
        {
            await Published.RunAsync("--operation", "publish", "--publisher", "manifest", "--output-path", fresh);

            Assert.Equal(await File.ReadAllTextAsync(Path.Combine(Published.Root, "aspire-manifest.json")), await File.ReadAllTextAsync(fresh));
        }
        finally
        {
            File.Delete(fresh);
        }
    }

    [Fact]
    public void The_manifest_has_what_its_schema_asks_for_and_nothing_else()
    {
        foreach (var resource in Resources())
        {
            var type = resource.Value.GetProperty("type").GetString()!;
            Assert.True(Types.TryGetValue(type, out var members), $"{resource.Name}: {type} is not known.");
            var names = resource.Value.EnumerateObject().Select(member => member.Name).ToList();
            Assert.Superset(members.Required.ToHashSet(), names.ToHashSet());
            Assert.Subset(members.Required.Concat(members.Optional).ToHashSet(), names.ToHashSet());

            if (!resource.Value.TryGetProperty("bindings", out var bindings))
                continue;

            foreach (var binding in bindings.EnumerateObject())
            {
                Assert.Contains(binding.Value.GetProperty("protocol").GetString(), new[] { "tcp", "udp" });
                Assert.Contains(binding.Value.GetProperty("transport").GetString(), new[] { "http", "http2", "tcp" });
                Assert.False(string.IsNullOrEmpty(binding.Value.GetProperty("scheme").GetString()));
            }
        }
    }

    [Fact]
    public void Game_servers_are_one_resource_and_voters_are_three()
    {
        var names = Resources().Select(resource => resource.Name).ToList();

        Assert.Equal(["game-server"], names.Where(name => name.StartsWith("game-server", StringComparison.Ordinal)));
        Assert.Equal(3, names.Count(name => name.StartsWith("mesh-coordinator-", StringComparison.Ordinal)));
        Assert.DoesNotContain("bots", names);
    }

    [Fact]
    public void Every_expression_points_to_something_that_is_there()
    {
        var resources = Resources().ToDictionary(resource => resource.Name, resource => resource.Value);

        foreach (Match match in Regex.Matches(Text(), @"\{([a-z][a-z0-9-]*)\.([A-Za-z0-9_.-]+)\}"))
        {
            Assert.True(resources.TryGetValue(match.Groups[1].Value, out var resource), match.Value);
            var steps = match.Groups[2].Value.Split('.');

            if (steps is ["bindings", var binding, _])
                Assert.True(resource.GetProperty("bindings").TryGetProperty(binding, out _), match.Value);
            else
                Assert.True(resource.TryGetProperty(steps[0], out _), match.Value);
        }
    }

    private static IEnumerable<JsonProperty> Resources() => JsonDocument.Parse(Text()).RootElement.GetProperty("resources").EnumerateObject();

    private static string Text() => File.ReadAllText(Path.Combine(Published.Root, "aspire-manifest.json"));
}
