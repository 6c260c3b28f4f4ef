using System.Xml.Linq;

namespace PlanetarySurvival.Tidy.Tests.Sources;

/// <summary>The repository's files, or made-up ones to try a rule on.</summary>
public sealed class SourceTree(IReadOnlyList<SourceFile> files, IReadOnlySet<string> paths)
{
    private static readonly string[] TextExtensions =
        [".cs", ".csproj", ".props", ".targets", ".sln", ".md", ".proto", ".sql", ".json", ".yml", ".yaml", ".razor", ".html", ".css", ".js"];

    // What builds, tests and running leave behind.
    private static readonly HashSet<string> IgnoredFolders = ["bin", "obj", ".git", ".vs", ".idea", ".data", "node_modules", "artifacts", "TestResults"];

    private static readonly Lazy<SourceTree> Whole = new(Load);

    /// <summary>The tree that this test was built in.</summary>
    public static SourceTree Repository => Whole.Value;

    /// <summary>A tree of these files alone.</summary>
    public static SourceTree Of(params (string Path, string Text)[] files) =>
        new([.. files.Select(file => new SourceFile(file.Path, file.Text))], files.Select(file => file.Path).ToHashSet());

    /// <summary>Text files, by path.</summary>
    public IReadOnlyList<SourceFile> Files { get; } = files;

    public IEnumerable<SourceFile> CSharp => Files.Where(file => file.Extension == ".cs");

    public IEnumerable<SourceFile> Projects => Files.Where(file => file.Extension == ".csproj");

    /// <summary>Every folder that holds a text file, at any depth.</summary>
    public IEnumerable<string> Folders => Files.SelectMany(file => Ancestors(file.Folder)).Distinct();

    /// <summary>Whether a file or folder exists, given from the root.</summary>
    public bool Exists(string path) =>
        paths.Contains(path) || paths.Any(known => known.StartsWith(path.TrimEnd('/') + "/", StringComparison.Ordinal));

    /// <summary>The elements of that name in a project, and their lines.</summary>
    public static IEnumerable<(XElement Element, int Line)> Elements(SourceFile project, string name) =>
        XDocument.Parse(project.Text, LoadOptions.SetLineInfo).Descendants(name)
            .Select(element => (element, ((System.Xml.IXmlLineInfo)element).LineNumber));

    private static IEnumerable<string> Ancestors(string folder)
    {
        for (; folder.Length > 0; folder = Path.GetDirectoryName(folder)!.Replace('\\', '/'))
            yield return folder;
    }

    private static SourceTree Load()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "PlanetarySurvival.sln")))
            root = root.Parent ?? throw new InvalidOperationException("PlanetarySurvival.sln lies in no folder above the tests.");

        var paths = Walk(root).Select(file => Path.GetRelativePath(root.FullName, file.FullName).Replace('\\', '/')).Order(StringComparer.Ordinal).ToArray();
        var files = paths.Where(path => TextExtensions.Contains(Path.GetExtension(path)))
            .Select(path => new SourceFile(path, File.ReadAllText(Path.Combine(root.FullName, path))));
        return new SourceTree([.. files], paths.ToHashSet());
    }

    private static IEnumerable<FileInfo> Walk(DirectoryInfo folder) => folder.EnumerateFiles().Concat(
        folder.EnumerateDirectories().Where(inner => !IgnoredFolders.Contains(inner.Name) && inner.LinkTarget is null).SelectMany(Walk));
}
