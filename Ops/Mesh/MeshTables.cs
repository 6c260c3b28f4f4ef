using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace PlanetarySurvival.Ops.Mesh;

/// <summary>A mesh as tables: totals, servers, regions.</summary>
internal static class MeshTables
{
    public static IRenderable Of(MeshReport mesh) => new Rows(Totals(mesh), Servers(mesh), Regions(mesh));

    private static Table Totals(MeshReport mesh) => New("Leader", "Term", "Revision", "Players", "Transfers", "Disconnects").AddRow(
        Word(mesh.Leader, "none", Color.Red),
        Number(mesh.Term),
        Number(mesh.Revision),
        Number(mesh.Players),
        Number(mesh.Transfers),
        Number(mesh.Disconnects, warn: mesh.Disconnects > 0));

    private static Table Servers(MeshReport mesh)
    {
        var table = New("Server", "State", "Players", "Regions");
        foreach (var server in mesh.Servers.OrderBy(server => server.Name, StringComparer.Ordinal))
        {
            var state = Word(server.State, "unknown", Color.Yellow, server.State == "ready" ? Color.Green : Color.Yellow);
            table.AddRow(Word(server.Name), state, Number(server.Players), Number(server.Regions));
        }

        return table;
    }

    private static Table Regions(MeshReport mesh)
    {
        var table = New("Region", "Owner", "Backup", "Epoch", "Players");
        foreach (var region in mesh.Regions)
        {
            table.AddRow(
                Word(region.Id), Word(region.Owner, "none", Color.Red), Word(region.Backup, "none", Color.Yellow), Number(region.Epoch),
                Number(region.Players));
        }

        return table;
    }

    private static Table New(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var column in columns)
            table.AddColumn(new TableColumn(new Text(column, new Style(decoration: Decoration.Bold))).NoWrap());
        return table;
    }

    private static Text Number(ulong value, bool warn = false) =>
        new Text(value.ToString(CultureInfo.InvariantCulture), warn ? new Style(Color.Yellow) : Style.Plain).RightJustified();

    // Names come from elsewhere: whatever a terminal would take for a command is not printed.
    private static Text Word(string? word, string absent = "", Color? absentColor = null, Color? color = null) =>
        string.IsNullOrEmpty(word)
            ? new Text(absent, new Style(absentColor ?? Color.Default))
            : new Text(string.Concat(word.Where(c => !char.IsControl(c)).Take(80)), new Style(color ?? Color.Default));
}
