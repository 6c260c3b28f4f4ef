using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace PlanetarySurvival.ServiceDefaults;

/// <summary>One file of statements.</summary>
internal sealed partial record Migration(int Number, string Name, IReadOnlyList<string> Statements)
{
    /// <summary>The migrations of an assembly in order. Throws if it has none, or two with one number.</summary>
    public static IReadOnlyList<Migration> ReadAll(Assembly assembly)
    {
        var migrations = assembly.GetManifestResourceNames()
            .Select(resource => (resource, match: FileName().Match(resource)))
            .Where(file => file.match.Success)
            .Select(file => Read(assembly, file.resource, file.match))
            .OrderBy(migration => migration.Number)
            .ToArray();

        if (migrations.Length == 0)
            throw new InvalidOperationException($"{assembly.GetName().Name} embeds no Storage/Migrations/NNNN-name.sql.");
        foreach (var (earlier, later) in migrations.Zip(migrations.Skip(1)))
        {
            if (earlier.Number == later.Number)
                throw new InvalidOperationException($"Two migrations have the number {later.Number}: {earlier.Name} and {later.Name}.");
        }

        return migrations;
    }

    private static Migration Read(Assembly assembly, string resource, Match match)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        var statements = SqlStatements.Split(reader.ReadToEnd());
        return new Migration(int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), match.Groups[2].Value, statements);
    }

    [GeneratedRegex(@"\.Storage\.Migrations\.(\d{4})-([a-z0-9-]+)\.sql$")]
    private static partial Regex FileName();
}
