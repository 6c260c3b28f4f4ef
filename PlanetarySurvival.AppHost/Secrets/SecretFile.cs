namespace PlanetarySurvival.AppHost.Secrets;

/// <summary>One secret a file, readable for its owner only.</summary>
internal static class SecretFile
{
    public static string ReadOrDraw(string dataFolder, string name, Func<string> draw)
    {
        var folder = Path.Combine(dataFolder, "secrets");
        var path = Path.Combine(folder, name);

        if (File.Exists(path) && File.ReadAllText(path) is { Length: > 0 } known)
            return known;

        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        // Written beside and moved, so that a start that is killed here leaves no half of it.
        var drawn = draw();
        Write(path + ".new", drawn);
        File.Move(path + ".new", path, overwrite: true);
        return drawn;
    }

    /// <summary>Writes a file that is the owner's alone from its first moment.</summary>
    public static void Write(string path, string text)
    {
        File.Delete(path);

        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };

        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        using var writer = new StreamWriter(path, options);
        writer.Write(text);
    }
}
