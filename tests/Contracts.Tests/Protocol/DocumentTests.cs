using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using PlanetarySurvival.Contracts.Protocol;

namespace PlanetarySurvival.Contracts.Tests.Protocol;

/// <summary>Holds <c>docs/protocol.md</c> against the code: blocks named "hex X" and "layout X", and the tables of kinds, reasons and limits.</summary>
public partial class DocumentTests
{
    private static readonly string Document = File.ReadAllText(Golden.Repository("docs/protocol.md"));

    [Fact]
    public void Every_hex_example_is_what_the_code_writes()
    {
        var examples = Blocks("hex");
        Assert.Equal(Samples.Messages.Keys.Order(), examples.Keys.Order());
        foreach (var (name, text) in examples)
            Assert.Equal(Convert.ToHexStringLower(Samples.Messages[name]), string.Concat(text.Where(c => !char.IsWhiteSpace(c))));
    }

    [Fact]
    public void Every_layout_is_the_one_in_the_code()
    {
        var layouts = Blocks("layout");
        Assert.Equal(CodeLayouts().Keys.Order(), layouts.Keys.Order());
        foreach (var (name, text) in CodeLayouts())
            Assert.Equal(text, layouts[name]);
    }

    [Fact]
    public void Every_kind_of_message_is_listed_with_its_value() =>
        AssertListed("| kind ", Enum.GetValues<MessageKind>().Where(kind => kind != MessageKind.None).Select(kind => (kind.ToString(), (int)kind)));

    [Fact]
    public void Every_reason_is_listed_with_its_value() =>
        AssertListed("| reason ", Enum.GetValues<DenyReason>().Select(reason => (reason.ToString(), (int)reason)));

    [Fact]
    public void Every_limit_is_listed_with_its_value() => AssertListed(
        "| limit ",
        typeof(ProtocolLimits).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (field.Name, Convert.ToInt32(field.GetRawConstantValue(), CultureInfo.InvariantCulture))));

    [Fact]
    public void The_sizes_of_messages_are_those_of_the_code()
    {
        Assert.Contains($"| unreliable | {InputPacket.HeaderSize + Players.PlayerInput.Size} to {InputPacket.SizeMax} |", Document);
        Assert.Contains($"| unreliable | {Snapshot.HeaderSize} to {Snapshot.SizeMax} |", Document);
        Assert.Contains($"| reliable | {new Welcome { Server = "" }.Write(new byte[200])} to {Welcome.SizeMax} |", Document);
        Assert.Contains($"| reliable | {new StandbyOffer("", "", 0, default).Write(new byte[200])} to {StandbyOffer.SizeMax} |", Document);
    }

    private static Dictionary<string, string> Blocks(string kind) => Block().Matches(Document)
        .Where(match => match.Groups["kind"].Value == kind)
        .ToDictionary(match => match.Groups["name"].Value, match => match.Groups["text"].Value);

    /// <summary>The layouts in the remarks of the code, by type.</summary>
    private static Dictionary<string, string> CodeLayouts()
    {
        var layouts = new Dictionary<string, string>();
        foreach (var file in Directory.EnumerateFiles(Golden.Repository("PlanetarySurvival.Contracts"), "*.cs", SearchOption.AllDirectories))
        {
            foreach (Match match in Remarks().Matches(File.ReadAllText(file)))
            {
                var lines = match.Groups["text"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[4..]);
                layouts.Add(match.Groups["name"].Value, string.Join('\n', lines));
            }
        }

        return layouts;
    }

    private static void AssertListed(string head, IEnumerable<(string Name, int Value)> expected)
    {
        var rows = Document[Document.IndexOf(head, StringComparison.Ordinal)..].Split('\n').Skip(2).TakeWhile(line => line.StartsWith('|'));
        var listed = rows.Select(row => row.Split('|', StringSplitOptions.TrimEntries)).Select(cells => (cells[1], int.Parse(cells[2])));
        Assert.Equal(expected.OrderBy(e => e.Name, StringComparer.Ordinal), listed.OrderBy(e => e.Item1, StringComparer.Ordinal));
    }

    [GeneratedRegex(@"^```(?<kind>hex|layout) (?<name>\w+)\n(?<text>.*?)\n```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(
        @"<remarks><code>\n(?<text>(?:/// +(?!</code>)[^\n]*\n)+)/// </code></remarks>\n(?:(?!///)[^\n]*\n)*?[^\n]*\b(?:struct|class) (?<name>\w+)")]
    private static partial Regex Remarks();
}
