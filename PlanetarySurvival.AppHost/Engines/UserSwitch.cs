using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace PlanetarySurvival.AppHost.Engines;

/// <summary>Some servers refuse to run as root. This is how root runs them as somebody else.</summary>
internal sealed class UserSwitch
{
    private static readonly string[] Users = ["postgres", "nobody"];

    private readonly string? _owner;

    private UserSwitch(string[] prefix, string? owner = null)
    {
        Prefix = prefix;
        _owner = owner;
    }

    /// <summary>Stands before the command; it replaces itself by it, so that the process stays the same.</summary>
    public string[] Prefix { get; }

    /// <exception cref="DistributedApplicationException">This is root, and there is no way to become somebody else.</exception>
    public static UserSwitch Find()
    {
        if (OperatingSystem.IsWindows() || Environment.UserName != "root")
            return new UserSwitch([]);

        // A user namespace in which root is somebody else: needs no other user and no readable parents of the folder.
        string[] namespaced = ["unshare", "--user", "--map-user=1000", "--map-group=1000"];

        if (Succeeds([.. namespaced, "true"]))
            return new UserSwitch(namespaced);

        foreach (var user in Users)
        {
            string[] switched = ["setpriv", $"--reuid={user}", "--regid=" + Group(user), "--clear-groups"];

            if (Succeeds([.. switched, "true"]))
                return new UserSwitch(switched, user);
        }

        throw new DistributedApplicationException(
            "PostgreSQL refuses to run as root, and this machine lets root neither use 'unshare --user' nor 'setpriv'. Start as another user.");
    }

    /// <summary>Gives files to whom the command runs as.</summary>
    public async Task GiveAsync(string[] paths, ILogger log, CancellationToken cancellationToken)
    {
        if (_owner is not null)
            await ShortCommand.RunAsync("chown", ["-R", $"{_owner}:{Group(_owner)}", .. paths], "/", null, log, cancellationToken);
    }

    private static string Group(string user)
    {
        using var question = Process.Start(new ProcessStartInfo("id", ["-g", user]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var group = question.StandardOutput.ReadToEnd().Trim();

        question.WaitForExit();
        return int.TryParse(group, CultureInfo.InvariantCulture, out _) ? group : user;
    }

    private static bool Succeeds(string[] command)
    {
        if (ContainerEngines.FindCommand(command[0]) is null)
            return false;

        using var attempt = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true })!;

        attempt.WaitForExit();
        return attempt.ExitCode == 0;
    }
}
