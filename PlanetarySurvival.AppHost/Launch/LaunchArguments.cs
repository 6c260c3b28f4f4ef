namespace PlanetarySurvival.AppHost.Launch;

/// <summary>Makes the command line readable for the configuration, which wants a value after every name.</summary>
internal static class LaunchArguments
{
    private const string Fresh = "--fresh";

    private static readonly string[] Known = ["--bots", "--data", "--ports", "--servers", Fresh];

    // Those of the hosting packages, for publishing.
    private static readonly string[] Passed = ["--operation", "--publisher", "--step", "--output-path", "--log-level", "--environment"];

    /// <exception cref="DistributedApplicationException">An argument is not known.</exception>
    public static string[] From(string[] args)
    {
        var normalised = new List<string>();

        for (var i = 0; i < args.Length; i++)
        {
            var name = args[i].Split('=')[0];

            if (!name.StartsWith("--", StringComparison.Ordinal) || (!Known.Contains(name) && !Passed.Contains(name) && !name.Contains(':')))
                throw new DistributedApplicationException(
                    $"'{args[i]}' is not understood. There are --bots N, --servers N, --fresh, --data FOLDER and --ports free.");

            if (args[i].Contains('='))
                normalised.Add(args[i]);
            else if (name == Fresh)
                normalised.Add(Fresh + "=true");
            else if (i + 1 < args.Length)
                normalised.Add($"{name}={args[++i]}");
            else
                throw new DistributedApplicationException($"'{name}' needs a value after it.");
        }

        return [.. normalised];
    }
}
