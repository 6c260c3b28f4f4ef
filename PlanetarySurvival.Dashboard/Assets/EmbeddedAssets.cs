using System.Reflection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace PlanetarySurvival.Dashboard.Assets;

/// <summary>The files of the page: the component library's, Blazor's and our own, all embedded in this assembly. Nothing comes from the internet.</summary>
internal sealed class EmbeddedAssets : IFileProvider
{
    private const string Prefix = "web/";

    private static readonly Assembly Assembly = typeof(EmbeddedAssets).Assembly;
    private static readonly HashSet<string> Names = [.. Assembly.GetManifestResourceNames()];

    // Browsers ask for what they have by date; the files change with the assembly.
    private static readonly DateTimeOffset BuiltAt = File.GetLastWriteTimeUtc(Assembly.Location);

    public IFileInfo GetFileInfo(string subpath)
    {
        var name = Prefix + subpath.TrimStart('/');
        return Names.Contains(name) ? new EmbeddedFile(name) : new NotFoundFileInfo(subpath);
    }

    public IDirectoryContents GetDirectoryContents(string subpath) => NotFoundDirectoryContents.Singleton;

    public IChangeToken Watch(string filter) => NullChangeToken.Singleton;

    private sealed class EmbeddedFile(string name) : IFileInfo
    {
        public bool Exists => true;

        public bool IsDirectory => false;

        public DateTimeOffset LastModified => BuiltAt;

        public long Length
        {
            get
            {
                using var stream = CreateReadStream();
                return stream.Length;
            }
        }

        public string Name => name[(name.LastIndexOf('/') + 1)..];

        public string? PhysicalPath => null;

        public Stream CreateReadStream() => Assembly.GetManifestResourceStream(name)!;
    }
}
