namespace PlanetarySurvival.Hosting.Tests.Applications;

/// <summary>
/// A command that takes the arguments of docker and writes down what it was asked. A container of it lives until its command is told to end, and,
/// as a real one, until it is removed if the command is killed.
/// </summary>
internal sealed class FakeEngine
{
    private const string Script = """
        #!/bin/sh
        here=$(dirname "$0")
        echo "$@" >>"$here/asked"
        case $1 in
          info) [ ! -e "$here/broken" ] ;;
          run)
            printenv SETTING >>"$here/setting"
            trap 'echo "the container ends"; exit 0' TERM
            echo "the container speaks"
            while :; do sleep 0.1; done ;;
          rm) exit 1 ;;
        esac
        """;

    private readonly string _folder;

    public FakeEngine(string folder)
    {
        _folder = Directory.CreateDirectory(System.IO.Path.Combine(folder, "engine")).FullName;
        File.WriteAllText(Path, Script);

        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public string Path => System.IO.Path.Combine(_folder, "engine");

    /// <summary>What it was asked, a line each.</summary>
    public IReadOnlyList<string> Asked => Lines("asked");

    /// <summary>The value of SETTING that each container was given.</summary>
    public IReadOnlyList<string> Settings => Lines("setting");

    /// <summary>From now on the engine does not answer, as one whose service is down.</summary>
    public void Break() => File.WriteAllText(System.IO.Path.Combine(_folder, "broken"), "");

    private string[] Lines(string file)
    {
        var path = System.IO.Path.Combine(_folder, file);
        return File.Exists(path) ? File.ReadAllLines(path) : [];
    }
}
