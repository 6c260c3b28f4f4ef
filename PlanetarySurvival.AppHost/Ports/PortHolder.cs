using System.Globalization;

namespace PlanetarySurvival.AppHost.Ports;

/// <summary>Who holds a port, as far as Linux lets us see.</summary>
internal static class PortHolder
{
    private static readonly string[] Tables = ["/proc/net/tcp", "/proc/net/tcp6", "/proc/net/udp", "/proc/net/udp6"];

    /// <summary>" by process 123 (name)", or nothing if it cannot be found.</summary>
    public static string Describe(int port)
    {
        if (!OperatingSystem.IsLinux())
            return "";

        try
        {
            var sockets = Tables.Where(File.Exists).SelectMany(table => Sockets(table, port)).ToHashSet(StringComparer.Ordinal);

            foreach (var folder in Directory.EnumerateDirectories("/proc").Where(f => int.TryParse(Path.GetFileName(f), CultureInfo.InvariantCulture, out _)))
            {
                if (Holds(folder, sockets))
                    return $" by process {Path.GetFileName(folder)} ({File.ReadAllText(Path.Combine(folder, "comm")).Trim()})";
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return ""; // a process that ended meanwhile; the port is named anyway
        }

        return "";
    }

    private static IEnumerable<string> Sockets(string table, int port)
    {
        var wanted = ":" + port.ToString("X4", CultureInfo.InvariantCulture);

        return File.ReadLines(table).Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields.Length > 9 && fields[1].EndsWith(wanted, StringComparison.Ordinal) && fields[9] != "0")
            .Select(fields => $"socket:[{fields[9]}]");
    }

    private static bool Holds(string folder, HashSet<string> sockets)
    {
        try
        {
            return Directory.EnumerateFiles(Path.Combine(folder, "fd")).Any(f => new FileInfo(f).LinkTarget is { } target && sockets.Contains(target));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return false; // the process of another user, or one that has just ended
        }
    }
}
